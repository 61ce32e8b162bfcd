package sparksoftmax.scorer;

import java.util.List;
import sparksoftmax.loss.DecisionRule;

/**
 * The contents of a model file, checked.
 *
 * @param numFeatures the number of features
 * @param intercepts [numClasses]
 * @param weights the coefficients
 * @param classNames [numClasses]; empty if the classes have no names
 * @param featureNames [numFeatures]; empty if the features have no names
 * @param rule how a class is predicted
 */
record ModelFile(
        int numFeatures,
        double[] intercepts,
        Weights weights,
        List<String> classNames,
        List<String> featureNames,
        DecisionRule rule) {}
