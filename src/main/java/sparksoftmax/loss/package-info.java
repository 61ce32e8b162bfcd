/**
 * The loss: one class for each loss variant, the accumulator that sums loss and gradient over blocks, and the
 * {@link sparksoftmax.loss.Softmax} functions. Losses are in nats (natural logarithm).
 */
package sparksoftmax.loss;
