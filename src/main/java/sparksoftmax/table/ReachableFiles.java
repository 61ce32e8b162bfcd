package sparksoftmax.table;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Paths as users give them, and file systems that answer. What Hadoop says of others does not name the path. */
public final class ReachableFiles {
    private ReachableFiles() {}

    /**
     * The path that a text names.
     *
     * @throws IllegalArgumentException that names the text if it cannot be a path
     */
    public static Path path(String text) {
        try {
            return new Path(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' cannot be a path: " + e.getMessage(), e);
        }
    }

    /**
     * The file system of a path.
     *
     * @throws IOException that names the path if there is no such file system, or if it cannot be reached
     */
    public static FileSystem of(Path path, Configuration configuration) throws IOException {
        try {
            FileSystem files = path.getFileSystem(configuration);
            files.exists(path);
            return files;
        } catch (IOException | RuntimeException e) {
            throw new IOException("The file system of '" + path + "' cannot be used", e);
        }
    }
}
