package sparksoftmax.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import sparksoftmax.table.ColumnKind;
import sparksoftmax.table.Missing;
import sparksoftmax.table.TableColumns;
import sparksoftmax.table.TypedRows;

/** Counts, while predictions are written, the rows and values that a user should know of. */
final class PredictionNotes {
    private final Observation observation = new Observation();
    private final List<String> categorical;

    /** @param columns the columns that the model reads */
    PredictionNotes(TableColumns columns) {
        categorical = columns.names(ColumnKind.categorical);
    }

    /** The same rows, which are counted when they are read for the first time. */
    Dataset<Row> observe(Dataset<Row> typed) {
        Column problem = functions.col(TypedRows.PROBLEM);
        List<Column> counts = new ArrayList<>();
        counts.add(functions.count(problem).as("unusable"));
        counts.add(functions.min(problem).as("problem"));
        counts.add(functions
                .sum(functions.when(problem.isNull(), functions.col(TypedRows.FILLED)))
                .as("filled"));
        for (int j = 0; j < categorical.size(); j++) {
            Column unseen = functions.when(
                    problem.isNull(), functions.element_at(functions.col(TypedRows.UNSEEN), categorical.get(j)));
            counts.add(functions.count(unseen).as("unseen" + j));
            counts.add(functions.min(unseen).as("example" + j));
        }
        return typed.observe(observation, functions.count(functions.lit(1)).as("rows"), counts.toArray(new Column[0]));
    }

    /**
     * What was counted, a sentence a line; none if all is usual. The rows must have been read.
     *
     * @param skipped whether rows that cannot be used were left out
     * @param missing what the model does about missing values
     */
    List<String> lines(boolean skipped, Missing missing) throws IOException {
        Map<String, Object> counted = counts();
        List<String> lines = new ArrayList<>();
        long unusable = number(counted.get("unusable"));
        if (unusable > 0) {
            lines.add(counted(unusable, "row") + " of " + format(number(counted.get("rows")))
                    + (skipped ? " left out" : " without a prediction") + ", such as: "
                    + PreparedRows.shortened((String) counted.get("problem")));
        }
        long filled = number(counted.get("filled"));
        if (filled > 0) {
            lines.add(counted(filled, "missing value")
                    + (missing.fills()
                            ? " (numbers are filled with the " + missing + " of the training rows; missing categories"
                                    + " are none of the known ones; missing text has no words)"
                            : " of text, which has no words"));
        }
        for (int j = 0; j < categorical.size(); j++) {
            long unseen = number(counted.get("unseen" + j));
            if (unseen > 0) {
                lines.add(counted(unseen, "value") + " of column '" + categorical.get(j)
                        + "' that training did not have, such as '" + counted.get("example" + j)
                        + "': none of the known categories");
            }
        }
        return lines;
    }

    private Map<String, Object> counts() throws IOException {
        try {
            return observation.getAsJava();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for the counts of the rows written");
        }
    }

    /** Sums over no rows are null. */
    private static long number(Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }

    private static String counted(long number, String noun) {
        return format(number) + " " + noun + (number == 1 ? "" : "s");
    }

    private static String format(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
