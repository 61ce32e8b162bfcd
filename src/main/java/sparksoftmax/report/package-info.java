/** What people look at after a training, made from plain arrays. */
package sparksoftmax.report;
