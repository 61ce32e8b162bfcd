package sparksoftmax.classification;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.compat.SparkDifferences;
import sparksoftmax.storage.ModelFolder;

/** Where a stage is saved, and what is said of a folder that does not hold one. */
final class SavedStage {
    private SavedStage() {}

    /** The folder at a path as a caller of Spark's readers and writers gives it. */
    static ModelFolder folder(String path, Supplier<SparkSession> session) {
        return SparkDifferences.isLocalSaving()
                ? ModelFolder.local(Path.of(path))
                : ModelFolder.of(path, session.get().sessionState().newHadoopConf());
    }

    /** Says that there is no stage in the folder, or that a part of it is damaged. */
    static IllegalArgumentException unreadable(ModelFolder folder, String part, Throwable cause) {
        String found;
        if (!has(folder, "")) {
            found = "there is nothing at this path";
        } else if (!has(folder, part)) {
            found = "it has no '" + part + "': saving or copying it was interrupted, or it is something else";
        } else {
            found = "it is damaged: its '" + part + "' cannot be read: " + innermost(cause)
                    + ". Copy it again from where it came from, or save the model again";
        }
        return new IllegalArgumentException("'" + folder + "' must be a saved model, but " + found + ".", cause);
    }

    private static boolean has(ModelFolder folder, String name) {
        try {
            return folder.files().exists(name.isEmpty() ? folder.path() : folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("It could not be found out what there is at '" + folder + "'.", e);
        }
    }

    /** The first line of the cause of all causes: what Spark wraps around it repeats it, with stack traces. */
    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "" : cause.getMessage().strip();
        if (message.isEmpty()) {
            // Parquet and Jackson run into such exceptions when they read what nobody wrote.
            return cause instanceof EOFException
                    ? "a file ends too early"
                    : "the contents of a file are not what was written to it";
        }
        String line = message.lines().findFirst().orElseThrow();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
