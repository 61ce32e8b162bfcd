/**
 * The public Spark ML API: the estimator {@link sparksoftmax.classification.SoftmaxClassifier}, its model, their
 * Params, the training summary, and persistence.
 */
package sparksoftmax.classification;
