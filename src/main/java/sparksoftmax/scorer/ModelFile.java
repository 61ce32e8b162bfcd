package sparksoftmax.scorer;

import java.util.List;

/**
 * The contents of a model file, checked.
 *
 * @param numFeatures the number of features
 * @param intercepts [numClasses]
 * @param weights the coefficients
 * @param classNames [numClasses]; empty if the classes have no names
 * @param featureNames [numFeatures]; empty if the features have no names
 * @param thresholds [numClasses]; null if there are none
 */
record ModelFile(
        int numFeatures,
        double[] intercepts,
        Weights weights,
        List<String> classNames,
        List<String> featureNames,
        double[] thresholds) {}
