package sparksoftmax.report;

import java.util.List;

/**
 * Everything that a report says, as plain values: {@link ReportWriter} makes the page and the JSON file from it.
 * Classes are given by their index in {@link Classes#names}. Losses are in nats. Shares and probabilities are in [0,
 * 1]. Immutable.
 *
 * @param title the heading of the page
 * @param created when the report was made, in ISO 8601
 * @param command the command line that makes it again, quoted for a shell
 * @param rows the data
 * @param classes the classes and how well each is predicted
 * @param quality figures of all evaluated rows
 * @param training how training went; null if the model does not say
 * @param tuning the settings tried; null if none were compared
 * @param confusions the pairs of class and predicted class that occur
 * @param calibration how well the probabilities agree with the shares of correct predictions
 * @param mistakes the wrong predictions with the largest probabilities
 * @param coefficients the largest coefficients of each class
 * @param pictures the coefficients as pictures; null if the features are not the pixels of a picture
 * @param settings the Params of the model
 * @param environment names and values: versions, machine
 */
public record ReportData(
        String title,
        String created,
        String command,
        Rows rows,
        Classes classes,
        Quality quality,
        Training training,
        Tuning tuning,
        List<Confusion> confusions,
        Calibration calibration,
        Mistakes mistakes,
        Coefficients coefficients,
        Pictures pictures,
        List<Setting> settings,
        List<Entry> environment) {

    /**
     * The data.
     *
     * @param trainedOn the name of the training data; null if it is not known
     * @param trainingRows the number of training rows; null if it is not known
     * @param evaluatedOn the name of the rows that all figures are of
     * @param evaluatedRows the number of these rows
     * @param evaluatedWeight the sum of their weights
     * @param weighted whether there is a weight column
     * @param features the number of features of the model
     */
    public record Rows(
            String trainedOn,
            Long trainingRows,
            String evaluatedOn,
            long evaluatedRows,
            double evaluatedWeight,
            boolean weighted,
            int features) {}

    /**
     * The classes.
     *
     * @param names of all classes of the model, and of labels that are no class of the model
     * @param figures of the classes that occur among the labels, in increasing order
     * @param macro the plain means over these classes, with the number of classes as support
     * @param mean the means weighted by support
     */
    public record Classes(List<String> names, List<ClassFigures> figures, ClassFigures macro, ClassFigures mean) {}

    /**
     * How well a class is predicted.
     *
     * @param label the index of the class; -1 for a mean
     * @param support the weight of its rows
     */
    public record ClassFigures(int label, double precision, double recall, double f1, double support) {}

    /**
     * Figures of all evaluated rows, weighted.
     *
     * @param baselineClass the class that most rows have
     * @param baselineAccuracy the accuracy of predicting that class always
     * @param baselineLogLoss the log-loss of predicting the class frequencies always: their entropy
     * @param trainingAccuracy the accuracy on the training rows; null if it is not known
     * @param trainingLogLoss the log-loss of the training rows; null if it is not known
     */
    public record Quality(
            double accuracy,
            double logLoss,
            int baselineClass,
            double baselineAccuracy,
            double baselineLogLoss,
            Double trainingAccuracy,
            Double trainingLogLoss,
            List<TopK> topK) {}

    /** The share of the rows whose class is among the {@code k} most probable ones. */
    public record TopK(int k, double accuracy) {}

    /**
     * How training went.
     *
     * @param objectiveHistory the objective before each pass and after the last
     * @param validationHistory the loss of the validation rows likewise; empty if there are none
     * @param stopReason continues the sentence "Training stopped because"
     */
    public record Training(
            List<Double> objectiveHistory,
            List<Double> validationHistory,
            double seconds,
            boolean converged,
            String stopReason) {}

    /**
     * Settings that were compared.
     *
     * @param settings the names of what was varied
     * @param metric the name of the metric
     * @param largerIsBetter whether the best value is the largest
     * @param trials one for each combination
     */
    public record Tuning(List<String> settings, String metric, boolean largerIsBetter, List<Trial> trials) {}

    /** The values of one combination, and what the metric was. */
    public record Trial(List<String> values, double metric, boolean best) {}

    /** The weight of the rows that have class {@code label} and for which class {@code prediction} is predicted. */
    public record Confusion(int label, int prediction, double weight) {}

    /**
     * Confidence (the probability of the predicted class) and accuracy by bins of equal width.
     *
     * @param error the expected calibration error
     * @param meanConfidence over all rows
     */
    public record Calibration(double error, double meanConfidence, List<Bin> bins) {}

    /**
     * The rows whose confidence is in (lower, upper]; confidence 0 belongs to the first bin. Mean confidence and
     * accuracy are 0 if there are none.
     */
    public record Bin(double lower, double upper, double weight, double meanConfidence, double accuracy) {}

    /**
     * The wrong predictions with the largest probabilities.
     *
     * @param weight of all wrong predictions
     * @param columns the columns that are shown
     * @param omittedColumns how many more the rows have
     */
    public record Mistakes(double weight, List<String> columns, int omittedColumns, List<Mistake> rows) {}

    /**
     * A wrong prediction.
     *
     * @param probability of the predicted class
     * @param labelProbability of the row's own class
     * @param values of the columns, shortened
     * @param picture the features, in rows of pixels, if they are the pixels of a picture; else empty
     */
    public record Mistake(
            int label,
            int prediction,
            double probability,
            double labelProbability,
            List<String> values,
            List<Double> picture) {}

    /**
     * The largest coefficients by class.
     *
     * @param standardized whether coefficients are multiplied by the standard deviations of the features
     * @param classes for the classes with the largest support
     * @param omittedClasses the number of the others
     */
    public record Coefficients(boolean standardized, List<ClassCoefficients> classes, int omittedClasses) {}

    /** The coefficients of a class that are largest in absolute value, in that order. */
    public record ClassCoefficients(int label, double intercept, List<Coefficient> largest) {}

    /** A coefficient. */
    public record Coefficient(int index, String feature, double value) {}

    /**
     * Coefficients as pictures.
     *
     * @param classes for the first classes, the coefficients in rows of pixels, standardized if
     *     {@link Coefficients#standardized}
     */
    public record Pictures(ImageShape shape, List<Picture> classes) {}

    /** The coefficients of one class. */
    public record Picture(int label, List<Double> values) {}

    /**
     * A Param.
     *
     * @param set whether it was set, rather than left at its default
     */
    public record Setting(String name, String value, boolean set, String meaning) {}

    /** A name and a value. */
    public record Entry(String name, String value) {}
}
