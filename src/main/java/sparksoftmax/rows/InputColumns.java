package sparksoftmax.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns a fit reads, by name.
 *
 * @param features a vector column
 * @param label a double column of class indices
 * @param weight a double column; null if every row has weight 1
 * @param validation a boolean column, true for the rows to validate on, false or null for those to train on; null if
 *     all rows are trained on
 * @param numClasses the number of classes, if the label column's metadata or the caller say it; else null
 */
public record InputColumns(String features, String label, String weight, String validation, Integer numClasses)
        implements Serializable {
    private static final int AFTER_LABEL = 2;

    /** The names, in the order in which rows have the columns. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(features, label));
        if (weight != null) {
            names.add(weight);
        }
        if (validation != null) {
            names.add(validation);
        }
        return names;
    }

    /** Where rows have the validation column. */
    int validationIndex() {
        return weight == null ? AFTER_LABEL : AFTER_LABEL + 1;
    }
}
