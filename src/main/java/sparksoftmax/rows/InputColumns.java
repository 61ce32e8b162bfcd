package sparksoftmax.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of the columns that a fit reads, and the number of classes.
 *
 * @param features the vector column of features
 * @param label the double column of labels, which are class indices
 * @param weight the double column of weights; null if every row has weight 1
 * @param validation the boolean column that is true for validation rows, and false or null for training rows; null if
 *     all rows are training rows
 * @param numClasses the number of classes, if the metadata of the label column or the caller declare it; else null
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

    /** The index of the validation column in the rows. */
    int validationIndex() {
        return weight == null ? AFTER_LABEL : AFTER_LABEL + 1;
    }
}
