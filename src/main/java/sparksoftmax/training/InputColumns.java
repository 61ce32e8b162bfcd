package sparksoftmax.training;

import java.io.Serializable;

/**
 * The columns a fit reads, by name.
 *
 * @param features a vector column
 * @param label a double column of class indices
 * @param weight a double column; null if every row has weight 1
 * @param numClasses the number of classes that the label column's metadata declares; null if it does not
 */
public record InputColumns(String features, String label, String weight, Integer numClasses) implements Serializable {}
