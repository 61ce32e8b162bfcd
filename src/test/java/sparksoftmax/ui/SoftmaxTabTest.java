package sparksoftmax.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.HeadlessBrowser;
import sparksoftmax.OwnSession;
import sparksoftmax.RandomRows;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/** The tab of the Spark UI, in a session whose UI is on, by HTTP and in a browser. */
@OwnSession({"spark.ui.enabled=true", "spark.ui.port=0"})
class SoftmaxTabTest {
    private final SparkSession spark;
    private final String root;
    private final Dataset<Row> data;

    SoftmaxTabTest(SparkSession spark) {
        this.spark = spark;
        root = spark.sparkContext().uiWebUrl().get();
        data = new RandomRows(200, 3, 3, 5L)
                .toDataset(spark, 2)
                .withColumn("held", functions.expr("monotonically_increasing_id() % 4 = 0"));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path)).build();
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String page(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode(), path);
        return response.body();
    }

    private JsonNode json(String query) throws IOException, InterruptedException {
        HttpResponse<String> response = get("/softmax/files/data" + query);
        assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("application/json"));
        return new ObjectMapper().readTree(response.body());
    }

    private SoftmaxClassificationModel validated(String uid) {
        return new SoftmaxClassifier(uid)
                .setSolver("sgd")
                .setMaxIter(20)
                .setTol(0.0)
                .setPatience(20)
                .setValidationIndicatorCol("held")
                .fit(data);
    }

    @Test
    void everyFitIsShownWithItsCurveSettingsAndEnd() throws Exception {
        SoftmaxClassificationModel first = validated("softmax_first");
        JsonNode ofFirst = json("");
        long number = ofFirst.at("/selected/number").asLong();
        assertEquals("softmax_first", ofFirst.at("/fits/0/uid").asText());
        assertEquals("finished", ofFirst.at("/selected/state").asText());
        assertEquals(first.summary().stopReason(), ofFirst.at("/selected/end").asText());
        assertEquals("20", ofFirst.at("/selected/params/maxIter").asText());
        assertFalse(ofFirst.at("/selected/params").has("regParam"), "only Params that are set");
        assertTrue(ofFirst.at("/selected/plan").asText().startsWith("Plan: solver sgd takes 1 step per pass"));
        assertEquals(20, ofFirst.at("/selected/passes").asInt());
        double[] objective = first.summary().objectiveHistory();
        double[] validation = first.summary().validationHistory();
        JsonNode curve = ofFirst.at("/selected/curve");
        assertEquals(21, curve.size());
        for (int pass = 0; pass <= 20; pass++) {
            assertEquals(pass, curve.get(pass).get(0).asInt());
            assertEquals(objective[pass], curve.get(pass).get(1).asDouble());
            assertEquals(validation[pass], curve.get(pass).get(2).asDouble());
        }

        new SoftmaxClassifier("softmax_second")
                .setSolver("l-bfgs")
                .setRegParam(0.1)
                .fit(data);
        JsonNode both = json("?fit=" + number);
        assertEquals("softmax_second", both.at("/fits/0/uid").asText(), "the newest first");
        assertEquals("softmax_first", both.at("/fits/1/uid").asText());
        assertEquals("softmax_first", both.at("/selected/uid").asText(), "the one that is asked for");
        assertEquals("softmax_second", json("?fit=many").at("/selected/uid").asText());
        assertEquals(2, json("").at("/selected/curve/0").size(), "no validation loss");

        Dataset<Row> bad = data.withColumn("label", functions.lit(-1));
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> new SoftmaxClassifier("softmax_third").fit(bad));
        assertEquals("failed", json("").at("/selected/state").asText());
        assertEquals(failure.getMessage(), json("").at("/selected/end").asText());
    }

    @Test
    void aRunningFitIsShown() throws Exception {
        List<JsonNode> seen = new ArrayList<>();
        new SoftmaxClassifier("softmax_running")
                .setSolver("sgd")
                .setMaxIter(3)
                .setTol(0.0)
                .setListener(pass -> {
                    try {
                        seen.add(json("").get("selected"));
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .fit(data);
        assertEquals(4, seen.size());
        for (int pass = 0; pass < 4; pass++) {
            assertEquals("softmax_running", seen.get(pass).get("uid").asText());
            assertEquals("running", seen.get(pass).get("state").asText());
            assertEquals(pass, seen.get(pass).get("passes").asInt());
            assertEquals(pass + 1, seen.get(pass).get("curve").size());
            assertTrue(seen.get(pass).get("end").isNull());
        }
    }

    @Test
    void theTabIsThereOnceWithItsFiles() throws Exception {
        validated("softmax_tab");
        validated("softmax_tab");
        String jobs = page("/jobs/");
        assertEquals(2, jobs.split("href=\"[^\"]*/softmax/\"", -1).length, "one link to the tab");
        assertTrue(jobs.contains("SoftmaxClassifier softmax_tab: "), "jobs are described");
        String page = page("/softmax/");
        for (String file : List.of("fits.js", "fits.css", "echarts.min.js")) {
            assertTrue(page.contains("\"/softmax/files/" + file + "\""), page);
            assertFalse(page("/softmax/files/" + file).isEmpty());
        }
        assertTrue(page("/softmax/files/echarts.min.js").contains("Apache Software Foundation"));
        assertEquals(404, get("/softmax/files/other.js").statusCode());
        assertEquals(404, get("/softmax/files/").statusCode());
    }

    @Test
    void aBrowserShowsThePageWithoutErrors(@TempDir Path folder) throws Exception {
        HeadlessBrowser browser = HeadlessBrowser.orSkip(folder);
        validated("softmax_<b>shown</b>");
        HeadlessBrowser.Page page = browser.open(root + "/softmax/", 5000);
        assertEquals(List.of(), page.console());
        String dom = page.dom();
        assertTrue(dom.contains("softmax_&lt;b&gt;shown&lt;/b&gt;"), "names are text");
        assertTrue(dom.contains("solver sgd takes 1 step per pass"), dom);
        assertTrue(dom.contains("20 of at most 20"), dom);
        assertTrue(dom.contains("<canvas"), "the chart is drawn");
        assertTrue(dom.contains("passes; the validation loss is 0."), "the chart in words");
        Path png = Path.of("target/softmax-tab.png");
        browser.screenshot(root + "/softmax/", 5000, 1400, 1100, png);
        assertNotNull(javax.imageio.ImageIO.read(png.toFile()), png + " is a picture");
        Files.delete(folder.resolve("dom.html"));
    }
}
