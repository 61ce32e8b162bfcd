/** The command line: {@code train}, {@code evaluate} and {@code predict}, to be run by spark-submit. */
package sparksoftmax.app;
