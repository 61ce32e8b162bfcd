package sparksoftmax.table;

import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** What the columns of a table have, counted in one pass over its rows. Mutable; not thread safe. */
public final class TableProfile implements Serializable {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, ColumnProfile> columns = new HashMap<>();
    private final Cells cells;
    private long rows;
    private long malformed;
    private String malformedExample;

    private TableProfile(String[] names, Set<String> countAll, Cells cells) {
        this.cells = cells;
        for (String name : names) {
            columns.put(name, new ColumnProfile(countAll.contains(name)));
        }
    }

    /**
     * Counts a table.
     *
     * @param countAll columns whose different values are all to be known
     * @throws IOException if the rows cannot be read
     * @throws IllegalArgumentException if there are none, or if lines do not have as many values as there are columns
     */
    public static TableProfile of(Table table, Cells cells, Set<String> countAll) throws IOException {
        String[] names = table.rows().columns();
        List<TableProfile> parts;
        try {
            parts = table.rows()
                    .mapPartitions(new Count(names, countAll, cells), Encoders.javaSerialization(TableProfile.class))
                    .collectAsList();
        } catch (Exception e) {
            // Not only RuntimeException: Scala code throws checked ones that it does not declare.
            throw new IOException("The rows of '" + table.source() + "' could not be read", e);
        }
        TableProfile profile = new TableProfile(names, countAll, cells);
        parts.forEach(profile::merge);
        profile.check(table);
        return profile;
    }

    private void check(Table table) {
        if (malformed > 0) {
            boolean separated = table.format().isSeparated();
            String reason = separated
                    ? (malformed == 1 ? "does" : "do") + " not have "
                            + table.names().size() + " values, as the header or the first line has, or"
                            + (malformed == 1 ? " has" : " have") + " a quote that is not closed"
                    : (malformed == 1 ? "is" : "are") + " not JSON";
            throw new IllegalArgumentException("'" + table.source() + "' (" + table.description() + ") has " + malformed
                    + (malformed == 1 ? " line" : " lines") + " that " + reason + ", such as "
                    + shortened(malformedExample)
                    + (separated
                            ? ". Correct them, or check --delimiter and --quote."
                            : ". Correct them: each line must be one JSON object."));
        }
        if (rows == 0) {
            throw new IllegalArgumentException("'" + table.source() + "' has no rows.");
        }
    }

    private static String shortened(String line) {
        String first = line.lines().findFirst().orElse("");
        return "\"" + (first.length() > 60 ? first.substring(0, 60) + "..." : first) + "\"";
    }

    private void add(Row row, String[] names) {
        rows++;
        for (int j = 0; j < names.length; j++) {
            if (names[j].equals(TableReader.MALFORMED)) {
                if (!row.isNullAt(j)) {
                    malformed++;
                    String line = row.getString(j);
                    malformedExample =
                            malformedExample == null || line.compareTo(malformedExample) < 0 ? line : malformedExample;
                }
            } else {
                columns.get(names[j]).add(row.get(j), cells);
            }
        }
    }

    private void merge(TableProfile other) {
        rows += other.rows;
        malformed += other.malformed;
        malformedExample = malformedExample == null
                        || other.malformedExample != null && other.malformedExample.compareTo(malformedExample) < 0
                ? other.malformedExample
                : malformedExample;
        other.columns.forEach((name, column) -> columns.get(name).merge(column));
    }

    /** The number of rows. */
    public long numRows() {
        return rows;
    }

    /** How the values were read. */
    Cells cells() {
        return cells;
    }

    ColumnProfile column(String name) {
        return columns.get(name);
    }

    /** A class and not a record, since Spark may serialize it in ways that do not know records. */
    private static final class Count implements MapPartitionsFunction<Row, TableProfile> {
        private static final long serialVersionUID = 1L;

        private final String[] names;
        private final HashSet<String> countAll;
        private final Cells cells;

        Count(String[] names, Set<String> countAll, Cells cells) {
            this.names = names;
            this.countAll = new HashSet<>(countAll);
            this.cells = cells;
        }

        @Override
        public Iterator<TableProfile> call(Iterator<Row> rows) {
            TableProfile profile = new TableProfile(names, countAll, cells);
            rows.forEachRemaining(row -> profile.add(row, names));
            return List.of(profile).iterator();
        }
    }
}
