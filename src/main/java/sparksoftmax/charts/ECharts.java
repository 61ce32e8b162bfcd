package sparksoftmax.charts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Apache ECharts, as the JavaScript file that draws charts in a page without network. It is on the class path, as its
 * WebJar has it, and in our jar.
 */
public final class ECharts {
    private static final String VERSION_FILE = "/META-INF/maven/org.webjars.npm/echarts/pom.properties";

    private ECharts() {}

    /**
     * The script, in UTF-8. The caller closes the stream.
     *
     * @throws IllegalStateException if it is not on the class path
     */
    public static InputStream script() {
        return open("/META-INF/resources/webjars/echarts/" + version() + "/dist/echarts.min.js");
    }

    private static String version() {
        try (InputStream file = open(VERSION_FILE)) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream file = ECharts.class.getResourceAsStream(name);
        if (file == null) {
            throw new IllegalStateException("The charting library must be on the class path, but " + name
                    + " is not there. Use the jar of this project, or add org.webjars.npm:echarts.");
        }
        return file;
    }
}
