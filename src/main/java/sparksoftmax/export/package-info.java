/** Conversion of models to the form of others. */
package sparksoftmax.export;
