package sparksoftmax.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Draws the contenders' times as bars. */
final class BenchmarkChart {
    private BenchmarkChart() {}

    static void write(Path file, String title, List<String> names, List<Double> seconds) throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(900)
                .height(450)
                .title(title)
                .yAxisTitle("seconds a fit, median")
                .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setLabelsVisible(true);
        chart.addSeries("seconds", names, seconds);
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }
}
