package sparksoftmax.training;

/**
 * A matrix or a vector that the user has set as a Param, whose shape must fit the data.
 *
 * @param param its name
 * @param numRows of the matrix, or the size of the vector
 * @param numCols of the matrix; 0 for a vector
 * @param values column by column, so that those of a K x F matrix are feature-major
 */
public record Given(String param, int numRows, int numCols, double[] values) {
    /** A vector. */
    public static Given vector(String param, double[] values) {
        return new Given(param, values.length, 0, values);
    }

    /**
     * The values of a numClasses x numFeatures matrix; null if {@code given} is.
     *
     * @throws IllegalArgumentException if it is of another shape
     */
    static double[] matrix(Given given, int numClasses, int numFeatures) {
        if (given == null) {
            return null;
        }
        if (given.numRows != numClasses || given.numCols != numFeatures) {
            throw new IllegalArgumentException("Parameter " + given.param + " must be a " + numClasses + " x "
                    + numFeatures + " matrix (numClasses x numFeatures), but was " + given.numRows + " x "
                    + given.numCols + ".");
        }
        return given.values;
    }

    /**
     * The values of a vector with one value for each class; null if {@code given} is.
     *
     * @throws IllegalArgumentException if it is of another size
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
