/** Charts of a training, drawn from plain arrays. */
package sparksoftmax.report;
