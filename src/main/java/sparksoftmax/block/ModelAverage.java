package sparksoftmax.block;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The average of models that partitions trained on their own, weighted feature by feature with the weight of the rows
 * that have the feature: a model that never saw a word has nothing to say of it. Results of sparse rows travel as the
 * features they touched. Not thread safe.
 */
public final class ModelAverage implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int numFeatures;
    private final int numClasses;
    private final double[] intercepts;
    private double weight;
    private double startLossSum;

    /** The features touched, increasing; null if the arrays have all features. */
    private int[] features;

    private float[] coefficients;
    private double[] featureWeights;

    private ModelAverage(int numFeatures, double[] intercepts) {
        this.numFeatures = numFeatures;
        this.numClasses = intercepts.length;
        this.intercepts = intercepts;
    }

    /**
     * The average of one model.
     *
     * @param blocks it was trained on
     * @param startLossSum Σ w ℓ of their rows for the model that the training started from
     */
    public static ModelAverage of(LocalModel model, List<Block> blocks, double startLossSum) {
        ModelAverage average = new ModelAverage(model.numFeatures, model.intercepts());
        average.startLossSum = startLossSum;
        average.weight = blocks.stream()
                .flatMapToDouble(block -> Arrays.stream(block.weights()))
                .sum();
        double[] touched = new double[model.numFeatures];
        if (model instanceof DenseLocalModel) {
            Arrays.fill(touched, average.weight);
        } else {
            blocks.forEach(block -> addTouched(block, touched));
        }
        average.keep(model, touched);
        return average;
    }

    private static void addTouched(Block block, double[] touched) {
        for (int i = 0; i < block.numRows(); i++) {
            double weight = block.weight(i);
            block.forEachStored(i, (j, value) -> touched[j] += weight);
        }
    }

    private void keep(LocalModel model, double[] touched) {
        int[] present = new int[numFeatures];
        int count = 0;
        for (int j = 0; j < numFeatures; j++) {
            if (touched[j] > 0.0) {
                present[count++] = j;
            }
        }
        features = Arrays.copyOf(present, count);
        coefficients = new float[count * numClasses];
        featureWeights = new double[count];
        for (int c = 0; c < count; c++) {
            model.copyCoefficients(features[c], coefficients, c * numClasses);
            featureWeights[c] = touched[features[c]];
        }
        if (count == numFeatures) {
            features = null;
        }
    }

    /** Adds the models of {@code other} to the average. */
    public void merge(ModelAverage other) {
        expand();
        double total = weight + other.weight;
        for (int k = 0; total > 0.0 && k < numClasses; k++) {
            intercepts[k] += (other.intercepts[k] - intercepts[k]) * (other.weight / total);
        }
        weight = total;
        startLossSum += other.startLossSum;
        for (int c = 0; c < other.featureWeights.length; c++) {
            int j = other.features == null ? c : other.features[c];
            double featureTotal = featureWeights[j] + other.featureWeights[c];
            if (other.featureWeights[c] > 0.0) {
                float share = (float) (other.featureWeights[c] / featureTotal);
                for (int k = 0; k < numClasses; k++) {
                    int i = j * numClasses + k;
                    coefficients[i] += (other.coefficients[c * numClasses + k] - coefficients[i]) * share;
                }
                featureWeights[j] = featureTotal;
            }
        }
    }

    private void expand() {
        if (features == null) {
            return;
        }
        float[] all = new float[numFeatures * numClasses];
        double[] allWeights = new double[numFeatures];
        for (int c = 0; c < features.length; c++) {
            System.arraycopy(coefficients, c * numClasses, all, features[c] * numClasses, numClasses);
            allWeights[features[c]] = featureWeights[c];
        }
        features = null;
        coefficients = all;
        featureWeights = allWeights;
    }

    /** The mean loss of the rows for the model that the training started from. */
    public double startLoss() {
        return startLossSum / weight;
    }

    /**
     * Puts the average in place of {@code parameters}, coefficients [F x K] feature-major and then intercepts, if it
     * has any. Those of features that no model touched stay.
     */
    public void putInto(double[] parameters) {
        for (int c = 0; c < featureWeights.length; c++) {
            if (featureWeights[c] > 0.0) {
                int j = features == null ? c : features[c];
                for (int k = 0; k < numClasses; k++) {
                    parameters[j * numClasses + k] = coefficients[c * numClasses + k];
                }
            }
        }
        if (parameters.length > numFeatures * numClasses) {
            System.arraycopy(intercepts, 0, parameters, numFeatures * numClasses, numClasses);
        }
    }
}
