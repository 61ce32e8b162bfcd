package sparksoftmax.app;

import java.io.IOException;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import sparksoftmax.table.ReachableFiles;

/** Finds out whether a path can be written to, before the work whose result is to go there. */
final class Writable {
    private Writable() {}

    /**
     * Refuses to replace a folder that has other things in it than a command writes.
     *
     * @param own whether a name is one that the command writes
     * @throws IOException if there is such a folder
     */
    static void checkReplaceable(String path, Configuration configuration, Predicate<String> own) throws IOException {
        Path folder = ReachableFiles.path(path);
        FileSystem files = ReachableFiles.of(folder, configuration);
        if (!files.exists(folder) || files.getFileStatus(folder).isFile()) {
            return;
        }
        for (FileStatus status : files.listStatus(folder)) {
            if (!own.test(status.getPath().getName())) {
                throw new IOException("Folder '" + path + "' has '"
                        + status.getPath().getName()
                        + "' in it, which this command did not write, so --overwrite does not replace it. Delete it"
                        + " yourself, or choose another --output.");
            }
        }
    }

    /**
     * Creates a file beside the path, and removes it again. Folders that are not there are created.
     *
     * @throws IOException if that fails
     */
    static void check(String path, Configuration configuration) throws IOException {
        Path parent = ReachableFiles.path(path).getParent();
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
