package sparksoftmax;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Creates the session that {@link OwnSession} describes before the tests of a class, and stops it after them. */
public final class OwnSessionExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static SparkSession session;

    @Override
    public void beforeAll(ExtensionContext context) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting :
                context.getRequiredTestClass().getAnnotation(OwnSession.class).value()) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        session = start("local[2]", settings);
    }

    /**
     * Starts a session.
     *
     * @throws IllegalStateException if this virtual machine has one
     */
    public static SparkSession start(String master, Map<String, String> settings) {
        if (SparkSession.getDefaultSession().isDefined()) {
            throw new IllegalStateException("A test with a session of its own must run in a virtual machine without"
                    + " one: start it by itself, or by Maven.");
        }
        SparkSession.Builder builder = SharedSpark.builder(master);
        settings.forEach(builder::config);
        return builder.getOrCreate();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (session != null) {
            session.stop();
            session = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return session;
    }
}
