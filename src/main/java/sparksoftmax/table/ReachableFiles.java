package sparksoftmax.table;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** File systems that answer. What Hadoop says of others does not name the path. */
public final class ReachableFiles {
    private ReachableFiles() {}

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
