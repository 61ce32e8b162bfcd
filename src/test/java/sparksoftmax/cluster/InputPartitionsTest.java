package sparksoftmax.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.SharedSpark;

/** How large the partitions of a DataFrame are taken for, in which Spark's estimate counts a vector as one value. */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
class InputPartitionsTest {
    private static final int COLUMNS = 200;

    private final SparkSession spark;

    InputPartitionsTest(SparkSession spark) {
        this.spark = spark;
    }

    private static LogicalPlan plan(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<?>) rows).queryExecution().optimizedPlan();
    }

    /** Vectors of 200 values from a CSV file. */
    private Dataset<Row> assembled(Path file) throws IOException {
        String line = String.join(",", Collections.nCopies(COLUMNS, "0.123456789"));
        Files.write(file, Collections.nCopies(200, line));
        Dataset<Row> table = spark.read().option("inferSchema", true).csv(file.toString());
        return new VectorAssembler()
                .setInputCols(
                        IntStream.range(0, COLUMNS).mapToObj(j -> "_c" + j).toArray(String[]::new))
                .setOutputCol("features")
                .transform(table)
                .select("features");
    }

    @Test
    void vectorsMadeFromAFileAreAsLargeAsTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("table.csv");
        Dataset<Row> rows = assembled(file).repartition(100);
        double size = Files.size(file);
        assertTrue(plan(rows).stats().sizeInBytes().toDouble() < size / 10.0, "Spark's estimate is too small");
        assertEquals(size, InputPartitions.bytes(plan(rows)));
    }

    @Test
    void rowsThatAreToBeCachedAreAsLargeAsTheFileAndThoseCachedAsLargeAsTheyAre(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("table.csv");
        Dataset<Row> rows = assembled(file).cache();
        try {
            assertEquals(Files.size(file), InputPartitions.bytes(plan(rows)));
            rows.count();
            double values = 200.0 * COLUMNS * Double.BYTES;
            double bytes = InputPartitions.bytes(plan(rows.select("features")));
            assertTrue(bytes >= values && bytes < 2.0 * values, bytes + " bytes");
        } finally {
            rows.unpersist(true);
        }
    }

    /** Whoever makes large rows of numbers distributes them over enough partitions. */
    @Test
    void rowsThatAreMadeKeepTheirPartitions() {
        var vector = functions.udf(
                (Long i) -> Vectors.dense(new double[COLUMNS]), org.apache.spark.ml.linalg.SQLDataTypes.VectorType());
        Dataset<Row> rows = spark.range(0, 1000, 1, 100)
                .select(vector.apply(functions.col("id").cast(DataTypes.LongType)));
        assertEquals(100, InputPartitions.of(rows, 2).getNumPartitions());
    }
}
