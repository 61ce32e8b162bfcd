/** Reports and charts of a training or an evaluation, made from plain values. */
package sparksoftmax.report;
