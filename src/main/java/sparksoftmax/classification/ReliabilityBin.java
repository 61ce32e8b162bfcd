package sparksoftmax.classification;

import java.io.Serializable;

/**
 * The rows of a data set whose predicted class has a probability within some interval: a row of a reliability table.
 *
 * @param lower the lower end of the interval, excluded
 * @param upper the upper end of the interval, included
 * @param weight the sum of the rows' weights; 0 if there are no rows
 * @param confidence the weighted mean probability of their predicted classes; NaN if there are no rows
 * @param accuracy the share of them, by weight, whose label is predicted; NaN if there are no rows
 */
public record ReliabilityBin(double lower, double upper, double weight, double confidence, double accuracy)
        implements Serializable {}
