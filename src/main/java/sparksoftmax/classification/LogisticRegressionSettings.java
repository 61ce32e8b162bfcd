package sparksoftmax.classification;

import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import sparksoftmax.export.LogisticRegressionExport;

/**
 * The Params of a {@link SoftmaxClassifier} whose optimum is that of a {@link LogisticRegression}.
 *
 * <p>For the family multinomial they are the same. The binomial family has one coefficient β_j for each feature and
 * minimizes
 *
 * <pre>
 *   mean of log(1 + exp(-s m)) + λ (α Σ_j |β_j| + (1 - α) / 2 Σ_j β_j²),   m = β·x + b,  s = 1 for label 1, -1 for label 0
 * </pre>
 *
 * (with standardization, β_j in the penalty stands for σ_j β_j, which changes nothing of what follows, as it holds for
 * each feature by itself). A softmax of two classes, u for label 0 and v for label 1, has that loss if β = v - u. Its
 * penalty λ' (α' Σ_j (|u_j| + |v_j|) + (1 - α') / 2 Σ_j (u_j² + v_j²)) is, among all u and v with the same β, smallest
 * at v = β / 2 = -u: the sum of squares is β_j² / 2 only there and larger elsewhere, and the sum of absolute values is
 * at least |β_j| everywhere and |β_j| there. So both objectives have the same minimum, at the same β, if the strengths
 * of L1 and of L2 satisfy
 *
 * <pre>
 *   λ' α' = λ α   and   λ' (1 - α') / 2 = λ (1 - α),   that is   λ' = λ (2 - α)   and   α' = α / (2 - α).
 * </pre>
 *
 * Bounds l ≤ β_j ≤ h become l / 2 ≤ v_j ≤ h / 2 and -h / 2 ≤ u_j ≤ -l / 2: every u and v within these have β within the
 * bounds, and v = β / 2 = -u is within them for every β within the bounds. Bounds on the intercept, and the start, are
 * halved in the same way. Since u and v start as opposites and have opposite gradients, they stay opposites, and the
 * objective of every pass is that of the binomial family, too.
 */
final class LogisticRegressionSettings {
    /**
     * An iteration of {@code maxIter} is two passes over the data. Spark's iteration is a line search, which makes one
     * pass or several; with two, a fit that ends at maxIter is as near to the optimum as Spark's, or nearer.
     */
    private static final int PASSES_PER_ITERATION = 2;

    private final LogisticRegression params;
    private final LogisticRegressionModel initialModel;

    /**
     * @param params the Params to convert
     * @param initialModel the model from which training starts; null if there is none
     */
    LogisticRegressionSettings(LogisticRegression params, LogisticRegressionModel initialModel) {
        this.params = params;
        this.initialModel = initialModel;
    }

    /**
     * The Params that do not depend on the number of classes. {@code tol} is always set: training goes on until then.
     */
    SoftmaxClassifier ofAnyClasses() {
        SoftmaxClassifier classifier = new SoftmaxClassifier(params.uid())
                .setFeaturesCol(params.getFeaturesCol())
                .setLabelCol(params.getLabelCol())
                .setMaxIter((int) Math.min(Integer.MAX_VALUE, (long) PASSES_PER_ITERATION * params.getMaxIter()))
                .setTol(params.getTol())
                .setRegParam(params.getRegParam())
                .setElasticNetParam(params.getElasticNetParam())
                .setStandardization(params.getStandardization())
                .setFitIntercept(params.getFitIntercept())
                .setAggregationDepth(params.getAggregationDepth())
                .setMaxBlockSizeInMB(params.getMaxBlockSizeInMB())
                // A LogisticRegressionModel has no place for what would be remembered.
                .setForgettingFactor(0.0);
        if (params.isDefined(params.thresholds())) {
            classifier.setThresholds(params.getThresholds());
        }
        return params.isDefined(params.weightCol()) ? classifier.setWeightCol(params.getWeightCol()) : classifier;
    }

    /**
     * All Params.
     *
     * @throws IllegalArgumentException if this number of classes, or the initial model, is for Spark's own training
     */
    SoftmaxClassifier ofClasses(int numClasses) {
        if (numClasses < 2) {
            throw new IllegalArgumentException("there is only one class");
        }
        boolean binomial = isBinomial(numClasses);
        SoftmaxClassifier classifier = ofAnyClasses();
        if (binomial) {
            double l1Share = params.getElasticNetParam();
            classifier
                    .setRegParam(params.getRegParam() * (2.0 - l1Share))
                    .setElasticNetParam(l1Share / (2.0 - l1Share));
        }
        setBounds(classifier, binomial);
        if (initialModel != null) {
            checkInitialModel(numClasses, binomial);
            Matrix coefficients = LogisticRegressionExport.coefficients(initialModel);
            classifier.setInitialCoefficients(coefficients);
            if (params.getFitIntercept()) {
                Vector intercepts = LogisticRegressionExport.intercepts(initialModel);
                classifier.setInitialIntercepts(
                        new InitialModel(coefficients, intercepts, null, null, null).finiteIntercepts());
            }
        }
        return classifier;
    }

    /** Whether the model has one row of coefficients for two classes. */
    boolean isBinomial(int numClasses) {
        return switch (params.getFamily().toLowerCase(Locale.ROOT)) {
            case "multinomial" -> false;
            case "binomial" -> {
                if (numClasses > 2) {
                    throw new IllegalArgumentException(
                            "family 'binomial' is for 2 classes, but there are " + numClasses);
                }
                yield true;
            }
            default -> numClasses == 2;
        };
    }

    /** The values before the first iteration and after each, of those before the first pass and after each. */
    static double[] afterIterations(double[] afterPasses) {
        int last = afterPasses.length - 1;
        int iterations = (last + PASSES_PER_ITERATION - 1) / PASSES_PER_ITERATION;
        return IntStream.rangeClosed(0, iterations)
                .mapToDouble(i -> afterPasses[Math.min(last, PASSES_PER_ITERATION * i)])
                .toArray();
    }

    /** Spark ignores an initial model of another kind. */
    private void checkInitialModel(int numClasses, boolean binomial) {
        boolean fits = initialModel.coefficientMatrix().numRows() == (binomial ? 1 : numClasses)
                && initialModel.getFitIntercept() == params.getFitIntercept();
        if (!fits) {
            throw new IllegalArgumentException(
                    "the initial model has another number of rows of coefficients, or another fitIntercept");
        }
    }

    private void setBounds(SoftmaxClassifier classifier, boolean binomial) {
        Matrix lower = value(params.lowerBoundsOnCoefficients());
        Matrix upper = value(params.upperBoundsOnCoefficients());
        Vector lowerIntercepts = value(params.lowerBoundsOnIntercepts());
        Vector upperIntercepts = value(params.upperBoundsOnIntercepts());
        if (binomial) {
            TwoClassBounds coefficients = TwoClassBounds.of(lower, upper);
            set(classifier, classifier.lowerBoundsOnCoefficients(), coefficients.lowerMatrix());
            set(classifier, classifier.upperBoundsOnCoefficients(), coefficients.upperMatrix());
            TwoClassBounds intercepts = TwoClassBounds.of(lowerIntercepts, upperIntercepts);
            set(classifier, classifier.lowerBoundsOnIntercepts(), intercepts.lowerVector());
            set(classifier, classifier.upperBoundsOnIntercepts(), intercepts.upperVector());
        } else {
            set(classifier, classifier.lowerBoundsOnCoefficients(), lower);
            set(classifier, classifier.upperBoundsOnCoefficients(), upper);
            set(classifier, classifier.lowerBoundsOnIntercepts(), lowerIntercepts);
            set(classifier, classifier.upperBoundsOnIntercepts(), upperIntercepts);
        }
    }

    private <T> T value(Param<T> param) {
        return params.isSet(param) ? params.getOrDefault(param) : null;
    }

    private static <T> void set(SoftmaxClassifier classifier, Param<T> param, T value) {
        if (value != null) {
            classifier.set(param, value);
        }
    }
}
