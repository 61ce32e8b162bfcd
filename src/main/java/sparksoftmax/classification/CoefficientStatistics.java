package sparksoftmax.classification;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.inference.ContrastCovariance;

/**
 * The sampling errors of a model's coefficients: the result of
 * {@link SoftmaxClassificationModel#coefficientStatistics}. Softmax does not change if the same number is added to the
 * coefficients of all classes, so coefficients have a meaning only in comparison: here with their mean over the
 * classes, or, after {@link #relativeTo}, with those of a reference class, as R's {@code nnet::multinom} and
 * statsmodels' {@code MNLogit} report them. The standard error is the root of the variance of that difference.
 * Immutable.
 *
 * <p>Standard errors are those of maximum likelihood, from the inverse of the Fisher information; with an L2 penalty
 * those of the penalized estimate about its own expected value, which is nearer to 0 than the truth: they do not say
 * how far. z is the coefficient divided by its standard error, and the p value the probability of a larger |z| if the
 * true coefficient were 0, by the normal distribution (Wald's test). It is misleading for coefficients that grow
 * without bounds because a class is separated from the others: the standard error grows faster.
 */
public final class CoefficientStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final double USUAL_LEVEL = 0.95;

    private static final StructType SCHEMA = new StructType()
            .add("class", DataTypes.IntegerType, false)
            .add("className", DataTypes.StringType, true)
            .add("feature", DataTypes.IntegerType, true)
            .add("featureName", DataTypes.StringType, true)
            .add("coefficient", DataTypes.DoubleType, false)
            .add("standardError", DataTypes.DoubleType, true)
            .add("zValue", DataTypes.DoubleType, true)
            .add("pValue", DataTypes.DoubleType, true)
            .add("lower", DataTypes.DoubleType, true)
            .add("upper", DataTypes.DoubleType, true);

    private final Matrix coefficients;
    private final Vector intercepts;
    private final String[] classNames;
    private final String[] featureNames;
    private final ContrastCovariance covariance;

    /** The class that others are compared with; -1 for the mean. */
    private final int reference;

    /** The differences and their standard errors, [F + 1 x K]: those of each feature, then those of the intercepts. */
    private final double[][] differences;

    private final double[][] standardErrors;

    /**
     * @param coefficients W, [numClasses x numFeatures]
     * @param intercepts b, [numClasses]; null if none were fitted
     * @param classNames null if there are none
     * @param featureNames null if there are none
     * @param covariance the covariance of the coefficients
     * @param reference the class that others are compared with; -1 for the mean
     */
    CoefficientStatistics(
            Matrix coefficients,
            Vector intercepts,
            String[] classNames,
            String[] featureNames,
            ContrastCovariance covariance,
            int reference) {
        this.coefficients = coefficients;
        this.intercepts = intercepts;
        this.classNames = classNames;
        this.featureNames = featureNames;
        this.covariance = covariance;
        this.reference = reference;
        differences = new double[coefficients.numCols() + (intercepts == null ? 0 : 1)][];
        standardErrors = new double[differences.length][];
        for (int j = 0; j < differences.length; j++) {
            differences[j] = differences(j);
            double[] variances = reference < 0
                    ? covariance.variancesRelativeToMean(j)
                    : covariance.variancesRelativeTo(j, reference);
            standardErrors[j] = Arrays.stream(variances).map(Math::sqrt).toArray();
        }
    }

    private double[] differences(int j) {
        double[] values = new double[numClasses()];
        Arrays.setAll(values, k -> j < numFeatures() ? coefficients.apply(k, j) : intercepts.apply(k));
        double other = reference < 0 ? Arrays.stream(values).sum() / values.length : values[reference];
        return Arrays.stream(values).map(value -> value - other).toArray();
    }

    /**
     * The same statistics for coefficients minus those of one class, whose own are 0 then.
     *
     * @param referenceClass the index of the class
     * @throws IllegalArgumentException if the model does not have that class
     */
    public CoefficientStatistics relativeTo(int referenceClass) {
        if (referenceClass < 0 || referenceClass >= numClasses()) {
            throw new IllegalArgumentException("The reference class must be one of the classes 0 to "
                    + (numClasses() - 1) + " of the model, but is " + referenceClass + ".");
        }
        return with(referenceClass);
    }

    /** The same statistics for coefficients minus their mean over the classes. */
    public CoefficientStatistics relativeToMean() {
        return with(-1);
    }

    private CoefficientStatistics with(int otherReference) {
        return new CoefficientStatistics(
                coefficients, intercepts, classNames, featureNames, covariance, otherReference);
    }

    /** The class that others are compared with; empty if it is the mean of all. */
    public OptionalInt referenceClass() {
        return reference < 0 ? OptionalInt.empty() : OptionalInt.of(reference);
    }

    private int numClasses() {
        return coefficients.numRows();
    }

    private int numFeatures() {
        return coefficients.numCols();
    }

    private double coefficient(int k, int j) {
        return differences[j][k];
    }

    private double standardError(int k, int j) {
        return standardErrors[j][k];
    }

    private double zValue(int k, int j) {
        return coefficient(k, j) / standardError(k, j);
    }

    private double pValue(int k, int j) {
        return pValue(zValue(k, j));
    }

    private static double pValue(double z) {
        // From the lower tail, where the distribution function keeps its digits.
        return Double.isNaN(z) ? z : 2.0 * normal().cumulativeProbability(-Math.abs(z));
    }

    private static NormalDistribution normal() {
        // Without a generator of random numbers, which it does not need here.
        return new NormalDistribution(null, 0.0, 1.0);
    }

    /** A statistic of class k and feature j; j is the number of features for the intercept. */
    @FunctionalInterface
    private interface Statistic {
        double of(int k, int j);
    }

    private Matrix matrix(Statistic statistic) {
        double[] values = new double[numClasses() * numFeatures()];
        for (int j = 0; j < numFeatures(); j++) {
            for (int k = 0; k < numClasses(); k++) {
                values[j * numClasses() + k] = statistic.of(k, j);
            }
        }
        return new DenseMatrix(numClasses(), numFeatures(), values);
    }

    private Vector ofIntercepts(Statistic statistic) {
        if (intercepts == null) {
            throw new IllegalStateException(
                    "The model must have intercepts, but was trained with fitIntercept = false.");
        }
        double[] values = new double[numClasses()];
        Arrays.setAll(values, k -> statistic.of(k, numFeatures()));
        return new DenseVector(values);
    }

    /** The coefficients that the other statistics are about, [numClasses x numFeatures]. */
    public Matrix coefficients() {
        return matrix(this::coefficient);
    }

    /**
     * The intercepts that the other statistics are about, [numClasses].
     *
     * @throws IllegalStateException if the model was trained without intercepts
     */
    public Vector intercepts() {
        return ofIntercepts(this::coefficient);
    }

    /**
     * The standard errors of {@link #coefficients}, [numClasses x numFeatures]: NaN for constant features, whose
     * coefficients are not estimated, and 0 for the reference class.
     */
    public Matrix standardErrors() {
        return matrix(this::standardError);
    }

    /**
     * The standard errors of {@link #intercepts}, [numClasses].
     *
     * @throws IllegalStateException if the model was trained without intercepts
     */
    public Vector interceptStandardErrors() {
        return ofIntercepts(this::standardError);
    }

    /** Coefficients divided by their standard errors, [numClasses x numFeatures]; NaN for the reference class. */
    public Matrix zValues() {
        return matrix(this::zValue);
    }

    /**
     * Intercepts divided by their standard errors, [numClasses].
     *
     * @throws IllegalStateException if the model was trained without intercepts
     */
    public Vector interceptZValues() {
        return ofIntercepts(this::zValue);
    }

    /** The two-sided p values of {@link #zValues}, [numClasses x numFeatures]. */
    public Matrix pValues() {
        return matrix(this::pValue);
    }

    /**
     * The two-sided p values of {@link #interceptZValues}, [numClasses].
     *
     * @throws IllegalStateException if the model was trained without intercepts
     */
    public Vector interceptPValues() {
        return ofIntercepts(this::pValue);
    }

    /**
     * How far the model is from the optimum for the rows, in standard errors: the largest step of Newton's method. Near
     * 0 for a model that was trained to the end on these rows; otherwise the statistics are approximate.
     */
    public double distanceToOptimum() {
        return covariance.distanceToOptimum();
    }

    /** {@link #coefficientTable(double)} with confidence intervals of 95 %. */
    public Dataset<Row> coefficientTable() {
        return coefficientTable(USUAL_LEVEL);
    }

    /**
     * All statistics as a table with the columns of {@link SoftmaxClassificationModel#coefficientsTable},
     * {@code class}, {@code className}, {@code feature}, {@code featureName} (null for an intercept) and
     * {@code coefficient}, and
     *
     * <ul>
     *   <li>{@code standardError}, {@code zValue} and {@code pValue} (double, null for constant features);
     *   <li>{@code lower} and {@code upper}: the confidence interval, coefficient ± q standard errors, where q is the
     *       quantile of the normal distribution.
     * </ul>
     *
     * <p>Each class but the reference class has the row of its intercept first, if there are intercepts.
     *
     * @param level the probability with which an interval holds the true coefficient, between 0 and 1
     * @throws IllegalArgumentException if the level is not between 0 and 1
     */
    public Dataset<Row> coefficientTable(double level) {
        if (!(level > 0.0 && level < 1.0)) {
            throw new IllegalArgumentException(
                    "The confidence level must be between 0 and 1, both excluded, but is " + level + ".");
        }
        double quantile = -normal().inverseCumulativeProbability((1.0 - level) / 2.0);
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < numClasses(); k++) {
            if (k != reference && intercepts != null) {
                rows.add(row(k, numFeatures(), quantile));
            }
            for (int j = 0; k != reference && j < numFeatures(); j++) {
                rows.add(row(k, j, quantile));
            }
        }
        return SparkSession.active().createDataFrame(rows, SCHEMA);
    }

    private Row row(int k, int j, double quantile) {
        double coefficient = coefficient(k, j);
        double error = standardError(k, j);
        boolean ofFeature = j < numFeatures();
        String featureName = ofFeature && featureNames != null && !featureNames[j].isEmpty() ? featureNames[j] : null;
        return RowFactory.create(
                k,
                classNames == null ? null : classNames[k],
                ofFeature ? j : null,
                featureName,
                coefficient,
                nullable(error),
                nullable(coefficient / error),
                nullable(pValue(coefficient / error)),
                nullable(coefficient - quantile * error),
                nullable(coefficient + quantile * error));
    }

    private static Double nullable(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
