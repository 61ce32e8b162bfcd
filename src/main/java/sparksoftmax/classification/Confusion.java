package sparksoftmax.classification;

import java.io.Serializable;

/**
 * The rows of a data set that have one label and for which one class is predicted: a cell of a confusion matrix.
 *
 * @param label the index of the label
 * @param prediction the index of the predicted class
 * @param weight the sum of the rows' weights
 */
public record Confusion(double label, double prediction, double weight) implements Serializable {}
