/** Conversion of models to and from the classes of other libraries. */
package sparksoftmax.export;
