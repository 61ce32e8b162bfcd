package sparksoftmax.app;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.table.Missing;
import sparksoftmax.table.Wishes;

/** The options that say what the columns are. Label, features and weights are Params and have options as such. */
final class ColumnOptions {
    @Option(
            names = "--categorical",
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "Columns to use as categories, though they have numbers or many different values. A feature for"
                            + " each value is 1 where a row has it. Rows with values not seen in training have 0 for all.")
    private List<String> categorical = List.of();

    @Option(
            names = "--text-column",
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "Columns to use as text: words are hashed, weighted by how rare they are (IDF), and each row is"
                            + " scaled to length 1.")
    private List<String> text = List.of();

    @Option(
            names = "--text-features",
            paramLabel = "INTEGER",
            defaultValue = "262144",
            description = "Number of features that the words of a text column are hashed to. Default: ${DEFAULT-VALUE}")
    private int textFeatures;

    @Option(
            names = "--exclude",
            paramLabel = "COLUMN",
            split = ",",
            description = "Columns to leave out. This option, as all that name columns, may be given several times.")
    private List<String> exclude = List.of();

    @Option(
            names = "--missing",
            defaultValue = "error",
            description =
                    "What to do about missing values: error, mean or median (fill numbers with that of the training"
                            + " rows; a missing category is none of the known ones), or skip (leave such rows out). Default:"
                            + " ${DEFAULT-VALUE}")
    private Missing missing;

    Missing missing() {
        return missing;
    }

    int textFeatures() {
        return textFeatures;
    }

    /** What the user said about the columns, with the options that are Params. */
    Wishes wishes(CommandSpec command, SoftmaxClassifier estimator) {
        return wishes(ParamOptions.labelColumn(command), ParamOptions.featureColumns(command), estimator);
    }

    /** What the user said about the columns, with a label column and feature columns. */
    Wishes wishes(String label, List<String> features, SoftmaxClassifier estimator) {
        return new Wishes(
                label,
                estimator.isDefined(estimator.weightCol()) ? estimator.getWeightCol() : null,
                estimator.isDefined(estimator.validationIndicatorCol()) ? estimator.getValidationIndicatorCol() : null,
                features,
                categorical,
                text,
                exclude,
                estimator.isDefined(estimator.numClasses()) ? estimator.getNumClasses() : null);
    }
}
