package sparksoftmax.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sparksoftmax.storage.ModelFolder;
import sparksoftmax.table.Cells;
import sparksoftmax.table.Missing;
import sparksoftmax.table.TableColumns;

/**
 * What a model was trained with, in file {@value #FILE} in its folder: the command line, the options in force,
 * versions, and how the columns of a table are read.
 *
 * @param created when, as ISO 8601
 * @param commandLine the arguments of the command
 * @param options every option that has a value, by its name
 * @param versions of this application, Spark and Java, and what the arithmetic ran on
 * @param input the path of the training rows
 * @param columns which columns are used, and as what
 * @param missing what is done about missing values
 * @param nullValues the texts that mean "missing"
 * @param decimal the decimal separator
 */
record ModelSettings(
        String created,
        List<String> commandLine,
        Map<String, String> options,
        Map<String, String> versions,
        String input,
        TableColumns columns,
        Missing missing,
        List<String> nullValues,
        String decimal) {
    static final String FILE = "softmax.json";

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** How values are read. */
    Cells cells() {
        return new Cells(nullValues, decimal.charAt(0));
    }

    /** Writes the file into the folder of a model. */
    void write(ModelFolder model) throws IOException {
        try (OutputStream out = model.files().create(model.resolve(FILE), false)) {
            out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        }
    }

    /**
     * Reads the file in the folder of a model; empty if there is none, as for models saved by a program.
     *
     * @throws IOException if it cannot be read
     */
    static Optional<ModelSettings> read(ModelFolder model) throws IOException {
        if (!model.has(FILE)) {
            return Optional.empty();
        }
        try (InputStream in = model.files().open(model.resolve(FILE))) {
            return Optional.of(JSON.readValue(in, ModelSettings.class));
        } catch (JsonProcessingException e) {
            throw new IOException("File '" + FILE + "' of model '" + model + "' is damaged", e);
        }
    }
}
