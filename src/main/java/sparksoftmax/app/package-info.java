/**
 * The command line application with the commands {@code train}, {@code evaluate} and {@code predict}, which runs with
 * spark-submit.
 */
package sparksoftmax.app;
