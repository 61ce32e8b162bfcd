package sparksoftmax.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SparseMatrix;

/**
 * Writes models as JSON; {@code export.md} describes the layout, and {@code sparksoftmax.scorer.SoftmaxScorer} reads
 * it. Coefficients are written row by row, a row a class: as arrays, or, where the model stores them sparsely because
 * that is smaller, as the indices and values of those that are not 0. All numbers have the digits that give the same
 * bits when they are read.
 */
public final class JsonExport implements ExportFormat {
    /** The value of the key {@code format}. */
    static final String FORMAT = "spark-softmax";

    /** The version of the layout that is written. */
    static final int VERSION = 1;

    @Override
    public void write(ExportedModel model, OutputStream out) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("version", VERSION);
            json.writeNumberField("numClasses", model.numClasses());
            json.writeNumberField("numFeatures", model.numFeatures());
            writeNames(json, "classNames", model.namesOfClasses());
            writeNames(json, "featureNames", model.namesOfFeatures());
            if (model.thresholds() != null) {
                writeNumbers(json, "thresholds", model.thresholds());
            }
            writeNumbers(json, "intercepts", model.intercepts());
            json.writeObjectFieldStart("coefficients");
            if (model.coefficients() instanceof DenseMatrix dense) {
                writeDense(json, dense);
            } else {
                writeSparse(json, model.coefficients().toSparseRowMajor());
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void writeNames(JsonGenerator json, String key, List<String> names) throws IOException {
        if (!names.isEmpty()) {
            json.writeArrayFieldStart(key);
            for (String name : names) {
                json.writeString(name);
            }
            json.writeEndArray();
        }
    }

    private static void writeNumbers(JsonGenerator json, String key, double[] values) throws IOException {
        json.writeArrayFieldStart(key);
        for (double value : values) {
            // An infinite one as a string, "Infinity" or "-Infinity", since JSON has no such number.
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private static void writeDense(JsonGenerator json, DenseMatrix coefficients) throws IOException {
        json.writeStringField("layout", "dense");
        json.writeArrayFieldStart("rows");
        for (int k = 0; k < coefficients.numRows(); k++) {
            json.writeStartArray();
            for (int j = 0; j < coefficients.numCols(); j++) {
                json.writeNumber(coefficients.apply(k, j));
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    /** Writes a matrix that is stored row by row. */
    private static void writeSparse(JsonGenerator json, SparseMatrix coefficients) throws IOException {
        json.writeStringField("layout", "sparse");
        json.writeArrayFieldStart("rows");
        int[] starts = coefficients.colPtrs();
        for (int k = 0; k < coefficients.numRows(); k++) {
            json.writeStartObject();
            json.writeFieldName("indices");
            json.writeArray(coefficients.rowIndices(), starts[k], starts[k + 1] - starts[k]);
            json.writeFieldName("values");
            json.writeArray(coefficients.values(), starts[k], starts[k + 1] - starts[k]);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
