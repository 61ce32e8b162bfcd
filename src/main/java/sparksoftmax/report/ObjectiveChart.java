package sparksoftmax.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the objective after each pass over the data. */
public final class ObjectiveChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 450;
    private static final int TICK_SPACING = 100;

    private ObjectiveChart() {}

    /**
     * Draws a chart.
     *
     * @param title above the chart
     * @param histories for each training, by its name, the objective before each pass and after the last, in nats
     * @return the chart as PNG
     * @throws IOException if it cannot be drawn
     */
    public static byte[] png(String title, Map<String, double[]> histories) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .theme(ChartTheme.XChart)
                .title(title)
                .xAxisTitle("epoch")
                .yAxisTitle("cost (nats)")
                .build();
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setXAxisTickMarkSpacingHint(TICK_SPACING);
        chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
        histories.forEach((name, history) -> chart.addSeries(
                        name,
                        IntStream.range(0, history.length).asDoubleStream().toArray(),
                        history)
                .setMarker(SeriesMarkers.NONE));
        return BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
    }

    /** Draws a chart as {@link #png} does and writes it to a file, whose folder is created if it does not exist. */
    public static void write(Path file, String title, Map<String, double[]> histories) throws IOException {
        byte[] png = png(title, histories);
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.write(file, png);
    }
}
