package sparksoftmax.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws, for every shape of a sweep, how {@code auto} compares with our other solvers and LogisticRegression. */
final class SweepChart {
    private static final int MARGIN = 150;
    private static final int WIDTH_OF_SHAPE = 40;
    private static final int LEAST_WIDTH = 900;
    private static final int MOST_WIDTH = 12_000;
    private static final int HEIGHT = 600;

    private SweepChart() {}

    static void write(Path file, List<SweepVerdict> verdicts) throws IOException {
        int wide = MARGIN + WIDTH_OF_SHAPE * verdicts.size();
        CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, wide)))
                .height(HEIGHT)
                .title("Times of auto by the shape of the rows")
                .yAxisTitle("ratio of times")
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setOverlapped(true);
        chart.getStyler().setXAxisLabelRotation(60);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
        List<String> shapes =
                verdicts.stream().map(verdict -> verdict.shape().toString()).toList();
        points(chart, "auto / best of our solvers", shapes, verdicts, SweepVerdict::timesBest);
        points(chart, "LogisticRegression (or its limit) / auto", shapes, verdicts, SweepVerdict::timesFaster);
        line(chart, "auto should be below 1.3", shapes, SweepVerdict.OF_OWN);
        line(chart, "LogisticRegression should be above 5", shapes, SweepVerdict.OF_LOGISTIC_REGRESSION);
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    private static void points(
            CategoryChart chart,
            String name,
            List<String> shapes,
            List<SweepVerdict> verdicts,
            Function<SweepVerdict, OptionalDouble> ratio) {
        List<Double> values = new ArrayList<>();
        for (SweepVerdict verdict : verdicts) {
            OptionalDouble value = ratio.apply(verdict);
            values.add(value.isPresent() ? value.getAsDouble() : null);
        }
        if (values.stream().anyMatch(value -> value != null)) {
            CategorySeries series = chart.addSeries(name, shapes, values);
            series.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        }
    }

    private static void line(CategoryChart chart, String name, List<String> shapes, double value) {
        chart.addSeries(name, shapes, Collections.nCopies(shapes.size(), value)).setMarker(SeriesMarkers.NONE);
    }
}
