package sparksoftmax.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Splits rows into parts such that each class has its share in each part. Each row has a random number; in each class,
 * the rows with the smallest numbers are the first part, those with the next ones the second, and so on. Shares are
 * rounded up from the first part on, so a class of one row is in the first part.
 */
public final class Split {
    /** The column with the index of a row's part. */
    public static final String PART = "_part";

    private static final String DRAW = "_draw";

    /** Up to this many rows of a class, shares are exact but for rounding; beyond it, within a ten-thousandth. */
    private static final int ACCURACY = 10_000;

    private Split() {}

    /**
     * The rows with a random number each, for {@link #assign}. They should be cached: the numbers are others if the
     * rows come in another order.
     */
    public static Dataset<Row> draw(Dataset<Row> rows, long seed) {
        return rows.withColumn(DRAW, functions.rand(seed));
    }

    /**
     * The rows with the index of their part in column {@link #PART}.
     *
     * @param drawn rows from {@link #draw}
     * @param label the column with the classes
     * @param shares the share of each part, all of which add up to 1
     */
    public static Dataset<Row> assign(Dataset<Row> drawn, String label, double... shares) {
        double[] ends = shares.clone();
        Arrays.parallelPrefix(ends, Double::sum);
        // The last part ends where the rows do.
        Double[] bounds = Arrays.stream(ends, 0, ends.length - 1)
                .mapToObj(end -> Math.min(1.0, end))
                .toArray(Double[]::new);
        HashMap<Object, double[]> thresholds = new HashMap<>();
        if (bounds.length > 0) {
            List<Row> classes = drawn.groupBy(functions.col("`" + label + "`"))
                    .agg(functions.percentile_approx(
                            functions.col(DRAW), functions.lit(bounds), functions.lit(ACCURACY)))
                    .collectAsList();
            for (Row row : classes) {
                thresholds.put(
                        row.get(0),
                        row.<Double>getList(1).stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray());
            }
        }
        UDF2<Object, Double, Integer> part = new Part(thresholds);
        return drawn.withColumn(
                PART,
                functions
                        .udf(part, DataTypes.IntegerType)
                        .apply(functions.col("`" + label + "`"), functions.col(DRAW)));
    }

    /** The rows without the columns of this class. */
    public static Dataset<Row> drop(Dataset<Row> rows) {
        return rows.drop(DRAW, PART);
    }

    private static final class Part implements UDF2<Object, Double, Integer> {
        private static final long serialVersionUID = 1L;

        private final HashMap<Object, double[]> thresholds;

        Part(HashMap<Object, double[]> thresholds) {
            this.thresholds = thresholds;
        }

        @Override
        public Integer call(Object label, Double draw) {
            double[] ends = thresholds.getOrDefault(label, new double[0]);
            int part = 0;
            while (part < ends.length && draw > ends[part]) {
                part++;
            }
            return part;
        }
    }
}
