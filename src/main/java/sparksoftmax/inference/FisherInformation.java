package sparksoftmax.inference;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.block.FeatureMap;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.block.PartitionedBlocks;
import sparksoftmax.cluster.FitJobs;
import sparksoftmax.cluster.FitScope;
import sparksoftmax.cluster.PackedRows;
import sparksoftmax.features.DatasetStatistics;
import sparksoftmax.features.Regularization;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.Scalings;
import sparksoftmax.features.VaryingFeatures;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.rows.Packing;
import sparksoftmax.sums.FixedPointUnits;

/**
 * The covariance of the coefficients of a fitted model, from the Fisher information of the rows that it was trained on.
 * The observed and the expected information of a softmax regression are the same, since its link is the canonical one.
 * Source: A. Agresti, "Categorical Data Analysis", 3rd edition, 2013, section 8.1.4. Weights count as numbers of equal
 * rows.
 */
public final class FisherInformation {
    /** The most parameters of contrasts: the information of so many takes 72 MB, and as much again for its inverse. */
    public static final int MOST_PARAMETERS = 3000;

    /** A model further from the optimum than this, in standard errors, is warned of. */
    private static final double FAR = 0.1;

    private static final Logger LOG = LoggerFactory.getLogger(FisherInformation.class);

    private static final long BLOCK_BYTES = 1L << 20;

    /** Bounds allow for rounding errors. */
    private static final double MARGIN = 1.01;

    /** At most as many coefficients are named in a message. */
    private static final int NAMED = 5;

    private final Model model;
    private final InputColumns columns;
    private final VaryingFeatures varying;

    /** Of the varying features. */
    private final DatasetStatistics statistics;

    /** That of the varying features: mean 0 and deviation 1, or root mean square 1 without intercepts. */
    private final Scaling scaling;

    /** The most frequent class, which leaves the matrix in the best condition. */
    private final int reference;

    private final ContrastLayout layout;

    /** The coefficients of scaled features and the intercepts, [d x K], without those of constant features. */
    private final double[] parameters;

    /** What features that are constant in the rows add to all margins, [K]. */
    private final double[] offsets;

    /** The strengths of the L2 penalty on the coefficients of scaled features; null if there is none. */
    private final double[] l2;

    private FisherInformation(Model model, InputColumns columns, DatasetStatistics all) {
        this.model = model;
        this.columns = columns;
        varying = all.varyingFeatures();
        statistics = all.of(varying);
        scaling = scaling(statistics, model);
        reference = mostFrequentClass(statistics, model.numClasses());
        layout = new ContrastLayout(model.numClasses() - 1, scaling.numFeatures() + (model.hasIntercepts() ? 1 : 0));
        double[] intercepts = model.hasIntercepts() ? model.intercepts() : new double[model.numClasses()];
        parameters = scaling.parameters(varying.select(model.coefficients(), model.numClasses()), intercepts);
        offsets = ofConstantFeatures(all);
        l2 = model.regularization().l2() == 0.0 ? null : penalty();
    }

    /**
     * What is known of the model.
     *
     * @param name the name of the model, in the descriptions of Spark's jobs
     * @param coefficients W, [F x K] feature-major
     * @param intercepts b, [K]; null if none were fitted
     * @param regularization the penalty with which the model was trained, without an L1 part
     * @param featureNames the names of the features; null if there are none
     * @param aggregationDepth the depth of Spark's tree aggregation
     */
    public record Model(
            String name,
            double[] coefficients,
            double[] intercepts,
            Regularization regularization,
            int numClasses,
            String[] featureNames,
            int aggregationDepth) {
        int numFeatures() {
            return coefficients.length / numClasses;
        }

        boolean hasIntercepts() {
            return intercepts != null;
        }
    }

    /**
     * Reads rows and computes the covariance of the coefficients, in one job for reading and one for the information.
     * Nothing stays cached.
     *
     * @throws IllegalArgumentException if a row cannot be used, if features are not those of the model, if there are
     *     more than {@value #MOST_PARAMETERS} parameters, or if the rows do not determine all coefficients
     */
    public static ContrastCovariance of(Dataset<?> dataset, InputColumns columns, Model model) {
        checkSize(model);
        SparkContext context = dataset.sparkSession().sparkContext();
        try (FitScope scope = new FitScope()) {
            return FitJobs.run(context, model.name(), jobs -> {
                jobs.describe("packing rows for the information matrix");
                Packing packing = new Packing(BLOCK_BYTES, 1, 0L, Math.max(MOST_PARAMETERS, model.numFeatures()));
                PackedRows rows =
                        PackedRows.read(dataset, columns, packing, "rows for the information matrix", scope, 0L);
                ModelRows.check(rows.statistics(), columns, model.numFeatures(), model.numClasses());
                jobs.describe("summing the information matrix");
                return new FisherInformation(model, columns, rows.statistics()).of(rows, scope);
            });
        }
    }

    private static void checkSize(Model model) {
        long size = model.numFeatures() + (model.hasIntercepts() ? 1L : 0L);
        long numParameters = (model.numClasses() - 1) * size;
        if (numParameters > MOST_PARAMETERS) {
            throw new IllegalArgumentException("Standard errors are computed for at most " + MOST_PARAMETERS
                    + " coefficients, since their covariance matrix must fit in memory, but the model has "
                    + numParameters + ": (numClasses - 1) x " + size + ", where numClasses is " + model.numClasses()
                    + ". Train it on fewer features (featuresCol).");
        }
    }

    private static Scaling scaling(DatasetStatistics statistics, Model model) {
        double[] scale = new double[statistics.numFeatures()];
        for (int j = 0; j < scale.length; j++) {
            scale[j] = 1.0 / (model.hasIntercepts() ? statistics.deviation(j) : statistics.rootMeanSquare(j, 0.0));
        }
        return new Scaling(scale, statistics.mean(), model.numClasses(), model.hasIntercepts());
    }

    private static int mostFrequentClass(DatasetStatistics statistics, int numClasses) {
        int most = 0;
        for (int k = 1; k < numClasses; k++) {
            most = statistics.classShare(k) > statistics.classShare(most) ? k : most;
        }
        return most;
    }

    private double[] ofConstantFeatures(DatasetStatistics all) {
        int numClasses = model.numClasses();
        double[] sums = new double[numClasses];
        int next = 0;
        for (int j = 0; j < model.numFeatures(); j++) {
            if (next < varying.columns().length && varying.columns()[next] == j) {
                next++;
                continue;
            }
            for (int k = 0; k < numClasses; k++) {
                sums[k] += all.mean()[j] * model.coefficients()[j * numClasses + k];
            }
        }
        return sums;
    }

    private double[] penalty() {
        boolean intercepts = model.hasIntercepts();
        Scalings scalings = new Scalings(
                statistics,
                model.regularization(),
                new FusedLoss().curvatureBound(),
                model.numClasses(),
                intercepts,
                intercepts);
        return scalings.penalty(scaling).l2();
    }

    private ContrastCovariance of(PackedRows rows, FitScope scope) {
        if (layout.size() == 0) {
            // No feature varies, and there are no intercepts: there is nothing to estimate.
            return new ContrastCovariance(model.numClasses(), reference, new double[model.numFeatures() + 1][], 0.0);
        }
        double[] sums = sums(rows, scope);
        EstimatorCovariance covariance;
        try {
            covariance = EstimatorCovariance.of(
                    layout.information(sums), l2 == null ? null : penaltyHessian(), gradient(sums));
        } catch (SingularInformationException e) {
            throw new IllegalArgumentException(singular(e.parameters()), e);
        }
        double distance = covariance.distanceToOptimum();
        if (distance > FAR) {
            LOG.warn(
                    "{}: The coefficients are up to {} standard errors away from the optimum for these rows, so standard"
                            + " errors and z values are approximate. They are exact for a model that was trained to the"
                            + " end (solver l-bfgs, tol 1e-9) on the same rows.",
                    model.name(),
                    String.format(Locale.ROOT, "%.2g", distance));
        }
        return new ContrastCovariance(model.numClasses(), reference, blocks(covariance), distance);
    }

    private double[] sums(PackedRows rows, FitScope scope) {
        PartitionedBlocks blocks = rows.training(scope, model.aggregationDepth());
        if (!varying.isAll()) {
            blocks = blocks.mapped(FeatureMap.selecting(varying.columns(), varying.numFeatures()));
        }
        // |Σ w p (δ - p) x̃ x̃| ≤ Σ w / 4 and |Σ w (p - δ) x̃| ≤ Σ w, since the mean of x̃² is 1.
        FixedPointUnits units =
                FixedPointUnits.ofBounds(new double[] {MARGIN * statistics.weightSum()}, layout.numSums());
        InformationSums.Point point = new InformationSums.Point(
                scaling.scale(), scaling.center(), parameters, offsets, reference, layout, units);
        return blocks.scan().sum(point, MiniBatch.ALL).vector(units);
    }

    /**
     * The second derivatives of the penalty on contrasts, by columns. The coefficients u_k of a penalized model have
     * mean 0 over the classes, so for contrasts v_k, which are 0 for the reference class, u_k = v_k - Σ_l v_l / K, and
     * Σ_k u_k² / 2 has the second derivatives δ_kl - 1 / K.
     */
    private double[][] penaltyHessian() {
        double[][] columns = new double[layout.numParameters()][layout.numParameters()];
        for (int k = 0; k < layout.numContrasts(); k++) {
            for (int l = 0; l < layout.numContrasts(); l++) {
                double share = (k == l ? 1.0 : 0.0) - 1.0 / model.numClasses();
                for (int j = 0; j < l2.length; j++) {
                    columns[l * layout.size() + j][k * layout.size() + j] = statistics.weightSum() * l2[j] * share;
                }
            }
        }
        return columns;
    }

    private double[] gradient(double[] sums) {
        double[] gradient = layout.gradient(sums);
        int numClasses = model.numClasses();
        for (int j = 0; l2 != null && j < l2.length; j++) {
            double mean = 0.0;
            for (int k = 0; k < numClasses; k++) {
                mean += parameters[j * numClasses + k] / numClasses;
            }
            int contrast = 0;
            for (int k = 0; k < numClasses; k++) {
                if (k != reference) {
                    gradient[contrast * layout.size() + j] +=
                            statistics.weightSum() * l2[j] * (parameters[j * numClasses + k] - mean);
                    contrast++;
                }
            }
        }
        return gradient;
    }

    /** Covariances of contrasts of original coefficients and intercepts: W_j = s_j u_j, b = β - Σ_j c_j s_j u_j. */
    private double[][] blocks(EstimatorCovariance covariance) {
        double[][] blocks = new double[varying.numFeatures() + 1][];
        int numVarying = varying.columns().length;
        for (int c = 0; c < numVarying; c++) {
            double[] direction = new double[layout.size()];
            direction[c] = scaling.scale()[c];
            blocks[varying.columns()[c]] = block(covariance, direction);
        }
        if (model.hasIntercepts()) {
            double[] direction = new double[layout.size()];
            Arrays.setAll(direction, c -> c < numVarying ? -scaling.center()[c] * scaling.scale()[c] : 1.0);
            blocks[varying.numFeatures()] = block(covariance, direction);
        }
        return blocks;
    }

    /** The covariances of Σ_a t_a v_ka for all contrasts k. */
    private double[] block(EstimatorCovariance covariance, double[] t) {
        int numContrasts = layout.numContrasts();
        double[] block = new double[numContrasts * numContrasts];
        int[] present = IntStream.range(0, t.length).filter(a -> t[a] != 0.0).toArray();
        for (int k = 0; k < numContrasts; k++) {
            for (int l = 0; l < numContrasts; l++) {
                double sum = 0.0;
                for (int a : present) {
                    double ofRow = 0.0;
                    for (int b : present) {
                        ofRow += covariance.get(k * layout.size() + a, l * layout.size() + b) * t[b];
                    }
                    sum += t[a] * ofRow;
                }
                block[k * numContrasts + l] = sum;
            }
        }
        return block;
    }

    private String singular(int[] undetermined) {
        String named = Arrays.stream(undetermined)
                .limit(NAMED)
                .mapToObj(i -> name(i % layout.size()) + " of class "
                        + (i / layout.size() + (i / layout.size() < reference ? 0 : 1)))
                .collect(Collectors.joining(", "));
        return "The rows must determine every coefficient, but some of them could change together without changing the"
                + " probabilities of the rows: " + named + (undetermined.length > NAMED ? ", ..." : "")
                + ". Leave out features that are sums of others (" + columns.describeFeatures()
                + "; for example one category of each categorical column), and classes that have no rows or are"
                + " separated perfectly (column '" + columns.label() + "'), or set regParam.";
    }

    private String name(int a) {
        if (a == varying.columns().length) {
            return "the intercept";
        }
        int j = varying.columns()[a];
        boolean named = model.featureNames() != null && !model.featureNames()[j].isEmpty();
        return "feature " + j + (named ? " (" + model.featureNames()[j] + ")" : "");
    }
}
