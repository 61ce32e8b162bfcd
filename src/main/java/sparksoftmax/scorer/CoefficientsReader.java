package sparksoftmax.scorer;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the coefficients of a model file: an object with {@code layout} and {@code rows}. */
final class CoefficientsReader {
    private static final String PATH = "$.coefficients";

    private final JsonReader json;
    private final JsonValues values;
    private final List<CoefficientRow> rows = new ArrayList<>();
    private String layout;

    CoefficientsReader(JsonReader json) {
        this.json = json;
        values = new JsonValues(json);
    }

    void read() throws IOException {
        values.expect(JsonToken.BEGIN_OBJECT, "an object");
        boolean hasRows = false;
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "layout" -> layout = values.string();
                case "rows" -> {
                    readRows();
                    hasRows = true;
                }
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (layout == null || !hasRows) {
            throw new IllegalArgumentException(PATH + " must have the keys 'layout' and 'rows', but has no '"
                    + (hasRows ? "layout" : "rows") + "'");
        }
        if (!layout.equals("dense") && !layout.equals("sparse")) {
            throw JsonValues.invalid(PATH + ".layout", "'dense' or 'sparse'", "'" + layout + "'");
        }
    }

    private void readRows() throws IOException {
        values.expect(JsonToken.BEGIN_ARRAY, "an array with one element for each class");
        json.beginArray();
        while (json.hasNext()) {
            rows.add(
                    json.peek() == JsonToken.BEGIN_OBJECT
                            ? sparseRow()
                            : new CoefficientRow(null, values.numbers(false)));
        }
        json.endArray();
    }

    private CoefficientRow sparseRow() throws IOException {
        int[] indices = null;
        double[] ofFeatures = null;
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "indices" -> indices = values.integers();
                case "values" -> ofFeatures = values.numbers(false);
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (indices == null || ofFeatures == null) {
            throw new IllegalArgumentException(path(rows.size()) + " must have the keys 'indices' and 'values', but has"
                    + " no '" + (indices == null ? "indices" : "values") + "'");
        }
        return new CoefficientRow(indices, ofFeatures);
    }

    private static String path(int row) {
        return PATH + ".rows[" + row + "]";
    }

    /**
     * What was read, in the order in which it is used.
     *
     * @throws IllegalArgumentException if it does not have this shape
     */
    Weights weights(int numClasses, int numFeatures) {
        if (rows.size() != numClasses) {
            throw new IllegalArgumentException(PATH + ".rows must have one element for each of the " + numClasses
                    + " classes (numClasses), but has " + rows.size());
        }
        boolean sparse = layout.equals("sparse");
        for (int k = 0; k < numClasses; k++) {
            if (sparse != (rows.get(k).indices() != null)) {
                throw JsonValues.invalid(
                        path(k),
                        sparse ? "an object with indices and values" : "an array of numbers",
                        sparse ? "an array" : "an object");
            }
        }
        return sparse ? sparse(numFeatures) : dense(numFeatures);
    }

    private DenseWeights dense(int numFeatures) {
        int numClasses = rows.size();
        for (int k = 0; k < numClasses; k++) {
            if (rows.get(k).values().length != numFeatures) {
                throw new IllegalArgumentException(path(k) + " must have one number for each of the " + numFeatures
                        + " features (numFeatures), but has " + rows.get(k).values().length);
            }
        }
        double[] byFeature = new double[Math.multiplyExact(numClasses, numFeatures)];
        for (int k = 0; k < numClasses; k++) {
            double[] row = rows.get(k).values();
            for (int j = 0; j < numFeatures; j++) {
                byFeature[j * numClasses + k] = row[j];
            }
        }
        return new DenseWeights(byFeature);
    }

    private SparseWeights sparse(int numFeatures) {
        int[] starts = new int[numFeatures + 1];
        for (int k = 0; k < rows.size(); k++) {
            CoefficientRow row = rows.get(k);
            if (row.indices().length != row.values().length) {
                throw new IllegalArgumentException(path(k) + " must have as many indices as values, but has "
                        + row.indices().length + " indices and " + row.values().length + " values");
            }
            int last = -1;
            for (int j : row.indices()) {
                if (j <= last || j >= numFeatures) {
                    throw JsonValues.invalid(
                            path(k) + ".indices",
                            "ascending and less than " + numFeatures + " (numFeatures)",
                            "not, at index " + j);
                }
                starts[j + 1]++;
                last = j;
            }
        }
        for (int j = 0; j < numFeatures; j++) {
            starts[j + 1] = Math.addExact(starts[j + 1], starts[j]);
        }
        int[] next = starts.clone();
        int[] classes = new int[starts[numFeatures]];
        double[] byFeature = new double[starts[numFeatures]];
        for (int k = 0; k < rows.size(); k++) {
            CoefficientRow row = rows.get(k);
            for (int p = 0; p < row.values().length; p++) {
                int at = next[row.indices()[p]]++;
                classes[at] = k;
                byFeature[at] = row.values()[p];
            }
        }
        return new SparseWeights(starts, classes, byFeature);
    }
}
