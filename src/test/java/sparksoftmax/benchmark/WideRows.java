package sparksoftmax.benchmark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Sparse rows, generated where they are used. Every feature is 1 in about {@code numRows * nonZeros / numFeatures}
 * rows, and in at least one if there are so many values, so that all features vary. The label of a row follows from the
 * number of one of its features.
 *
 * @param nonZeros the number of features that are 1 in a row
 */
record WideRows(int numRows, int numFeatures, int numClasses, int nonZeros) implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final StructType SCHEMA =
            new StructType().add("label", "double").add("features", SQLDataTypes.VectorType());

    /** The features of row {@code i}, in ascending order. The first rows go through all features in turn. */
    int[] features(int i) {
        SplittableRandom random = new SplittableRandom(i);
        return IntStream.range(0, nonZeros)
                .map(p -> (long) (i + 1) * nonZeros <= numFeatures ? i * nonZeros + p : random.nextInt(numFeatures))
                .sorted()
                .distinct()
                .toArray();
    }

    int label(int[] features) {
        return new SplittableRandom(features[0]).nextInt(numClasses);
    }

    Dataset<Row> toDataset(SparkSession spark, int numPartitions) {
        WideRows rows = this;
        MapFunction<Long, Row> row = i -> {
            int[] features = rows.features(i.intValue());
            double[] ones = new double[features.length];
            Arrays.fill(ones, 1.0);
            return RowFactory.create((double) rows.label(features), Vectors.sparse(rows.numFeatures, features, ones));
        };
        return spark.range(0, numRows, 1, numPartitions).map(row, Encoders.row(SCHEMA));
    }
}
