package sparksoftmax.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
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

    /** The version of the layout. */
    static final int VERSION = 1;

    /** The version of the layout with costs, which readers of the first version would not heed. */
    static final int VERSION_WITH_COSTS = 2;

    @Override
    public void write(ExportedModel model, OutputStream out) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("version", model.costs() == null ? VERSION : VERSION_WITH_COSTS);
            json.writeNumberField("numClasses", model.numClasses());
            json.writeNumberField("numFeatures", model.numFeatures());
            writeNames(json, "classNames", model.namesOfClasses());
            writeNames(json, "featureNames", model.namesOfFeatures());
            if (model.thresholds() != null) {
                writeNumbers(json, "thresholds", model.thresholds());
            }
            if (model.costs() != null) {
                writeRows(json, "costs", model.costs());
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
        writeRows(json, "rows", coefficients);
    }

    private static void writeRows(JsonGenerator json, String key, Matrix matrix) throws IOException {
        json.writeArrayFieldStart(key);
        for (int i = 0; i < matrix.numRows(); i++) {
            json.writeStartArray();
            for (int j = 0; j < matrix.numCols(); j++) {
                json.writeNumber(matrix.apply(i, j));
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
