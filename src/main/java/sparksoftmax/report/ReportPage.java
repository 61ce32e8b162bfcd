package sparksoftmax.report;

import freemarker.cache.ClassTemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateHTMLOutputModel;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sparksoftmax.charts.ECharts;

/**
 * A report as one HTML page that needs no network: style, scripts, figures and pictures are inlined. Tables and
 * pictures are HTML; charts are drawn by a script from the figures. The template escapes all text. It gets maps rather
 * than records, since FreeMarker knows records only if its jar may have classes for later versions of Java, which ours
 * may not.
 */
final class ReportPage {
    private static final String FOLDER = "/sparksoftmax/report/";
    private static final Configuration TEMPLATES = templates();

    private ReportPage() {}

    static String html(ReportData data) {
        StringWriter page = new StringWriter();
        try {
            TEMPLATES.getTemplate("report.ftlh").process(model(data), page);
        } catch (IOException e) {
            throw new UncheckedIOException("The template of the report could not be read", e);
        } catch (TemplateException e) {
            throw new IllegalStateException("The report could not be written as HTML", e);
        }
        return page.toString();
    }

    private static Map<String, Object> model(ReportData data) throws TemplateModelException {
        Map<String, Object> model = new HashMap<>();
        model.put("data", Json.plain(data));
        model.put("names", data.classes().names());
        model.put("n", new Numbers());
        model.put("confusion", Json.plain(ConfusionView.of(data.confusions())));
        model.put("pictures", data.pictures() == null ? List.of() : Json.plain(PictureView.of(data.pictures())));
        model.put("inks", inks(data));
        model.put("style", verbatim(text(FOLDER + "report.css")));
        model.put("script", verbatim(text(FOLDER + "report.js")));
        model.put("echarts", verbatim(charts()));
        model.put("json", verbatim(Json.inScript(data)));
        return model;
    }

    /** The features of each mistake as a picture; empty if there are no pictures. */
    private static List<String> inks(ReportData data) {
        return data.pictures() == null
                ? List.of()
                : data.mistakes().rows().stream()
                        .map(mistake -> PixelImage.ink(data.pictures().shape(), mistake.picture()))
                        .toList();
    }

    /** Text that the template does not escape. */
    private static TemplateHTMLOutputModel verbatim(String text) throws TemplateModelException {
        return HTMLOutputFormat.INSTANCE.fromMarkup(text);
    }

    private static String text(String resource) {
        try (InputStream stream = ReportPage.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The jar of this program must contain " + resource + ", but does not.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + resource + " could not be read", e);
        }
    }

    private static String charts() {
        try (InputStream script = ECharts.script()) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The charting library could not be read", e);
        }
    }

    private static Configuration templates() {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setTemplateLoader(new ClassTemplateLoader(ReportPage.class, FOLDER));
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        configuration.setFallbackOnNullLoopVariable(false);
        return configuration;
    }
}
