package sparksoftmax;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests that declare a {@link SparkSession} parameter the one session of the test run. */
public final class SharedSpark implements ParameterResolver {
    /** Created on first use, stopped with the virtual machine. */
    private static final class Holder {
        static final SparkSession SESSION = builder("local[2]").getOrCreate();
    }

    /** A session with the settings that all tests have in common. */
    public static SparkSession.Builder builder(String master) {
        return SparkSession.builder()
                .master(master)
                .appName("spark-softmax tests")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.warehouse.dir", "target/spark-warehouse")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1");
    }

    /** The session. */
    public static SparkSession session() {
        return Holder.SESSION;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return session();
    }
}
