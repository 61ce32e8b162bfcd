package sparksoftmax.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import sparksoftmax.table.Cells;
import sparksoftmax.table.ColumnDecisions;
import sparksoftmax.table.LabelColumn;
import sparksoftmax.table.Missing;
import sparksoftmax.table.Split;
import sparksoftmax.table.Table;
import sparksoftmax.table.TableColumns;
import sparksoftmax.table.TableProfile;
import sparksoftmax.table.TypedRows;
import sparksoftmax.table.Wishes;

/** The rows of a table, typed, checked, split by class, and cached until they are closed. */
final class PreparedRows implements AutoCloseable {
    /** The column that is true for validation rows that were drawn. */
    private static final String VALIDATION = "_validation";

    private static final int MOST_REASONS = 5;
    private static final int LONGEST_REASON = 200;

    private final TableColumns columns;
    private final Dataset<Row> cached;
    private final Dataset<Row> parts;
    private final long numRows;
    private final long numUnusable;
    private final double[] shares;

    private PreparedRows(
            TableColumns columns,
            Dataset<Row> cached,
            Dataset<Row> parts,
            long numRows,
            long numUnusable,
            double[] shares) {
        this.columns = columns;
        this.cached = cached;
        this.parts = parts;
        this.numRows = numRows;
        this.numUnusable = numUnusable;
        this.shares = shares;
    }

    /**
     * Prepares rows for training.
     *
     * @param purpose whether columns that are not used are kept
     * @param seed of the numbers by which rows are split
     * @throws IOException if they cannot be read
     * @throws IllegalArgumentException if they cannot be trained on
     */
    static PreparedRows of(
            Table table,
            Wishes wishes,
            Cells cells,
            Missing missing,
            SplitOptions split,
            TypedRows.Purpose purpose,
            long seed)
            throws IOException {
        Set<String> countAll = new LinkedHashSet<>();
        Wishes known = wishes.in(table);
        countAll.add(known.label());
        countAll.addAll(known.categorical());
        TableProfile profile = TableProfile.of(table, cells, countAll);
        TableColumns columns = ColumnDecisions.of(table, wishes, profile);
        Dataset<Row> typed = TypedRows.of(table, columns, cells, missing, purpose);
        Dataset<Row> cached = Split.draw(typed, seed).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long unusable = checkUsable(table, cached, missing);
            Dataset<Row> usable = cached.filter(functions.col(TypedRows.PROBLEM).isNull());
            if (unusable > 0) {
                columns = columns.withClassCounts(counts(table, columns.label(), usable));
            }
            double[] shares = {
                1.0 - split.validationFraction() - split.testFraction(),
                split.validationFraction(),
                split.testFraction()
            };
            Dataset<Row> parts = Split.assign(usable, columns.label().name(), shares);
            return new PreparedRows(columns, cached, parts, profile.numRows(), unusable, shares);
        } catch (RuntimeException | Error e) {
            cached.unpersist();
            throw e;
        }
    }

    /**
     * The number of rows of each class.
     *
     * @throws IllegalArgumentException if they are not of at least two classes
     */
    private static List<Long> counts(Table table, LabelColumn label, Dataset<Row> usable) {
        Map<String, Long> counted = new HashMap<>();
        usable.groupBy(functions.col("`" + label.name() + "`"))
                .count()
                .collectAsList()
                .forEach(row -> {
                    String name = label.indices() ? Long.toString((long) row.getDouble(0)) : row.getString(0);
                    counted.put(name, row.getLong(1));
                });
        if (counted.size() < 2) {
            throw new IllegalArgumentException("Label column '" + label.name() + "' of '" + table.source()
                    + "' must have at least two classes in the rows without missing values, but has "
                    + (counted.isEmpty()
                            ? "none"
                            : "only '" + counted.keySet().iterator().next() + "'")
                    + ". Fill missing values with --missing mean or median, or leave the columns that have them out"
                    + " with --exclude.");
        }
        return label.classes().stream()
                .map(name -> counted.getOrDefault(name, 0L))
                .toList();
    }

    /**
     * The number of rows that cannot be used, each of which has a missing value.
     *
     * @throws IllegalArgumentException if there are any, unless they are to be left out
     */
    static long checkUsable(Table table, Dataset<Row> typed, Missing missing) {
        List<Row> reasons = typed.filter(functions.col(TypedRows.PROBLEM).isNotNull())
                .groupBy(functions.col(TypedRows.PROBLEM))
                .count()
                .orderBy(functions.col("count").desc(), functions.col(TypedRows.PROBLEM))
                .collectAsList();
        long unusable = reasons.stream().mapToLong(row -> row.getLong(1)).sum();
        boolean onlyMissing = reasons.stream().allMatch(row -> row.getString(0).endsWith("has no value"));
        if (unusable == 0 || missing == Missing.skip && onlyMissing) {
            return unusable;
        }
        String list = reasons.stream()
                .limit(MOST_REASONS)
                .map(row -> shortened(row.getString(0)) + " (" + rows(row.getLong(1)) + ")")
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException("'" + table.source() + "' has " + rows(unusable) + " that cannot be used: "
                + list + (reasons.size() > MOST_REASONS ? ", ..." : "") + ". "
                + (onlyMissing
                        ? missing.fills()
                                ? "Only numbers, truth values and categories are filled: use --missing skip to leave such"
                                        + " rows out."
                                : "Use --missing mean or median to fill missing features, or --missing skip to leave such"
                                        + " rows out."
                        : "Correct the file."));
    }

    /** A reason for a message: that of a malformed line has all of the line. */
    static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...";
    }

    private static String rows(long number) {
        return number + (number == 1 ? " row" : " rows");
    }

    /** What the columns are. */
    TableColumns columns() {
        return columns;
    }

    /** The rows to train on, among them those for validation. */
    Dataset<Row> training() {
        Dataset<Row> training = parts.filter(functions.col(Split.PART).lt(2));
        return withoutHelpers(
                shares[1] > 0.0
                        ? training.withColumn(
                                VALIDATION, functions.col(Split.PART).equalTo(1))
                        : training);
    }

    /** The rows held out for testing, or null. */
    Dataset<Row> test() {
        if (shares[2] == 0.0) {
            return null;
        }
        Dataset<Row> test =
                withoutHelpers(parts.filter(functions.col(Split.PART).equalTo(2)));
        return test.isEmpty() ? null : test;
    }

    private static Dataset<Row> withoutHelpers(Dataset<Row> rows) {
        return Split.drop(rows).drop(TypedRows.PROBLEM);
    }

    /** The name of the column that is true for validation rows, if any were held out; or else null. */
    String validationColumn() {
        return shares[1] > 0.0 ? VALIDATION : null;
    }

    /** The number of rows to train on, apart from validation rows. */
    long numTrainingRows() {
        return parts.filter(functions.col(Split.PART).equalTo(0)).count();
    }

    /** The number of rows in the files. */
    long numRows() {
        return numRows;
    }

    /** The number of rows left out. */
    long numUnusable() {
        return numUnusable;
    }

    /** Sentences about classes with too few rows to be held out. */
    List<String> smallClasses() {
        List<String> sentences = new ArrayList<>();
        sentences.addAll(leftOut());
        sentences.addAll(tooSmall(shares[2], "testing"));
        sentences.addAll(tooSmall(shares[1], "validation"));
        return sentences;
    }

    private List<String> leftOut() {
        LabelColumn label = columns.label();
        // With --num-classes, a class may have no rows in the file.
        List<String> names = IntStream.range(
                        0, numUnusable == 0 ? 0 : label.classes().size())
                .filter(k -> label.counts().get(k) == 0)
                .mapToObj(k -> "'" + label.classes().get(k) + "'")
                .limit(MOST_REASONS + 1L)
                .toList();
        return names.isEmpty()
                ? List.of()
                : List.of("These classes have no rows without missing values: "
                        + String.join(", ", names.subList(0, Math.min(MOST_REASONS, names.size())))
                        + (names.size() > MOST_REASONS ? ", ..." : "") + ".");
    }

    private List<String> tooSmall(double share, String purpose) {
        LabelColumn label = columns.label();
        List<String> names = IntStream.range(0, label.classes().size())
                .filter(k -> label.counts().get(k) > 0 && label.counts().get(k) * share < 1.0)
                .mapToObj(k -> "'" + label.classes().get(k) + "' ("
                        + rows(label.counts().get(k)) + ")")
                .limit(MOST_REASONS + 1L)
                .toList();
        if (share == 0.0 || names.isEmpty()) {
            return List.of();
        }
        return List.of("These classes have too few rows for a share of " + share + " to be held out for " + purpose
                + ": " + String.join(", ", names.subList(0, Math.min(MOST_REASONS, names.size())))
                + (names.size() > MOST_REASONS ? ", ..." : "") + ".");
    }

    @Override
    public void close() {
        cached.unpersist();
    }
}
