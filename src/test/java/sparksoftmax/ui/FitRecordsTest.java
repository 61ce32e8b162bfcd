package sparksoftmax.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of the fits of a session is bounded. */
class FitRecordsTest {
    private static JsonNode json(FitRecords records, long selected) throws Exception {
        return new ObjectMapper().readTree(records.json(selected));
    }

    @Test
    void withoutFitsNothingIsSelected() throws Exception {
        JsonNode json = json(new FitRecords(), 1);
        assertEquals(0, json.get("fits").size());
        assertTrue(json.get("selected").isNull());
    }

    @Test
    void theLastFitsAreKept() throws Exception {
        FitRecords records = new FitRecords();
        for (int i = 0; i < FitRecords.MOST_FITS + 7; i++) {
            records.begin("fit", 10, Map.of());
        }
        JsonNode fits = json(records, 1).get("fits");
        assertEquals(FitRecords.MOST_FITS, fits.size());
        assertEquals(FitRecords.MOST_FITS + 7, fits.get(0).get("number").asInt());
        assertEquals(8, fits.get(FitRecords.MOST_FITS - 1).get("number").asInt());
    }

    @Test
    void longCurvesAreThinnedAndKeepTheLastPass() throws Exception {
        FitRecords records = new FitRecords();
        FitRecord record = records.begin("fit", 1_000_000, Map.of());
        int passes = 4 * LossCurve.MOST_POINTS + 3;
        for (int pass = 0; pass <= passes; pass++) {
            record.passed(pass, 1.0 / (pass + 1), pass);
        }
        JsonNode curve = json(records, 1).at("/selected/curve");
        assertTrue(curve.size() > LossCurve.MOST_POINTS / 2 && curve.size() <= LossCurve.MOST_POINTS + 1);
        int stride = curve.get(1).get(0).asInt();
        for (int i = 0; i < curve.size() - 1; i++) {
            int pass = curve.get(i).get(0).asInt();
            assertEquals(i * stride, pass);
            assertEquals(1.0 / (pass + 1), curve.get(i).get(1).asDouble());
        }
        assertEquals(passes, curve.get(curve.size() - 1).get(0).asInt());
    }
}
