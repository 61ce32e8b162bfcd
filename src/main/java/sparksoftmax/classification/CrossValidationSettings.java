package sparksoftmax.classification;

import sparksoftmax.rows.Folds;
import sparksoftmax.rows.InputColumns;
import sparksoftmax.training.PenaltySearch;
import sparksoftmax.training.TrainingSettings;

/**
 * What a fit needs to know to choose its penalty by cross-validation.
 *
 * @param search the penalties and how one of them is chosen; null for a fit that does not choose
 * @param folds how rows are divided; null likewise
 */
record CrossValidationSettings(PenaltySearch search, Folds folds) {
    /** For a fit with the penalty that its Params state. */
    static final CrossValidationSettings NONE = new CrossValidationSettings(null, null);

    InputColumns of(InputColumns columns) {
        return folds == null ? columns : columns.withFolds(folds);
    }

    TrainingSettings of(TrainingSettings settings) {
        return search == null ? settings : settings.searching(search);
    }
}
