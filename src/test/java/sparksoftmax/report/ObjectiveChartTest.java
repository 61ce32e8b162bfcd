package sparksoftmax.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectiveChartTest {
    private static final Map<String, double[]> HISTORIES = Map.of("objective", new double[] {2.3, 0.9, 0.5, 0.4});

    @TempDir
    private Path folder;

    @Test
    void theEndingSaysTheFormat() {
        assertEquals(ChartFormat.SVG, ChartFormat.of(Path.of("a/b.svg")));
        assertEquals(ChartFormat.PNG, ChartFormat.of(Path.of("b.PNG")));
        for (String name : new String[] {"chart.pdf", "chart", "svg", ""}) {
            String message = assertThrows(IllegalArgumentException.class, () -> ChartFormat.of(Path.of(name)))
                    .getMessage();
            assertTrue(message.contains("must end in .svg or .png"), message);
        }
    }

    @Test
    void anSvgIsSizedByItsViewBoxAndHasATitle() throws IOException {
        Path file = folder.resolve("charts/chart.svg");
        ObjectiveChart.write(file, "Training on <a & b>", "pass", HISTORIES);
        Document svg = Jsoup.parse(Files.readString(file), Parser.xmlParser());
        assertEquals("0 0 960 540", svg.selectFirst("svg").attr("viewBox"));
        assertEquals("Training on <a & b>", svg.selectFirst("title").text());
        assertEquals("img", svg.selectFirst("svg").attr("role"));
        assertTrue(svg.select("path, polyline, line").size() > 4);
    }

    @Test
    void aPngIsAPicture() throws IOException {
        byte[] png = ObjectiveChart.bytes(ChartFormat.PNG, "Training", "pass", HISTORIES);
        assertEquals(960, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
        assertArrayEquals("PNG".getBytes(StandardCharsets.US_ASCII), java.util.Arrays.copyOfRange(png, 1, 4));
    }
}
