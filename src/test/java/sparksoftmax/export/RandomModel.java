package sparksoftmax.export;

import java.util.Random;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;

/** Models with random coefficients, rows for them, and the probabilities by the definition of softmax. */
public final class RandomModel {
    public final int numClasses;
    public final int numFeatures;

    /** W, [numClasses x numFeatures]. */
    public final double[][] coefficients;

    public final double[] intercepts;
    private final Random random;

    /** Coefficients that are normal with a standard deviation, with probability {@code density}, and else 0. */
    public RandomModel(int numClasses, int numFeatures, double density, double deviation, long seed) {
        this.numClasses = numClasses;
        this.numFeatures = numFeatures;
        random = new Random(seed);
        coefficients = new double[numClasses][numFeatures];
        intercepts = new double[numClasses];
        for (int k = 0; k < numClasses; k++) {
            intercepts[k] = random.nextGaussian();
            for (int j = 0; j < numFeatures; j++) {
                coefficients[k][j] = random.nextDouble() < density ? deviation * random.nextGaussian() : 0.0;
            }
        }
    }

    /** W, dense or sparse, whichever is smaller, as models have it. */
    public Matrix matrix() {
        double[] values = new double[numClasses * numFeatures];
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                values[j * numClasses + k] = coefficients[k][j];
            }
        }
        return new DenseMatrix(numClasses, numFeatures, values).compressedColMajor();
    }

    /** With costs, [numClasses x numClasses]. */
    public ExportedModel exported(Matrix costs) {
        return new ExportedModel(matrix(), intercepts, null, null, null, costs, "label");
    }

    public ExportedModel exported(String[] classNames, String[] featureNames, double[] thresholds) {
        return new ExportedModel(matrix(), intercepts, classNames, featureNames, thresholds, null, "label");
    }

    /** Rows of features in single precision, normal with a mean and a standard deviation, a third of them 0. */
    public float[][] rows(int numRows, double mean, double deviation) {
        float[][] rows = new float[numRows][numFeatures];
        for (float[] row : rows) {
            for (int j = 0; j < numFeatures; j++) {
                row[j] = random.nextInt(3) == 0 ? 0.0f : (float) (mean + deviation * random.nextGaussian());
            }
        }
        return rows;
    }

    public static double[] doubles(float[] row) {
        double[] doubles = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            doubles[j] = row[j];
        }
        return doubles;
    }

    /** The probabilities, as the definition has them, but for the shift by the largest margin. */
    public double[] probabilities(double[] row) {
        double[] z = new double[numClasses];
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < numClasses; k++) {
            z[k] = intercepts[k];
            for (int j = 0; j < numFeatures; j++) {
                z[k] += coefficients[k][j] * row[j];
            }
            max = Math.max(max, z[k]);
        }
        double sum = 0.0;
        for (int k = 0; k < numClasses; k++) {
            z[k] = z[k] == max ? 1.0 : Math.exp(z[k] - max);
            sum += z[k];
        }
        for (int k = 0; k < numClasses; k++) {
            z[k] /= sum;
        }
        return z;
    }
}
