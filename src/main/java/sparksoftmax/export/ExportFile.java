package sparksoftmax.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The file of an export, on any file system that Hadoop knows. */
public final class ExportFile {
    private ExportFile() {}

    /**
     * Writes a model into a file. Folders above it are created. If writing fails, no part of the file is left.
     *
     * @param path a path as Hadoop understands it, of the local file system if the configuration names no other
     * @param overwrite whether a file that exists is replaced
     * @throws IOException if the file exists and is not to be replaced, is a folder, or cannot be written
     * @throws IllegalArgumentException if the format cannot hold the model, or {@code path} is no path
     */
    public static void write(
            ExportFormat format, ExportedModel model, String path, boolean overwrite, Configuration configuration)
            throws IOException {
        Path file = path(path);
        FileSystem fileSystem = file.getFileSystem(configuration);
        if (fileSystem.exists(file)) {
            if (fileSystem.getFileStatus(file).isDirectory()) {
                throw new IOException("A model must be exported into a file, but '" + path + "' is a folder.");
            }
            if (!overwrite) {
                throw new IOException(
                        "Path '" + path + "' already exists. To replace it, export with overwrite = true.");
            }
        }
        // Next to it, so that a failure leaves the file that was there as it was.
        Path unfinished = new Path(
                file.getParent() == null ? new Path(".") : file.getParent(), "_" + file.getName() + ".unfinished");
        FileSystem raw = fileSystem instanceof ChecksumFileSystem checked
                // Without the hidden checksum file that Hadoop would put beside it.
                ? checked.getRawFileSystem()
                : fileSystem;
        try {
            try (OutputStream out = new BufferedOutputStream(raw.create(unfinished, true))) {
                format.write(model, out);
            }
            // With the checksum of an earlier file, which would no longer be right.
            fileSystem.delete(file, false);
            if (!raw.rename(unfinished, file)) {
                throw new IOException("The model could not be moved from '" + unfinished + "' to '" + path + "'.");
            }
        } finally {
            raw.delete(unfinished, false);
        }
    }

    private static Path path(String path) {
        try {
            return new Path(path);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + path + "' cannot be the path of a file: " + e.getMessage(), e);
        }
    }
}
