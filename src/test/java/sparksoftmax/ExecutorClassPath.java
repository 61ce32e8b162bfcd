package sparksoftmax;

import java.io.File;
import java.nio.file.Path;
import sparksoftmax.classification.SoftmaxClassifier;

/** What executors that are processes of their own need to have our classes, and those of the tests. */
public final class ExecutorClassPath {
    /** The setting of Spark that takes it. */
    public static final String SETTING = "spark.executor.extraClassPath";

    private ExecutorClassPath() {}

    /** The class path: the jar and a folder. */
    public static String get() {
        return locationOf(SoftmaxClassifier.class) + File.pathSeparator + locationOf(ExecutorClassPath.class);
    }

    private static Path locationOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
