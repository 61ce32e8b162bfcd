package sparksoftmax.classification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.compat.ScalaCollections;
import sparksoftmax.compat.SparkDifferences;
import sparksoftmax.compat.SparkLine;
import sparksoftmax.storage.ModelFolder;
import sparksoftmax.storage.SavedText;
import sparksoftmax.storage.Sha256;

/**
 * The part {@code metadata} of a saved stage. It is that of every Spark ML stage (class, uid, Params as JSON), with
 * fields of ours, the version of the format, and a checksum of all the other fields.
 */
final class StageMetadata {
    /** The version of the format that is written. */
    static final int FORMAT = 3;

    /** The first version with checksums. */
    static final int FORMAT_WITH_CHECKSUMS = 3;

    private static final String PART = "metadata";
    private static final String FORMAT_VERSION = "formatVersion";
    private static final String CHECKSUM = "checksum";

    private final ModelFolder folder;
    private final ObjectNode fields;

    private StageMetadata(ModelFolder folder, ObjectNode fields) {
        this.folder = folder;
        this.fields = fields;
    }

    /**
     * Writes the metadata of a stage.
     *
     * @param more adds the fields that other stages do not have
     */
    static void write(ModelFolder folder, Params stage, SparkSession session, UnaryOperator<ObjectNode> more)
            throws IOException {
        ObjectNode fields = (ObjectNode) new ObjectMapper().readTree(SparkLine.metadataToSave(stage, session));
        more.apply(fields.put(FORMAT_VERSION, FORMAT));
        fields.put(CHECKSUM, checksum(fields));
        SavedText.write(folder.files(), folder.resolve(PART), !SparkDifferences.isLocalSaving(), fields.toString());
    }

    private static String checksum(ObjectNode fields) {
        return new Sha256().add(fields.toString()).hex();
    }

    /**
     * Reads the metadata of a stage.
     *
     * @throws IllegalArgumentException if there is none, or it is damaged, of another class or of a later format
     */
    static StageMetadata read(ModelFolder folder, Class<?> stage) {
        ObjectNode fields;
        try {
            fields = parse(SavedText.read(folder.files(), folder.resolve(PART)));
        } catch (IOException | RuntimeException e) {
            throw SavedStage.unreadable(folder, PART, e);
        }
        StageMetadata metadata = new StageMetadata(folder, fields);
        metadata.check(stage);
        return metadata;
    }

    private static ObjectNode parse(String json) throws IOException {
        try {
            if (new ObjectMapper().readTree(json) instanceof ObjectNode fields) {
                return fields;
            }
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "it is not JSON from character " + e.getLocation().getCharOffset() + " on");
        }
        throw new IOException("it is not a JSON object");
    }

    private void check(Class<?> stage) {
        String className = fields.path("class").asText();
        if (!className.equals(stage.getName())) {
            throw new IllegalArgumentException("'" + folder + "' must be a saved " + stage.getName() + ", but is "
                    + (className.isEmpty() ? "of no class" : "a saved " + className) + ": load it with the class that"
                    + " saved it.");
        }
        if (format() > FORMAT) {
            throw new IllegalArgumentException("The model '" + folder + "' was saved in format " + format()
                    + ", but this version of the library knows formats up to " + FORMAT
                    + ": load it with a later version.");
        }
        JsonNode checksum = fields.remove(CHECKSUM);
        if (checksum == null
                ? format() >= FORMAT_WITH_CHECKSUMS
                : !checksum.asText().equals(checksum(fields))) {
            throw SavedStage.unreadable(folder, PART, new IOException("its checksum is another one"));
        }
    }

    /** The version of the format; 1 if none is named. */
    int format() {
        return fields.path(FORMAT_VERSION).asInt(1);
    }

    /** All fields. */
    JsonNode fields() {
        return fields;
    }

    String uid() {
        return fields.path("uid").asText();
    }

    /**
     * Sets the Params that were saved.
     *
     * @param leftOut the names of those that are not set
     * @throws IllegalArgumentException if there are others than the stage has, or they have values that it refuses
     */
    void setParams(Params stage, List<String> leftOut) {
        try {
            DefaultParamsReader.parseMetadata(fields.toString(), "")
                    .getAndSetParams(stage, scala.Option.apply(ScalaCollections.asScala(leftOut)));
        } catch (RuntimeException e) {
            throw SavedStage.unreadable(folder, PART, e);
        }
    }
}
