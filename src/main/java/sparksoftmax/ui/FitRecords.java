package sparksoftmax.ui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last fits of a session. Thread safe. */
final class FitRecords {
    /** The most fits that are kept. */
    static final int MOST_FITS = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Deque<FitRecord> records = new ArrayDeque<>();
    private long lastNumber;

    /** Adds a fit that begins. */
    synchronized FitRecord begin(String uid, int maxIter, Map<String, String> params) {
        FitRecord record = new FitRecord(++lastNumber, uid, maxIter, params);
        records.addLast(record);
        if (records.size() > MOST_FITS) {
            records.removeFirst();
        }
        return record;
    }

    /**
     * All fits in short, the newest first, and one of them in full, as a JSON object.
     *
     * @param selected the number of the fit in full; the newest if there is none of that number
     */
    String json(long selected) throws JsonProcessingException {
        List<FitRecord> newestFirst = newestFirst();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("fits", newestFirst.stream().map(FitRecord::summary).toList());
        values.put(
                "selected",
                newestFirst.stream()
                        .filter(record -> record.number() == selected)
                        .findFirst()
                        .or(() -> newestFirst.stream().findFirst())
                        .map(FitRecord::details)
                        .orElse(null));
        return JSON.writeValueAsString(values);
    }

    private synchronized List<FitRecord> newestFirst() {
        List<FitRecord> all = new ArrayList<>(records);
        Collections.reverse(all);
        return all;
    }
}
