package sparksoftmax.app;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import sparksoftmax.classification.Confusion;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxSummary;
import sparksoftmax.classification.SoftmaxTrainingSummary;
import sparksoftmax.report.ImageShape;
import sparksoftmax.report.ReportData;

/**
 * Computes the figures of a report, in two queries over the evaluated rows: one for the metrics of
 * {@link SoftmaxSummary}, one for {@link PredictionDetails}. If the model was trained just now and other rows are
 * evaluated, a third one evaluates the training rows.
 */
final class ReportFigures {
    private static final int MOST_COLUMNS = 10;
    private static final int MOST_PICTURES = 30;

    private final ReportRequest request;
    private final SoftmaxClassificationModel model;
    private final SoftmaxSummary evaluated;
    private final ImageShape shape;
    private final List<String> ownColumns;
    private final PredictionDetails details;
    private final List<Double> labels;
    private final double[] support;
    private final double weight;

    private ReportFigures(ReportRequest request, ImageShape givenShape) {
        this.request = request;
        model = SavedModel.softmaxModel(request.pipeline());
        evaluated = request.evaluated();
        List<String> featureNames = LargestCoefficients.featureNames(model);
        shape = shape(givenShape, featureNames);
        // First, since it checks labels and weights.
        evaluated.accuracy();
        Dataset<Row> predictions = evaluated.predictions();
        ownColumns = OwnColumns.of(request.pipeline(), predictions, model.getLabelCol());
        if (shape != null) {
            // The picture has them.
            ownColumns.removeAll(featureNames);
        }
        details = PredictionDetails.of(model, predictions, shownColumns());
        labels = Arrays.stream(evaluated.labels()).boxed().toList();
        support = support(evaluated);
        weight = Arrays.stream(support).sum();
    }

    /**
     * Computes the figures.
     *
     * @param command the words of the command line that makes the report
     * @param givenShape the shape of the pictures whose pixels are the features; null to decide by the features
     * @throws IllegalArgumentException if the shape does not match the number of features
     */
    static ReportData of(
            ReportRequest request, ImageShape givenShape, List<String> command, List<ReportData.Entry> environment) {
        ReportFigures figures = new ReportFigures(request, givenShape);
        return new ReportData(
                request.title(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                ShellCommand.of(command),
                figures.rows(),
                figures.classes(),
                figures.quality(),
                figures.training(),
                request.tuning(),
                figures.confusions(),
                figures.calibration(),
                figures.mistakes(),
                figures.coefficients(),
                figures.pictures(),
                ReportSettings.of(figures.model),
                environment);
    }

    private ImageShape shape(ImageShape given, List<String> featureNames) {
        if (given != null && given.pixels() != model.numFeatures()) {
            throw new IllegalArgumentException("--image-shape must have as many pixels as the model has features, "
                    + model.numFeatures() + ", but " + given + " has " + given.pixels() + ".");
        }
        if (model.numFeatures() > PredictionDetails.MOST_FEATURES) {
            return null;
        }
        return given == null ? ImageShape.ofFeatures(featureNames).orElse(null) : given;
    }

    private List<String> shownColumns() {
        return ownColumns.subList(0, Math.min(MOST_COLUMNS, ownColumns.size()));
    }

    /** The weight of the rows of each label that occurs. */
    private static double[] support(SoftmaxSummary summary) {
        Map<Double, Double> weights = new TreeMap<>();
        for (Confusion confusion : summary.confusions()) {
            weights.merge(confusion.label(), confusion.weight(), Double::sum);
        }
        return weights.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private boolean onTrainingRows() {
        return evaluated instanceof SoftmaxTrainingSummary;
    }

    private ReportData.Rows rows() {
        boolean weighted =
                model.isDefined(model.weightCol()) && !model.getWeightCol().isEmpty();
        return new ReportData.Rows(
                request.trainedOn(),
                request.trainedOn() == null ? null : model.summary().numRows(),
                request.evaluatedOn(),
                evaluated.numRows(),
                weight,
                weighted,
                model.numFeatures());
    }

    /** Labels that are no class of the model get an index after those of its classes. */
    private int index(double label) {
        int numClasses = model.numClasses();
        return label < numClasses ? (int) label : numClasses + otherLabels().indexOf(label);
    }

    private List<Double> otherLabels() {
        return labels.stream().filter(label -> label >= model.numClasses()).toList();
    }

    private ReportData.Classes classes() {
        List<String> names = new ArrayList<>(request.classNames());
        otherLabels().forEach(label -> names.add(Long.toString(label.longValue()) + " (no class of the model)"));
        double[] precision = evaluated.precisionByLabel();
        double[] recall = evaluated.recallByLabel();
        double[] f1 = evaluated.fMeasureByLabel();
        List<ReportData.ClassFigures> figures = IntStream.range(0, support.length)
                .mapToObj(i ->
                        new ReportData.ClassFigures(index(labels.get(i)), precision[i], recall[i], f1[i], support[i]))
                .toList();
        return new ReportData.Classes(
                List.copyOf(names),
                figures,
                new ReportData.ClassFigures(-1, mean(precision), mean(recall), mean(f1), support.length),
                new ReportData.ClassFigures(
                        -1,
                        evaluated.weightedPrecision(),
                        evaluated.weightedRecall(),
                        evaluated.weightedFMeasure(),
                        weight));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0.0);
    }

    private ReportData.Quality quality() {
        int most = 0;
        double entropy = 0.0;
        for (int i = 0; i < support.length; i++) {
            most = support[i] > support[most] ? i : most;
            entropy -= support[i] == 0.0 ? 0.0 : support[i] / weight * Math.log(support[i] / weight);
        }
        boolean withTraining = request.trainedOn() != null && !onTrainingRows();
        return new ReportData.Quality(
                evaluated.accuracy(),
                evaluated.logLoss(),
                index(labels.get(most)),
                support[most] / weight,
                entropy,
                withTraining ? model.summary().accuracy() : null,
                withTraining ? model.summary().logLoss() : null,
                topK());
    }

    private List<ReportData.TopK> topK() {
        int[] ranks = PredictionDetails.ranks();
        double[] below = details.rankedBelow();
        return IntStream.range(0, ranks.length)
                .filter(i -> ranks[i] == 1 || ranks[i] < model.numClasses())
                .mapToObj(i -> new ReportData.TopK(ranks[i], below[i] / weight))
                .toList();
    }

    private ReportData.Training training() {
        if (!model.hasSummary()) {
            return null;
        }
        SoftmaxTrainingSummary summary = model.summary();
        return new ReportData.Training(
                Arrays.stream(summary.objectiveHistory()).boxed().toList(),
                Arrays.stream(summary.validationHistory()).boxed().toList(),
                summary.trainingSeconds(),
                summary.converged(),
                summary.stopReason());
    }

    private List<ReportData.Confusion> confusions() {
        return evaluated.confusions().stream()
                .map(one -> new ReportData.Confusion(index(one.label()), index(one.prediction()), one.weight()))
                .toList();
    }

    private ReportData.Calibration calibration() {
        double[] weights = details.binWeights();
        double[] confidences = details.binConfidences();
        double[] correct = details.binCorrect();
        double error = 0.0;
        List<ReportData.Bin> bins = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            error += Math.abs(correct[i] - confidences[i]);
            boolean empty = weights[i] == 0.0;
            bins.add(new ReportData.Bin(
                    (double) i / weights.length,
                    (i + 1.0) / weights.length,
                    weights[i],
                    empty ? 0.0 : confidences[i] / weights[i],
                    empty ? 0.0 : correct[i] / weights[i]));
        }
        return new ReportData.Calibration(
                error / weight, Arrays.stream(confidences).sum() / weight, bins);
    }

    private ReportData.Mistakes mistakes() {
        List<String> shown = shownColumns();
        return new ReportData.Mistakes(
                details.mistakeWeight(),
                List.copyOf(shown),
                ownColumns.size() - shown.size(),
                details.mistakes().stream().map(this::mistake).toList());
    }

    private ReportData.Mistake mistake(PredictionDetails.Mistake mistake) {
        return new ReportData.Mistake(
                index(mistake.label()),
                index(mistake.prediction()),
                mistake.probability(),
                mistake.labelProbability(),
                mistake.values(),
                shape == null
                        ? List.of()
                        : Arrays.stream(mistake.features()).boxed().toList());
    }

    private ReportData.Coefficients coefficients() {
        return LargestCoefficients.of(model, classesBySupport(), details.deviations());
    }

    private List<Integer> classesBySupport() {
        double[] ofClass = new double[model.numClasses()];
        for (int i = 0; i < support.length; i++) {
            if (labels.get(i) < ofClass.length) {
                ofClass[labels.get(i).intValue()] = support[i];
            }
        }
        return IntStream.range(0, ofClass.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -ofClass[k]))
                .toList();
    }

    private ReportData.Pictures pictures() {
        if (shape == null) {
            return null;
        }
        return new ReportData.Pictures(shape, LargestCoefficients.pictures(model, MOST_PICTURES, details.deviations()));
    }
}
