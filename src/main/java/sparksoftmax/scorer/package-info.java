/**
 * Predictions without Spark, for services and other programs that only need a trained model. Start with
 * {@link sparksoftmax.scorer.SoftmaxScorer}.
 */
package sparksoftmax.scorer;
