package sparksoftmax.soak;

import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.GeneratedRows;

/** Generated rows as a data set of which neither the driver nor a task ever holds more than a few. */
final class LoadRows {
    private LoadRows() {}

    /** The rows in partitions of equal size, made again each time they are read. */
    static Dataset<Row> in(SparkSession spark, GeneratedRows rows, int numPartitions) {
        return spark.range(0, rows.numRows(), 1, numPartitions)
                .map((MapFunction<Long, Row>) i -> rows.row(i.intValue()), Encoders.row(GeneratedRows.SCHEMA));
    }
}
