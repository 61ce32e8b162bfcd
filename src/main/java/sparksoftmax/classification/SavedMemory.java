package sparksoftmax.classification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import sparksoftmax.memory.Memory;

/**
 * What a model remembers of its rows, as one line of JSON: {@code numRows} (number), and in Base64 the big-endian bytes
 * of {@code classWeights}, {@code means} and {@code deviations} (doubles) and {@code correlations} (floats).
 */
final class SavedMemory {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SavedMemory() {}

    static String toJson(Memory memory) {
        ObjectNode fields = MAPPER.createObjectNode();
        fields.put("numRows", memory.numRows());
        fields.put("classWeights", bytes(memory.classWeights()));
        fields.put("means", bytes(memory.means()));
        fields.put("deviations", bytes(memory.deviations()));
        ByteBuffer correlations = ByteBuffer.allocate(Float.BYTES * memory.correlations().length);
        correlations.asFloatBuffer().put(memory.correlations());
        fields.put("correlations", correlations.array());
        return fields.toString();
    }

    private static byte[] bytes(double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES * values.length);
        buffer.asDoubleBuffer().put(values);
        return buffer.array();
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws IOException if it is damaged, or of a model of another size
     */
    static Memory fromJson(String json, int numClasses, int numFeatures) throws IOException {
        JsonNode fields = MAPPER.readTree(json);
        ByteBuffer bytes = field(fields, "correlations", Float.BYTES * Memory.numCorrelations(numFeatures));
        float[] correlations = new float[Memory.numCorrelations(numFeatures)];
        bytes.asFloatBuffer().get(correlations);
        return new Memory(
                fields.path("numRows").asDouble(),
                doubles(fields, "classWeights", numClasses),
                doubles(fields, "means", Math.multiplyExact(numClasses, numFeatures)),
                doubles(fields, "deviations", numFeatures),
                correlations);
    }

    private static double[] doubles(JsonNode fields, String name, int length) throws IOException {
        double[] values = new double[length];
        field(fields, name, Double.BYTES * length).asDoubleBuffer().get(values);
        return values;
    }

    private static ByteBuffer field(JsonNode fields, String name, int length) throws IOException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(fields.path(name).asText());
        } catch (IllegalArgumentException e) {
            throw new IOException(name + " is not Base64", e);
        }
        if (bytes.length != length) {
            throw new IOException(name + " has " + bytes.length + " bytes, but should have " + length);
        }
        return ByteBuffer.wrap(bytes);
    }
}
