package sparksoftmax.app;

import org.apache.spark.sql.SparkSession;

/** The Spark session of the application: what spark-submit configured. */
final class Session {
    private Session() {}

    static SparkSession get() {
        return SparkSession.builder().appName("spark-softmax").getOrCreate();
    }
}
