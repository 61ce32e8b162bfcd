package sparksoftmax.app;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.IVersionProvider;
import sparksoftmax.kernel.Kernels;

/** The versions of what a command runs on. */
final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return all().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toArray(String[]::new);
    }

    /** The versions by name. */
    static Map<String, String> all() {
        Map<String, String> versions = new LinkedHashMap<>();
        String own = Versions.class.getPackage().getImplementationVersion();
        versions.put("Spark Softmax", own == null ? "(not packaged)" : own);
        versions.put("Spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
        versions.put("Java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        versions.put("Kernel", Kernels.fastest().description());
        return versions;
    }
}
