package sparksoftmax.app;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds out whether a path can be written to, before the work whose result is to go there. */
final class Writable {
    private Writable() {}

    /**
     * Creates a file beside the path, and removes it again. Folders that are not there are created.
     *
     * @throws IOException if that fails
     */
    static void check(String path, Configuration configuration) throws IOException {
        Path parent = new Path(path).getParent();
        Path folder = parent == null ? new Path(".") : parent;
        try {
            FileSystem files = folder.getFileSystem(configuration);
            Path probe = new Path(folder, ".softmax-" + UUID.randomUUID());
            files.create(probe).close();
            files.delete(probe, false);
        } catch (IOException e) {
            throw new IOException("'" + path + "' cannot be written", e);
        }
    }
}
