package sparksoftmax.rows;

import sparksoftmax.columns.FeatureVector;

/**
 * What labels, distributions over the classes, and weights must be. The errors have the wording of MLlib's checks, and
 * also name the column.
 */
public final class RowChecks {
    static final String FILTER = "Filter out or repair such rows.";

    /** The sum of a distribution may differ from 1 by so much; it is divided by the sum. */
    public static final double LARGEST_DEVIATION = 1e-3;

    private RowChecks() {}

    /**
     * The class index that a label is.
     *
     * @param label the label; NaN if it is null
     * @param declared the number of classes; null if it is not known, so that every index is allowed
     * @param column the name of the label column
     * @throws BadInputException if the label is not a class index
     */
    public static int label(double label, DeclaredClasses declared, String column) throws BadInputException {
        if (Double.isNaN(label)) {
            throw new BadInputException("Labels MUST NOT be Null or NaN", named(column), FILTER);
        }
        int bound = declared == null ? Integer.MAX_VALUE : declared.number();
        if (label < 0 || label >= bound) {
            throw new BadInputException(
                    "Labels MUST be in [0, " + bound + "), but got " + label,
                    named(column),
                    declared == null
                            ? "Index the labels with StringIndexer."
                            : "The number of classes is fixed: " + declared.source() + ".");
        }
        if (label != (int) label) {
            throw new BadInputException(
                    "Labels MUST be Integers, but got " + label,
                    named(column),
                    "Class indices count from 0; StringIndexer makes them from any labels.");
        }
        return (int) label;
    }

    /**
     * A distribution over the classes, [numClasses], with a sum of 1 except for rounding.
     *
     * @param shares the distribution; null if it is null
     * @param classes the number of classes
     * @param column the name of the column of distributions
     * @throws BadInputException if there is not one finite number of at least 0 for each class, or their sum is not 1
     */
    static double[] distribution(FeatureVector shares, DeclaredClasses classes, String column)
            throws BadInputException {
        if (shares == null) {
            throw new BadInputException("Label distributions MUST NOT be Null", named(column), FILTER);
        }
        if (shares.size() != classes.number()) {
            throw new BadInputException(
                    "Label distributions MUST have one number for each of the " + classes.number()
                            + " classes, but one has size " + shares.size(),
                    named(column),
                    "The number of classes is fixed: " + classes.source() + ".");
        }
        double[] values = shares.values();
        double sum = 0.0;
        for (int p = 0; p < values.length; p++) {
            if (!(values[p] >= 0.0) || values[p] == Double.POSITIVE_INFINITY) {
                throw new BadInputException(
                        "Label distributions MUST have finite numbers >= 0, but got "
                                + (shares.isNull(p) ? "null" : values[p]) + " at index " + shares.index(p),
                        named(column),
                        FILTER);
            }
            sum += values[p];
        }
        if (!(Math.abs(sum - 1.0) <= LARGEST_DEVIATION)) {
            throw new BadInputException(
                    "Label distributions MUST add up to 1, within " + LARGEST_DEVIATION + ", but one adds up to " + sum,
                    named(column),
                    "Divide the numbers of a row by their sum; how much a row counts is a matter of weightCol.");
        }
        double[] distribution = new double[classes.number()];
        for (int p = 0; p < values.length; p++) {
            distribution[shares.index(p)] = values[p] / sum;
        }
        return distribution;
    }

    /**
     * The error for a distribution of which it is only known that it is none.
     *
     * @param column the name of the column of distributions
     */
    public static BadInputException invalidDistribution(String column) {
        return new BadInputException(
                "Label distributions MUST have one finite number >= 0 for each class, and add up to 1, within "
                        + LARGEST_DEVIATION + ", but one does not",
                named(column),
                FILTER);
    }

    /** The class of the largest number, of several the first. */
    static int mostProbable(double[] distribution) {
        int largest = 0;
        for (int k = 1; k < distribution.length; k++) {
            largest = distribution[k] > distribution[largest] ? k : largest;
        }
        return largest;
    }

    /**
     * The weight.
     *
     * @param weight the weight; NaN if it is null
     * @param column the name of the weight column
     * @throws BadInputException if the weight is not finite and at least 0
     */
    public static double weight(double weight, String column) throws BadInputException {
        if (Double.isNaN(weight)) {
            throw new BadInputException("Weights MUST NOT be Null or NaN", named(column), FILTER);
        }
        if (weight < 0 || weight == Double.POSITIVE_INFINITY) {
            throw new BadInputException(
                    "Weights MUST NOT be Negative or Infinity, but got " + weight, named(column), FILTER);
        }
        return weight;
    }

    /**
     * The number of a fold.
     *
     * @param fold the number; NaN if it is null
     * @param folds the folds, with the column that has the number
     * @throws BadInputException if it is not that of a fold
     */
    static int fold(double fold, Folds folds) throws BadInputException {
        // NaN fails the comparison.
        if (!(fold >= 0 && fold < folds.number()) || fold != (int) fold) {
            throw new BadInputException(
                    "Fold numbers MUST be integers in [0, " + folds.number() + "), but got "
                            + (Double.isNaN(fold) ? "null or NaN" : fold),
                    named(folds.column()),
                    "Set numFolds to the number of folds, or repair such rows.");
        }
        return (int) fold;
    }

    /** A column, in a message. */
    static String named(String column) {
        return "column '" + column + "'";
    }
}
