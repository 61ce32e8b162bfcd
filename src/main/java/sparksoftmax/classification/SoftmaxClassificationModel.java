package sparksoftmax.classification;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SizeEstimator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple3;
import sparksoftmax.export.ExportFile;
import sparksoftmax.export.ExportFormat;
import sparksoftmax.export.ExportedModel;
import sparksoftmax.export.JsonExport;
import sparksoftmax.export.LogisticRegressionExport;
import sparksoftmax.export.OnnxExport;
import sparksoftmax.export.PmmlExport;
import sparksoftmax.features.Regularization;
import sparksoftmax.loss.SoftmaxInPlace;
import sparksoftmax.memory.Memory;
import sparksoftmax.rows.NoTrainingRowsException;
import sparksoftmax.scoring.BroadcastModel;
import sparksoftmax.scoring.ClassChoice;
import sparksoftmax.scoring.CoefficientsTable;
import sparksoftmax.scoring.InvalidFeatures;
import sparksoftmax.scoring.LinearModel;
import sparksoftmax.scoring.Predictions;

/**
 * A fitted {@link SoftmaxClassifier}. For features x, the raw prediction is the vector of margins W x + b, the
 * probabilities are their softmax, and the prediction is the class with the largest probability (or the one that
 * {@code thresholds} or {@code costs} select).
 */
public class SoftmaxClassificationModel extends ProbabilisticClassificationModel<Vector, SoftmaxClassificationModel>
        implements SoftmaxClassifierParams, MLWritable, HasTrainingSummary<SoftmaxTrainingSummary> {
    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(SoftmaxClassificationModel.class);

    // Neither has an initializer: the super-constructor calls uid() before Java would run it.
    private final String uid;
    private final SoftmaxParams params;
    private final ModelParams modelParams;

    private final Matrix coefficientMatrix;
    private final Vector interceptVector;
    private final LinearModel linear;
    private boolean trainedWithinBounds;
    private transient SoftmaxTrainingSummary summary;

    /** What is remembered of the rows of all trainings; null if nothing is. */
    private Memory memory;

    /** Shared with copies; null before the first use, here or where this model was sent. */
    private transient BroadcastModel broadcast;

    /** Made again when the Params that it is made of have changed; null before the first use. */
    private transient volatile ClassChoice choice;

    /** An empty model. Spark Connect's server needs this constructor to find the class; it serves no other purpose. */
    public SoftmaxClassificationModel() {
        this("", new DenseMatrix(0, 0, new double[0]), new DenseVector(new double[0]));
    }

    SoftmaxClassificationModel(String uid, Matrix coefficientMatrix, Vector interceptVector) {
        this(PendingUid.of(uid), coefficientMatrix, interceptVector);
    }

    private SoftmaxClassificationModel(PendingUid pending, Matrix coefficientMatrix, Vector interceptVector) {
        super();
        uid = pending.take();
        params = new SoftmaxParams(this);
        modelParams = new ModelParams(this);
        this.coefficientMatrix = coefficientMatrix.compressedColMajor();
        this.interceptVector = interceptVector;
        linear = new LinearModel(this.coefficientMatrix, interceptVector);
    }

    private synchronized BroadcastModel broadcast() {
        if (broadcast == null) {
            broadcast = new BroadcastModel(linear);
        }
        return broadcast;
    }

    @Override
    public String uid() {
        return uid == null ? PendingUid.current() : uid;
    }

    @Override
    public SoftmaxParams softmaxParams() {
        return params;
    }

    /** Param for the names of the features in training. */
    public StringArrayParam featureNames() {
        return modelParams.featureNames;
    }

    /** The value of {@link #featureNames}. */
    public String[] getFeatureNames() {
        return getOrDefault(featureNames());
    }

    /** Param for the names of the labels in training. */
    public StringArrayParam labelNames() {
        return modelParams.labelNames;
    }

    /** The value of {@link #labelNames}. */
    public String[] getLabelNames() {
        return getOrDefault(labelNames());
    }

    /** Param for the temperature by which coefficients have been divided. */
    public DoubleParam temperature() {
        return modelParams.temperature;
    }

    /** The value of {@link #temperature}. */
    public double getTemperature() {
        return (double) getOrDefault(temperature());
    }

    /** W, [numClasses x numFeatures], on the original scale of the features. */
    public Matrix coefficientMatrix() {
        return coefficientMatrix;
    }

    /** b, [numClasses]; zeros if no intercepts were fitted. */
    public Vector interceptVector() {
        return interceptVector;
    }

    @Override
    public int numClasses() {
        return coefficientMatrix.numRows();
    }

    @Override
    public int numFeatures() {
        return coefficientMatrix.numCols();
    }

    /**
     * Whether this model has a summary of its training. It has none if it was made by
     * {@link #fromLogisticRegressionModel}, or saved by the first version of this library.
     */
    @Override
    public boolean hasSummary() {
        return summary != null;
    }

    /** The summary of the training, if there is one. */
    @Override
    public Option<SoftmaxTrainingSummary> trainingSummary() {
        return Option.apply(summary);
    }

    /** Sets {@link #trainingSummary}. */
    @Override
    public void trainingSummary_$eq(Option<SoftmaxTrainingSummary> value) {
        summary = value.isDefined() ? value.get() : null;
    }

    /**
     * The summary of the training.
     *
     * @throws IllegalStateException if {@link #hasSummary} is false
     */
    @Override
    public SoftmaxTrainingSummary summary() {
        if (summary == null) {
            throw new IllegalStateException(
                    "No training summary available for this SoftmaxClassificationModel: it was saved without one, or"
                            + " converted from another model.");
        }
        return summary;
    }

    SoftmaxClassificationModel withClassNames(String[] names) {
        set(classNames(), names);
        return this;
    }

    /**
     * Sets {@link #classNames}.
     *
     * @throws IllegalArgumentException if there is not one name for each class
     */
    public SoftmaxClassificationModel setClassNames(String[] value) {
        if (value != null && value.length != numClasses()) {
            throw new IllegalArgumentException(uid + " parameter classNames must have a name for each of the "
                    + numClasses() + " classes, but has " + value.length + ".");
        }
        return withClassNames(value);
    }

    /**
     * Sets {@code thresholds}.
     *
     * @throws IllegalArgumentException if they are null, or not numbers of at least 0 of which at most one is 0
     */
    @Override
    public SoftmaxClassificationModel setThresholds(double[] value) {
        return super.setThresholds(Check.thresholds(uid, value));
    }

    /**
     * Sets {@link #costs}.
     *
     * @throws IllegalArgumentException if a row or column is not that of a class, or a cost is negative or not finite
     */
    public SoftmaxClassificationModel setCosts(Matrix value) {
        if (value != null && value.numRows() != numClasses()) {
            throw new IllegalArgumentException(uid + " parameter costs must have a row and a column for each of the "
                    + numClasses() + " classes, but has size " + value.numRows() + " x " + value.numCols() + ".");
        }
        set(costs(), value);
        return this;
    }

    /** Sets {@link #labelDistributionCol}. */
    public SoftmaxClassificationModel setLabelDistributionCol(String value) {
        set(labelDistributionCol(), value);
        return this;
    }

    /** Sets {@link #topKCol}. */
    public SoftmaxClassificationModel setTopKCol(String value) {
        set(topKCol(), value);
        return this;
    }

    /** Sets {@link #topK}. */
    public SoftmaxClassificationModel setTopK(int value) {
        set(topK(), value);
        return this;
    }

    /** Sets {@link #featuresCols}. */
    public SoftmaxClassificationModel setFeaturesCols(String[] value) {
        set(featuresCols(), value);
        return this;
    }

    /** Sets {@link #predictionNameCol}. */
    public SoftmaxClassificationModel setPredictionNameCol(String value) {
        set(predictionNameCol(), value);
        return this;
    }

    /** Sets {@link #handleInvalid}. */
    public SoftmaxClassificationModel setHandleInvalid(String value) {
        set(handleInvalid(), value);
        return this;
    }

    /** Sets {@link #forgettingFactor}, for {@link #partialFit}. */
    public SoftmaxClassificationModel setForgettingFactor(double value) {
        set(forgettingFactor(), value);
        return this;
    }

    /** Sets {@link #lowerBoundsOnCoefficients}, for {@link #partialFit}. */
    public SoftmaxClassificationModel setLowerBoundsOnCoefficients(Matrix value) {
        set(lowerBoundsOnCoefficients(), value);
        return this;
    }

    /** Sets {@link #upperBoundsOnCoefficients}, for {@link #partialFit}. */
    public SoftmaxClassificationModel setUpperBoundsOnCoefficients(Matrix value) {
        set(upperBoundsOnCoefficients(), value);
        return this;
    }

    /** Sets {@link #lowerBoundsOnIntercepts}, for {@link #partialFit}. */
    public SoftmaxClassificationModel setLowerBoundsOnIntercepts(Vector value) {
        set(lowerBoundsOnIntercepts(), value);
        return this;
    }

    /** Sets {@link #upperBoundsOnIntercepts}, for {@link #partialFit}. */
    public SoftmaxClassificationModel setUpperBoundsOnIntercepts(Vector value) {
        set(upperBoundsOnIntercepts(), value);
        return this;
    }

    /**
     * The name of the class that {@link #predict} predicts.
     *
     * @throws IllegalStateException if the model has no {@link #classNames}
     */
    public String predictName(Vector features) {
        if (!isDefined(classNames())) {
            throw new IllegalStateException("This model has no names of the classes: set classNames.");
        }
        return getClassNames()[(int) predict(features)];
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return outputSchema(schema, SQLConf.get().caseSensitiveAnalysis());
    }

    /** Not by Spark's method, which accepts only a single column of features, of vectors. */
    @Override
    public StructType validateAndTransformSchema(StructType schema, boolean fitting, DataType featuresDataType) {
        return OutputColumns.addTo(schema, this, fitting);
    }

    private StructType outputSchema(StructType schema, boolean caseSensitive) {
        new FitParams(this).checkColumnNames();
        OutputColumns.check(schema, this, caseSensitive);
        ClassDecision.check(this, numClasses(), "SoftmaxClassificationModel.transform()");
        return OutputColumns.addTopK(ClassNames.addTo(super.transformSchema(schema), this), this);
    }

    /**
     * Adds the output columns to a data set. The model is broadcast once for all data sets, and does not travel with
     * tasks.
     *
     * @throws IllegalArgumentException if columns are missing, of the wrong type, or exist already, or the number of
     *     thresholds or costs is not that of the classes
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        boolean caseSensitive =
                Boolean.parseBoolean(dataset.sparkSession().conf().get("spark.sql.caseSensitive"));
        StructType schema = outputSchema(dataset.schema(), caseSensitive);
        return new Predictions(
                        new InputFeatures(this)
                                .in(dataset.schema(), caseSensitive)
                                .columns(),
                        getRawPredictionCol(),
                        getProbabilityCol(),
                        getPredictionCol(),
                        ClassNames.isWanted(this) ? getPredictionNameCol() : "",
                        OutputColumns.topK(this),
                        getTopK(),
                        InvalidFeatures.named(getHandleInvalid()),
                        choice())
                .addTo(dataset.toDF(), schema, broadcast());
    }

    private ClassChoice choice() {
        boolean named = ClassNames.isWanted(this) || !OutputColumns.topK(this).isEmpty();
        ClassChoice current = ClassDecision.of(this, named ? namesOfClasses() : null, choice);
        choice = current;
        return current;
    }

    /**
     * The class that is predicted for margins, which are not changed.
     *
     * @throws IllegalArgumentException if thresholds or costs are not those of the number of classes
     */
    @Override
    public double raw2prediction(Vector rawPrediction) {
        ClassDecision.check(this, numClasses(), "SoftmaxClassificationModel.predict()");
        return choice().rule().byMargins(rawPrediction.toArray());
    }

    /** The class that is predicted for probabilities. */
    @Override
    public double probability2prediction(Vector probability) {
        ClassDecision.check(this, numClasses(), "SoftmaxClassificationModel.predict()");
        return choice().rule().byProbabilities(probability.toArray());
    }

    /**
     * Removes the Params that only the training used, which may be as large as this model, but remembers whether there
     * were bounds.
     */
    SoftmaxClassificationModel withoutStartAndBounds() {
        trainedWithinBounds |= hasBounds();
        params.start().forEach(this::clear);
        params.bounds().forEach(this::clear);
        return this;
    }

    private boolean hasBounds() {
        return params.bounds().stream().anyMatch(this::isSet);
    }

    /** Rejects to continue training without the bounds with which it began. */
    private void checkBounds() {
        if (trainedWithinBounds && !hasBounds()) {
            throw new IllegalArgumentException("This model was trained with bounds, which a model does not keep: to"
                    + " continue training, set them on this model again (setLowerBoundsOnCoefficients and the like),"
                    + " or set infinite ones to continue without bounds.");
        }
    }

    SoftmaxClassificationModel withSummary(SoftmaxTrainingSummary trainingSummary) {
        summary = trainingSummary;
        return this;
    }

    /**
     * The margins W x + b, [numClasses].
     *
     * @throws IllegalArgumentException if the size of {@code features} is not numFeatures
     */
    @Override
    public Vector predictRaw(Vector features) {
        return linear.margins(features);
    }

    @Override
    public Vector raw2probabilityInPlace(Vector rawPrediction) {
        if (rawPrediction instanceof DenseVector dense) {
            SoftmaxInPlace.softmax(dense.values(), 0, dense.size());
            return dense;
        }
        throw new IllegalArgumentException("rawPrediction must be a dense vector, but was "
                + rawPrediction.getClass().getSimpleName() + ".");
    }

    /**
     * Evaluates this model on a data set that has its label column (and its weight column, if one is set). If
     * {@code labelDistributionCol} is set, the data set must have that column instead: the label of a row is the class
     * of the largest number in it, and the log-loss is that of the distribution. Set it to an empty name to evaluate on
     * labels.
     *
     * @throws IllegalArgumentException if a column is missing or not numeric, or the metadata of the label column have
     *     other class names than those of the training
     */
    public SoftmaxSummary evaluate(Dataset<?> dataset) {
        FitParams columns = new FitParams(this);
        TargetColumn target = columns.target(dataset);
        asInitialModel().checkLabelNames(target.classNames(), target.name().name());
        if (columns.weight() != null) {
            columns.weight().numericIn(dataset);
        }
        SoftmaxSummary.Rows predicted = predicted(dataset);
        return new SoftmaxSummary(() -> predicted);
    }

    /** The predictions of a data set; a column that this model's Params leave empty gets a temporary name. */
    SoftmaxSummary.Rows predicted(Dataset<?> dataset) {
        OutputColumns.checkNames(this);
        SoftmaxClassificationModel model = copy(ParamMap.empty());
        if (getPredictionCol().isEmpty()) {
            model.set(model.predictionCol(), "prediction_" + UUID.randomUUID());
        }
        if (getProbabilityCol().isEmpty()) {
            model.set(model.probabilityCol(), "probability_" + UUID.randomUUID());
        }
        return SoftmaxSummary.Rows.of(model, model.transform(dataset));
    }

    /**
     * Continues training on other rows, from the coefficients of this model, with its Params ({@code maxIter} passes)
     * and its number of classes, whether or not all of them occur among the rows. This model is not changed.
     *
     * <p>The objective is the loss of the rows plus a pull towards the coefficients of this model, as strong as the
     * rows that it was trained on before ({@link sparksoftmax.memory.DivergencePull} has the formula, and
     * {@link sparksoftmax.memory.CurvaturePull} that for more than 1,024 features). Each call multiplies the weights of
     * those by {@link #forgettingFactor}. There is no pull if that is 0, or if the model remembers nothing: since
     * {@code solver} is {@code localSgd}, there are more than 8 million coefficients of features that vary, the driver
     * has too little memory, or the model was saved by an earlier version or converted. Then it trains on the rows
     * alone, and forgets the more, the more passes it makes. In any case, features that are constant in the rows, such
     * as words that they do not have, keep their coefficients.
     *
     * <p>Class names and feature names in the metadata of the columns must be those of this model, as far as both have
     * them. Where this model is that of a single class, whose intercept is infinite, training starts from odds of 1000
     * to 1 for that class. If {@code validationIndicatorCol} is set, but the rows do not have that column, or none of
     * them is marked, all are training rows.
     *
     * <p>Bounds are not kept by fitted models: to continue training of a model that was trained with bounds, set them
     * on the model. They stay set in the models that this method returns, but are not saved.
     *
     * @return the new model; a copy of this one if there is no row of positive weight to train on
     * @throws IllegalArgumentException as {@code fit}, and if labels or features do not match this model
     */
    public SoftmaxClassificationModel partialFit(Dataset<?> dataset) {
        checkBounds();
        Fit fit;
        try {
            fit = Fit.run(
                    this,
                    number -> this,
                    dataset,
                    null,
                    asInitialModel(),
                    true,
                    null,
                    null,
                    null,
                    CrossValidationSettings.NONE);
        } catch (NoTrainingRowsException e) {
            LOG.info("{}: There is nothing to train on, and the model stays as it is: {}", uid, e.getMessage());
            return copy(ParamMap.empty());
        }
        SoftmaxClassificationModel model = copyValues(
                new SoftmaxClassificationModel(uid, fit.coefficientMatrix(), fit.interceptVector()), ParamMap.empty());
        model.trainedWithinBounds = trainedWithinBounds;
        // The new coefficients are those of a training, not of a calibration.
        model.clear(model.temperature());
        return model.describedBy(fit).setParent(parent());
    }

    /** This model as the start of training. */
    InitialModel asInitialModel() {
        String[] ofOutput = isDefined(classNames()) ? getClassNames() : null;
        return new InitialModel(
                coefficientMatrix,
                interceptVector,
                isDefined(labelNames()) ? getLabelNames() : ofOutput,
                isDefined(featureNames()) ? getFeatureNames() : null,
                memory);
    }

    /** Gives this model, just trained, its summary, its memory, and the names in the metadata of the columns. */
    SoftmaxClassificationModel describedBy(Fit fit) {
        memory = fit.result().memory();
        if (fit.labelNames() != null && fit.labelNames().length == numClasses()) {
            set(labelNames(), fit.labelNames());
            if (!isDefined(classNames())) {
                withClassNames(fit.labelNames());
            }
        }
        if (fit.featureNames() != null) {
            set(featureNames(), fit.featureNames());
        }
        if (fit.result().choice() != null) {
            Regularization chosen = fit.result().choice().chosenTrial().penalty();
            set(regParam(), chosen.strength());
            set(elasticNetParam(), chosen.l1Share());
        }
        return withSummary(
                new SoftmaxTrainingSummary(fit.result(), fit.seconds(), () -> predicted(fit.trainingRows())));
    }

    /**
     * A Spark {@link LogisticRegressionModel} that makes the same predictions, for tools that need that class. For two
     * classes it is a binomial model, as MLlib's own: its coefficients and its intercept are the differences between
     * those of class 1 and those of class 0, and {@code thresholds} become {@code threshold}.
     *
     * @throws IllegalArgumentException if {@code costs} are set, which that class does not have
     */
    public LogisticRegressionModel toLogisticRegressionModel() {
        if (isDefined(costs())) {
            throw new IllegalArgumentException(
                    "Parameter costs must not be set for a LogisticRegressionModel, which has"
                            + " no costs and would predict other classes: clear it on a copy of the model, or export the model"
                            + " as JSON or ONNX.");
        }
        return LogisticRegressionExport.of(coefficientMatrix, interceptVector, this);
    }

    /**
     * Writes this model as ONNX, for onnxruntime and other tools: input {@code features} (float, [rows x numFeatures]),
     * outputs {@code label} (class names, or class indices as int64 if there are no names) and {@code probabilities}
     * (float, [rows x numClasses]). Thresholds and costs are part of it.
     *
     * @param path a new file, on any file system that Hadoop knows
     * @throws IOException if the file exists or cannot be written
     * @throws IllegalArgumentException if the model has numbers that are not finite, or is too large for the format
     */
    public void exportOnnx(String path) throws IOException {
        exportOnnx(path, false);
    }

    /** As {@link #exportOnnx(String)}, but a file that exists is replaced if {@code overwrite} is true. */
    public void exportOnnx(String path, boolean overwrite) throws IOException {
        export(new OnnxExport(), path, overwrite);
    }

    /**
     * Writes this model as PMML 4.4, a {@code RegressionModel} with softmax normalization. Thresholds and costs are
     * left out. Features without names are called feature_0, feature_1 and so on, and classes without names by their
     * indices.
     *
     * @param path a new file, on any file system that Hadoop knows
     * @throws IOException if the file exists or cannot be written
     * @throws IllegalArgumentException if the model has numbers that are not finite, or is too large for the format
     */
    public void exportPmml(String path) throws IOException {
        exportPmml(path, false);
    }

    /** As {@link #exportPmml(String)}, but a file that exists is replaced if {@code overwrite} is true. */
    public void exportPmml(String path, boolean overwrite) throws IOException {
        export(new PmmlExport(), path, overwrite);
    }

    /**
     * Writes this model as JSON, with thresholds or costs and names, for {@code sparksoftmax.scorer.SoftmaxScorer},
     * which predicts without Spark, and for other programs.
     *
     * @param path a new file, on any file system that Hadoop knows
     * @throws IOException if the file exists or cannot be written
     * @throws IllegalArgumentException if the model has numbers that are not finite
     */
    public void exportJson(String path) throws IOException {
        exportJson(path, false);
    }

    /** As {@link #exportJson(String)}, but a file that exists is replaced if {@code overwrite} is true. */
    public void exportJson(String path, boolean overwrite) throws IOException {
        export(new JsonExport(), path, overwrite);
    }

    private void export(ExportFormat format, String path, boolean overwrite) throws IOException {
        ExportedModel exported = new ExportedModel(
                coefficientMatrix,
                interceptVector.toArray(),
                namesOfClasses(),
                isDefined(featureNames()) ? getFeatureNames() : null,
                ClassDecision.thresholds(this),
                ClassDecision.costs(this),
                getLabelCol());
        Option<SparkSession> session = SparkSession.getActiveSession().orElse(SparkSession::getDefaultSession);
        Configuration configuration =
                session.isDefined() ? session.get().sparkContext().hadoopConfiguration() : new Configuration();
        ExportFile.write(format, exported, path, overwrite, configuration);
    }

    /** The names of the classes, those for output if there are such; null if there are none. */
    private String[] namesOfClasses() {
        if (isDefined(classNames())) {
            return getClassNames();
        }
        return isDefined(labelNames()) ? getLabelNames() : null;
    }

    /**
     * The coefficients and intercepts as a table, for files and queries. It is computed row by row when it is used, by
     * tasks to which this model is broadcast. Columns:
     *
     * <ul>
     *   <li>{@code class} (int) and {@code className} (string, null if the classes have no names);
     *   <li>{@code feature} (int, null for an intercept) and {@code featureName} (string, null for an intercept or a
     *       feature without a name);
     *   <li>{@code coefficient} (double).
     * </ul>
     *
     * <p>Each class has the row of its intercept first, and then a row for each feature, also where the coefficient is
     * 0.
     */
    public Dataset<Row> coefficientsTable() {
        return new CoefficientsTable(
                        namesOfClasses(),
                        isDefined(featureNames()) ? getFeatureNames() : null,
                        numClasses(),
                        numFeatures())
                .of(broadcast(), SparkSession.active());
    }

    /**
     * Standard errors, z values, p values and confidence intervals of the coefficients, from the Fisher information of
     * rows. The rows are to be those of the training; they are read once, and another job sums the information matrix
     * of (numClasses - 1) (numFeatures + 1) parameters. Weights ({@code weightCol}) count as numbers of equal rows.
     *
     * <p>The model must be a maximum-likelihood estimate, possibly with an L2 penalty, and trained to the end: set
     * {@code solver} to {@code l-bfgs} and {@code tol} to 1e-9, since {@code auto} may stop earlier on many rows.
     *
     * @param dataset the training rows; rows that {@code validationIndicatorCol} marks are left out
     * @throws IllegalArgumentException if the model was trained with an L1 penalty, bounds, class weights, label
     *     smoothing or the loss doubleSoftmax; if it has more than
     *     {@value sparksoftmax.inference.FisherInformation#MOST_PARAMETERS} parameters; if the rows do not determine
     *     all coefficients, or cannot be read
     */
    public CoefficientStatistics coefficientStatistics(Dataset<?> dataset) {
        return new Inference(this, asInitialModel(), trainedWithinBounds || hasBounds()).of(dataset, namesOfClasses());
    }

    /**
     * This model with probabilities that are as frequent as they say: they become softmax(z / T), where z are its
     * margins and T is the temperature with which the rows have the least weighted mean loss. Predictions stay the
     * same, unless thresholds or costs are set. The new model has the coefficients and intercepts of this one divided
     * by T, and T as its {@link #temperature}, so that everything that takes a model takes it, too: pipelines, saving
     * and export.
     *
     * @param dataset labeled rows that the model was not trained on; all count, also those that
     *     {@code validationIndicatorCol} marks
     * @throws IllegalArgumentException if rows cannot be read or are not those of this model, or if the best
     *     temperature is 0 or infinite
     */
    public SoftmaxClassificationModel calibrate(Dataset<?> dataset) {
        double found = new Inference(this, asInitialModel(), false).temperature(dataset);
        LinearModel divided = linear.dividedBy(found);
        SoftmaxClassificationModel model = copyValues(
                new SoftmaxClassificationModel(uid, divided.coefficients(), divided.intercepts()), ParamMap.empty());
        model.set(model.temperature(), getTemperature() * found);
        model.trainedWithinBounds = trainedWithinBounds;
        model.memory = memory;
        return model.withSummary(summary).setParent(parent());
    }

    /**
     * A model that makes the same predictions as a Spark {@link LogisticRegressionModel}, with its Params except for
     * bounds.
     */
    public static SoftmaxClassificationModel fromLogisticRegressionModel(LogisticRegressionModel model) {
        SoftmaxClassificationModel converted = new SoftmaxClassificationModel(
                Identifiable$.MODULE$.randomUID("softmax"),
                LogisticRegressionExport.coefficients(model),
                LogisticRegressionExport.intercepts(model));
        LogisticRegressionExport.copySet(model, converted);
        converted.trainedWithinBounds =
                converted.params.bounds().stream().anyMatch(param -> model.isSet(model.getParam(param.name())));
        if (model.isSet(model.threshold())) {
            double threshold = model.getThreshold();
            converted.set(converted.thresholds(), new double[] {1.0 - threshold, threshold});
        }
        return converted;
    }

    /**
     * The size of this model in bytes: its arrays and Params and what it remembers, without the summary, which refers
     * to the training rows. Spark has this method since 4.1, so it does not say that it overrides one.
     */
    public long estimatedSize() {
        return SizeEstimator.estimate(params())
                + SizeEstimator.estimate(coefficientMatrix)
                + SizeEstimator.estimate(interceptVector)
                + (memory == null ? 0L : memory.numBytes());
    }

    /** Overridden with a raw type, since javac cannot reconcile the types that Spark's Scala classes declare for it. */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Tuple3 findSummaryModel() {
        return super.findSummaryModel();
    }

    @Override
    public SoftmaxClassificationModel copy(ParamMap extra) {
        SoftmaxClassificationModel copied =
                copyValues(new SoftmaxClassificationModel(uid, coefficientMatrix, interceptVector), extra);
        copied.broadcast = broadcast();
        copied.choice = choice;
        copied.trainedWithinBounds = trainedWithinBounds;
        copied.memory = memory;
        return copied.withSummary(summary).setParent(parent());
    }

    /** A writer of this model with its training summary, without bounds. */
    @Override
    public MLWriter write() {
        SoftmaxClassificationModel saved = copy(ParamMap.empty()).withoutStartAndBounds();
        return new SoftmaxModelWriter(
                saved,
                linear,
                broadcast(),
                summary == null ? null : summary.toJson(),
                memory,
                saved.trainedWithinBounds);
    }

    /**
     * Does nothing, since {@link #write} saves the summary with the model. Called by Spark Connect (since Spark 4.1;
     * not marked as an override, since earlier versions have no such method) when it writes a model to its disk.
     */
    public void saveSummary(String path) {}

    /** A reader of models that were saved with {@link #write}. */
    public static MLReader<SoftmaxClassificationModel> read() {
        return new SoftmaxModelReader<>(
                SoftmaxClassificationModel.class, (uid, linear, summary, memory, trainedWithinBounds) -> {
                    SoftmaxClassificationModel model =
                            new SoftmaxClassificationModel(uid, linear.coefficients(), linear.intercepts());
                    model.trainedWithinBounds = trainedWithinBounds;
                    model.memory = memory;
                    return model.withSummary(summary);
                });
    }

    /** Reads the model that was saved at {@code path}. */
    public static SoftmaxClassificationModel load(String path) {
        return read().load(path);
    }

    @Override
    public String toString() {
        return "SoftmaxClassificationModel: uid=" + uid + ", numClasses=" + numClasses() + ", numFeatures="
                + numFeatures();
    }
}
