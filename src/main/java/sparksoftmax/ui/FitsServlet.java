package sparksoftmax.ui;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import sparksoftmax.charts.ECharts;

/** Answers the requests of the tab's page: for the fits, as JSON, and for the script and style that show them. */
final class FitsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient FitRecords records;

    FitsServlet(FitRecords records) {
        this.records = records;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (String.valueOf(request.getPathInfo())) {
            case "/data" -> send(response, "application/json", records.json(number(request.getParameter("fit"))));
            case "/echarts.min.js" -> send(response, "text/javascript", ECharts.script());
            case "/fits.js" -> send(response, "text/javascript", resource("fits.js"));
            case "/fits.css" -> send(response, "text/css", resource("fits.css"));
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** The number of a fit; -1, which no fit has, if the parameter is not a number. */
    private static long number(String parameter) {
        return parameter != null && parameter.matches("\\d{1,18}") ? Long.parseLong(parameter) : -1L;
    }

    private static InputStream resource(String name) {
        return FitsServlet.class.getResourceAsStream("/sparksoftmax/ui/" + name);
    }

    private static void send(HttpServletResponse response, String type, String text) throws IOException {
        begin(response, type);
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpServletResponse response, String type, InputStream file) throws IOException {
        begin(response, type);
        try (file) {
            file.transferTo(response.getOutputStream());
        }
    }

    private static void begin(HttpServletResponse response, String type) {
        response.setContentType(type + ";charset=utf-8");
    }
}
