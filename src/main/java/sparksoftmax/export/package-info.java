/** Conversion of models to and from the classes of other libraries, and to the files that they read. */
package sparksoftmax.export;
