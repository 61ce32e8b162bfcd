/** Loops over long arrays on several threads, with results that do not depend on the number of threads. */
package sparksoftmax.parallel;
