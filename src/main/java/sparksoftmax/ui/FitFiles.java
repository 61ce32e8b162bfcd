package sparksoftmax.ui;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import sparksoftmax.charts.ECharts;

/** What the tab's page asks for: the fits, as JSON, and the script and style that show them. */
final class FitFiles {
    /** The parameter of a request that has the number of a fit. */
    static final String FIT_PARAMETER = "fit";

    private final FitRecords records;

    FitFiles(FitRecords records) {
        this.records = records;
    }

    /** The bytes of a file, which are text in UTF-8, and their media type. */
    record Content(String type, InputStream bytes) {}

    /**
     * What is at a path.
     *
     * @param path begins with a slash
     * @param fit the number of the fit that is asked for; null for none
     * @return null if there is nothing
     */
    Content get(String path, String fit) throws IOException {
        return switch (path) {
            case "/data" ->
                new Content(
                        "application/json",
                        new ByteArrayInputStream(records.json(number(fit)).getBytes(StandardCharsets.UTF_8)));
            case "/echarts.min.js" -> new Content("text/javascript", ECharts.script());
            case "/fits.js" -> new Content("text/javascript", resource("fits.js"));
            case "/fits.css" -> new Content("text/css", resource("fits.css"));
            default -> null;
        };
    }

    /** The number of a fit; -1, which no fit has, if the parameter is not a number. */
    private static long number(String parameter) {
        return parameter != null && parameter.matches("\\d{1,18}") ? Long.parseLong(parameter) : -1L;
    }

    private static InputStream resource(String name) {
        return FitFiles.class.getResourceAsStream("/sparksoftmax/ui/" + name);
    }
}
