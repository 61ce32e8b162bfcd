package sparksoftmax.training;

/**
 * A matrix or a vector that the user has set as a Param, or that comes from a fitted model. Its shape can only be
 * checked when the data set is known.
 *
 * @param param the name of the Param; null if it comes from a model
 * @param numRows the number of rows of the matrix, or the size of the vector
 * @param numCols the number of columns of the matrix; 0 for a vector
 * @param values the values column by column, so that those of a K x F matrix are feature-major
 */
public record Given(String param, int numRows, int numCols, double[] values) {
    /** The vector that the Param {@code param} has as its value. */
    public static Given vector(String param, double[] values) {
        return new Given(param, values.length, 0, values);
    }

    /**
     * The values of a numClasses x numFeatures matrix; null if {@code given} is null.
     *
     * @throws IllegalArgumentException if the matrix has another shape
     */
    static double[] matrix(Given given, int numClasses, int numFeatures) {
        if (given == null) {
            return null;
        }
        boolean fits = given.numRows == numClasses && given.numCols == numFeatures;
        if (!fits && given.param == null) {
            throw new IllegalArgumentException("The data set must have the classes and features of the model from which"
                    + " training starts, which has " + given.numRows + " classes and " + given.numCols
                    + " features, but the data set has " + numClasses + " classes and " + numFeatures + " features.");
        }
        if (!fits) {
            throw new IllegalArgumentException("Parameter " + given.param + " must be a " + numClasses + " x "
                    + numFeatures + " matrix (numClasses x numFeatures), but was " + given.numRows + " x "
                    + given.numCols + ".");
        }
        return given.values;
    }

    /**
     * The values of a vector with one value for each class; null if {@code given} is null.
     *
     * @throws IllegalArgumentException if the vector has another size
     */
    static double[] vector(Given given, int numClasses) {
        if (given == null) {
            return null;
        }
        if (given.numRows != numClasses) {
            throw new IllegalArgumentException("Parameter " + given.param + " must have size " + numClasses
                    + " (numClasses), but has size " + given.numRows + ".");
        }
        return given.values;
    }
}
