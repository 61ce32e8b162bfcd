/**
 * What is minimised: one class per loss variant, the penalty, the accumulator of loss and gradient over blocks, and the
 * {@link sparksoftmax.loss.Softmax} functions. Costs are in nats (natural logarithm).
 */
package sparksoftmax.loss;
