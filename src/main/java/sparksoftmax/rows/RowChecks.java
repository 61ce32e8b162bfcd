package sparksoftmax.rows;

/** What labels and weights must be. The errors have the wording of MLlib's checks, and also name the column. */
public final class RowChecks {
    static final String FILTER = "Filter out or repair such rows.";

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
