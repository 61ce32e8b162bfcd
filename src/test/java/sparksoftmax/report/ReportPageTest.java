package sparksoftmax.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.HeadlessBrowser;
import sparksoftmax.PageChecks;

/** The page and the JSON of a report with every part, and with names that HTML and JavaScript could take for code. */
class ReportPageTest {
    private static final int FEW = SampleReport.NAMES.size();
    private static final int MANY = 40;

    @TempDir
    private Path folder;

    private Document written(int numClasses) throws IOException {
        ReportWriter.prepare(folder.resolve("new/folder"));
        ReportWriter.write(folder.resolve("new/folder"), SampleReport.of(numClasses));
        return Jsoup.parse(folder.resolve("new/folder/report.html").toFile(), "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(ints = {6, MANY, 400})
    void aPageIsWellFormed(int numClasses) throws IOException {
        PageChecks.check(written(numClasses));
    }

    @Test
    void namesAreText() throws IOException {
        Document page = written(FEW);
        for (int k = 0; k < FEW; k++) {
            assertEquals(
                    SampleReport.NAMES.get(k).replaceAll("\\s+", " "),
                    page.select("#classes ~ .scroll tbody tr")
                            .get(k)
                            .selectFirst("th")
                            .text()
                            .replaceAll("\\s+", " "));
        }
        assertEquals(0, page.select("b, i").size());
        assertEquals(3, page.select("script").size());
        assertEquals(SampleReport.NAMES.get(1), page.title());
        assertEquals(SampleReport.NAMES.get(1), page.selectFirst("h1").text());
        assertEquals(
                "scripts/softmax train --input '</script>.csv'",
                page.selectFirst("pre").text());
    }

    @Test
    void theFiguresInThePageAreThoseInTheFile() throws IOException {
        Document page = written(MANY);
        JsonNode file = new ObjectMapper()
                .readTree(folder.resolve("new/folder/report.json").toFile());
        assertEquals(
                file,
                new ObjectMapper().readTree(page.getElementById("report-data").data()));
        assertEquals(SampleReport.NAMES.get(3), file.at("/classes/names/3").asText());
        assertEquals(0.05, file.at("/mistakes/rows/0/labelProbability").asDouble());
        assertTrue(file.at("/training/converged").asBoolean());
        assertEquals(4, file.at("/pictures/shape/width").asInt());
    }

    @Test
    void fewClassesHaveATableOfAllCells() throws IOException {
        Document page = written(FEW);
        assertEquals(FEW * FEW, page.select("table.heat td").size());
        assertEquals(
                "3 75.0 %", page.select("table.heat td.own").get(2).wholeText().replaceFirst("3", "3 "));
        assertEquals(0, page.select("[data-chart=confusion]").size());
    }

    @Test
    void manyClassesHaveThePairsMostOftenConfusedAndAHeatMap() throws IOException {
        Document page = written(MANY);
        assertEquals(0, page.select("table.heat").size());
        assertEquals(30, page.select("#confusion ~ .scroll tbody tr").size());
        assertTrue(page.select("#confusion ~ .scroll caption").text().contains("10 more pairs"));
        assertEquals(1, page.select("[data-chart=confusion]").size());
        assertEquals(0, written(400).select("[data-chart=confusion]").size());
    }

    @Test
    void whatIsNotKnownIsLeftOut() throws IOException {
        ReportData all = SampleReport.of(FEW);
        ReportData some = new ReportData(
                all.title(),
                all.created(),
                all.command(),
                new ReportData.Rows(null, null, "rows.csv", 24, 24.0, false, 16),
                all.classes(),
                new ReportData.Quality(
                        1.0, 2.0, 0, 1.0, 1.5, null, null, all.quality().topK()),
                null,
                null,
                java.util.List.of(new ReportData.Confusion(0, 0, 24.0)),
                all.calibration(),
                new ReportData.Mistakes(0.0, java.util.List.of(), 0, java.util.List.of()),
                all.coefficients(),
                null,
                java.util.List.of(),
                all.environment());
        Document page = Jsoup.parse(ReportPage.html(some));
        PageChecks.check(page);
        assertTrue(page.getElementById("training") == null && page.getElementById("tuning") == null);
        assertEquals(
                "No row is predicted wrongly.",
                page.getElementById("confusion-text").text());
        assertEquals(2, page.select(".warning").size());
        assertEquals(0, page.select("img").size());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, MANY})
    void inABrowserTheChartsAreDrawnAndNothingIsInjected(int numClasses) throws Exception {
        written(numClasses);
        Document page = HeadlessBrowser.openFile(
                folder.resolve("new/folder/report.html"), Files.createDirectory(folder.resolve("profile")));
        int charts = page.select(".chart").size();
        assertEquals(numClasses == FEW ? 3 : 4, charts);
        assertEquals(charts, page.select(".chart.drawn svg").size());
        page.select(".chart.drawn svg")
                .forEach(svg -> assertFalse(svg.select("path").isEmpty()));
        assertEquals(3, page.select("script").size());
        assertEquals(0, page.select("b, i").size());
        assertFalse(page.select("th button").isEmpty());
    }

    @Test
    void aFolderThatCannotBeWrittenIsFoundBefore() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        IOException failure = assertThrows(IOException.class, () -> ReportWriter.prepare(file));
        assertTrue(failure.getMessage().contains("must be writable"), failure.getMessage());
        assertThrows(IOException.class, () -> ReportWriter.prepare(file.resolve("below")));
        Files.createDirectory(folder.resolve("report.json"));
        IOException blocked = assertThrows(IOException.class, () -> ReportWriter.prepare(folder));
        assertTrue(blocked.getMessage().contains("report.json"), blocked.getMessage());
    }
}
