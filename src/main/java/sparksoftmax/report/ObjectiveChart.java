package sparksoftmax.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Draws the objective after each pass over the data. */
public final class ObjectiveChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;
    private static final int TICK_SPACING = 100;
    private static final int LONGEST_TITLE = 70;
    private static final double UNSEEN = 1e-3;
    private static final Color INK = new Color(0x16191d);
    private static final Color LINES = new Color(0xd5dae1);
    private static final Color[] SERIES = {
        new Color(0x14509e), new Color(0xb04a00), new Color(0x1b7340), new Color(0x7a3e9d)
    };

    private ObjectiveChart() {}

    /**
     * Draws a chart into a file, whose folder is created if it does not exist.
     *
     * @param file its ending says the format: see {@link ChartFormat}
     * @param title above the chart
     * @param passName what a pass is called: the title of the horizontal axis
     * @param histories for each training, by its name, at least one value: the objective before each pass and after the
     *     last, in nats
     * @throws IllegalArgumentException if the file's name has another ending
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, String title, String passName, Map<String, double[]> histories)
            throws IOException {
        byte[] bytes = bytes(ChartFormat.of(file), title, passName, histories);
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.write(file, bytes);
    }

    /** The contents of the file that {@link #write} writes. */
    static byte[] bytes(ChartFormat format, String title, String passName, Map<String, double[]> histories)
            throws IOException {
        XYChart chart = chart(title, passName, histories);
        return format == ChartFormat.PNG ? BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG) : svg(chart, title);
    }

    private static XYChart chart(String title, String passName, Map<String, double[]> histories) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .theme(ChartTheme.XChart)
                .title(shortened(title))
                .xAxisTitle(passName)
                .yAxisTitle("objective (nats)")
                .build();
        style(chart.getStyler());
        chart.getStyler().setLegendVisible(histories.size() > 1);
        histories.forEach((name, history) -> chart.addSeries(name, passes(history.length), history)
                .setMarker(history.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE));
        return chart;
    }

    /**
     * The numbers of the passes. If they were equally spaced, XChart would label any multiple, such as those of 35, as
     * densely as it can; otherwise it labels round numbers. So the last one is larger by what nobody can see.
     */
    private static double[] passes(int number) {
        double[] passes = IntStream.range(0, number).asDoubleStream().toArray();
        passes[number - 1] += UNSEEN;
        return passes;
    }

    private static void style(XYStyler styler) {
        styler.setYAxisMin(0.0);
        styler.setXAxisTickMarkSpacingHint(TICK_SPACING);
        styler.setLegendPosition(LegendPosition.InsideNE);
        styler.setLegendBorderColor(LINES);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(LINES);
        // Dashes would become thousands of shapes in SVG.
        styler.setPlotGridLinesStroke(new BasicStroke(1.0f));
        styler.setChartTitleBoxVisible(false);
        styler.setChartFontColor(INK);
        styler.setAxisTickLabelsColor(INK);
        styler.setSeriesColors(SERIES);
        styler.setChartTitleFont(font(Font.BOLD, 18));
        styler.setAxisTitleFont(font(Font.PLAIN, 16));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 14));
        styler.setLegendFont(font(Font.PLAIN, 14));
        styler.setChartPadding(16);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    private static String shortened(String title) {
        return title.codePointCount(0, title.length()) <= LONGEST_TITLE
                ? title
                : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE - 1)) + "…";
    }

    /** XChart draws text as outlines, so the title is added as text for screen readers. */
    private static byte[] svg(XYChart chart, String title) throws IOException {
        SVGGraphics2D graphics = new SVGGraphics2D(emptyDocument());
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        chart.paint(graphics, WIDTH, HEIGHT);
        Element root = graphics.getRoot();
        root.setAttributeNS(null, "viewBox", "0 0 " + WIDTH + " " + HEIGHT);
        root.setAttributeNS(null, "role", "img");
        Element name = root.getOwnerDocument().createElementNS(root.getNamespaceURI(), "title");
        name.setTextContent(title);
        root.insertBefore(name, root.getFirstChild());
        StringWriter text = new StringWriter();
        graphics.stream(root, text, true, false);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Document emptyDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("This Java has no XML parser", e);
        }
    }
}
