package sparksoftmax.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import sparksoftmax.loss.DoubleSoftmaxLoss;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.loss.SoftmaxLoss;

/**
 * The pictures of the page on softmax and cross-entropy: the loss of one row with softmax applied once and twice, and
 * its derivative, for margins (d, 0, 0) and class 0. {@code mvn test -Dtest=DoubleSoftmaxPictureTest
 * -Dreadme.update=true} draws them.
 */
class DoubleSoftmaxPictureTest {
    private static final Path IMAGES = Path.of("src/site/resources/images");
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;
    private static final double LARGEST = 8.0;
    /** Not equally spaced by what nobody can see: otherwise XChart labels the axis with numbers that are not round. */
    private static final double[] D = IntStream.rangeClosed(-160, 160)
            .mapToDouble(i -> i * LARGEST / 160.0 + (i == 160 ? 1e-6 : 0.0))
            .toArray();

    private static final double FLOOR = Math.log(1.0 + 2.0 / Math.E);

    private static final Color ORANGE = new Color(0xC45A00);
    private static final Color BLUE = new Color(0x0072B2);

    private static double loss(SoftmaxLoss loss, double d) {
        return loss.lossAndMultipliers(new double[] {d, 0.0, 0.0}, 0, 3, 0, 1.0);
    }

    private static double derivative(SoftmaxLoss loss, double d) {
        double[] margins = {d, 0.0, 0.0};
        loss.lossAndMultipliers(margins, 0, 3, 0, 1.0);
        return margins[0];
    }

    @Test
    void theLossOfSoftmaxAppliedTwice() throws IOException {
        XYChart chart = chart("The loss of one row among 3 classes", "loss (nats)");
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(4.0);
        add(chart, "softmax once: cross-entropy", BLUE, d -> loss(new FusedLoss(), d));
        add(chart, "softmax twice", ORANGE, d -> loss(new DoubleSoftmaxLoss(), d));
        chart.addSeries(
                        "0.5514, which softmax twice cannot fall below",
                        new double[] {-LARGEST, LARGEST},
                        new double[] {FLOOR, FLOOR})
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(Color.DARK_GRAY)
                .setLineStyle(
                        new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1f, new float[] {8f}, 0f));
        assertPicture(chart, "double-softmax-loss.png");
        assertEquals(0.5514, FLOOR, 5e-5);
        assertEquals(FLOOR, loss(new DoubleSoftmaxLoss(), 100.0), 1e-12);
    }

    @Test
    void theDerivativeOfSoftmaxAppliedTwice() throws IOException {
        XYChart chart = chart("The derivative of the loss of one row among 3 classes", "derivative with respect to d");
        add(chart, "softmax once: cross-entropy", BLUE, d -> derivative(new FusedLoss(), d));
        add(chart, "softmax twice", ORANGE, d -> derivative(new DoubleSoftmaxLoss(), d));
        chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
        assertPicture(chart, "double-softmax-derivative.png");
    }

    private static XYChart chart(String title, String yAxis) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .theme(ChartTheme.XChart)
                .title(title)
                .xAxisTitle("d: margin of the row's class, where the other two margins are 0")
                .yAxisTitle(yAxis)
                .build();
        chart.getStyler()
                .setXAxisMin(-LARGEST)
                .setXAxisMax(LARGEST)
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15))
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16))
                .setXAxisTickMarkSpacingHint(80);
        chart.getStyler()
                .setLegendPosition(LegendPosition.InsideNE)
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15))
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18))
                .setChartBackgroundColor(Color.WHITE);
        return chart;
    }

    private static void add(XYChart chart, String name, Color color, DoubleUnaryOperator y) {
        double[] values = new double[D.length];
        for (int i = 0; i < D.length; i++) {
            values[i] = y.applyAsDouble(D[i]);
        }
        chart.addSeries(name, D, values)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(color)
                .setLineWidth(2.5f);
    }

    private static void assertPicture(XYChart chart, String name) throws IOException {
        byte[] png = BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG);
        Path file = IMAGES.resolve(name);
        if (Boolean.getBoolean("readme.update")) {
            Files.write(file, png);
        }
        // Not the bytes: fonts differ between machines.
        assertEquals(WIDTH, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
        assertTrue(Files.size(file) > 0, name);
    }
}
