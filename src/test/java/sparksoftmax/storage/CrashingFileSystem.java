package sparksoftmax.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.function.IntPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system under the scheme {@code crash}, which counts its changes (create, close, rename, delete,
 * mkdirs) and lets a chosen one go wrong. The settings are those of the whole virtual machine.
 */
public final class CrashingFileSystem extends RawLocalFileSystem {
    /** What goes wrong at a chosen change. */
    public enum Fault {
        /** An {@link Error}, and no change from then on: for what is on the disk, the program has ended. */
        CRASH,
        /** An {@link IOException}; later changes succeed. */
        FAILURE,
        /** The virtual machine ends at once. */
        HALT
    }

    private static final String SCHEME = "crash";

    private static int changes;
    private static IntPredicate chosen = change -> false;
    private static Fault fault;
    private static boolean crashed;
    private static boolean renamesByCopying;

    /** Makes the scheme known. */
    public static void register(Configuration configuration) {
        configuration.set("fs." + SCHEME + ".impl", CrashingFileSystem.class.getName());
        configuration.setBoolean("fs." + SCHEME + ".impl.disable.cache", true);
    }

    /** The path of a local file under this scheme. */
    public static String path(java.nio.file.Path file) {
        return SCHEME + ":" + file.toAbsolutePath();
    }

    /**
     * Counts from 1 again.
     *
     * @param faulty the numbers of the changes that go wrong
     */
    public static synchronized void start(Fault kind, IntPredicate faulty) {
        changes = 0;
        crashed = false;
        fault = kind;
        chosen = faulty;
    }

    /** From now on nothing goes wrong. */
    public static synchronized void stop() {
        start(null, change -> false);
        renamesByCopying = false;
    }

    /** Folders are renamed as object stores do: file by file, by copying all and then deleting all. */
    public static synchronized void renameByCopying() {
        renamesByCopying = true;
    }

    /** How many changes there were since the start. */
    public static synchronized int changes() {
        return changes;
    }

    private static synchronized void change() throws IOException {
        if (crashed) {
            throw new Crash();
        }
        changes++;
        if (chosen.test(changes)) {
            switch (fault) {
                case FAILURE -> throw new IOException("No space left on device");
                case HALT -> Runtime.getRuntime().halt(137);
                case CRASH -> {
                    crashed = true;
                    throw new Crash();
                }
            }
        }
    }

    /** The end of the program. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        private Crash() {
            super("the program has ended");
        }
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int bufferSize, short replication, long blockSize, Progressable progress)
            throws IOException {
        change();
        OutputStream out = super.create(path, overwrite, bufferSize, replication, blockSize, progress);
        return new FSDataOutputStream(
                new FilterOutputStream(out) {
                    private boolean closed;

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        out.write(bytes, offset, length);
                    }

                    @Override
                    public void close() throws IOException {
                        if (!closed) {
                            closed = true;
                            change();
                            super.close();
                        }
                    }
                },
                statistics);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        if (renamesByCopying && getFileStatus(from).isDirectory()) {
            copy(from, to);
            deleteAll(from);
            return true;
        }
        change();
        return super.rename(from, to);
    }

    private void copy(Path from, Path to) throws IOException {
        for (FileStatus status : listStatus(from)) {
            Path target = new Path(to, status.getPath().getName());
            if (status.isDirectory()) {
                copy(status.getPath(), target);
            } else {
                change();
                Files.createDirectories(pathToFile(to).toPath());
                Files.copy(
                        pathToFile(status.getPath()).toPath(),
                        pathToFile(target).toPath());
            }
        }
    }

    private void deleteAll(Path path) throws IOException {
        for (FileStatus status : listStatus(path)) {
            if (status.isDirectory()) {
                deleteAll(status.getPath());
            } else {
                change();
                super.delete(status.getPath(), false);
            }
        }
        super.delete(path, true);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        change();
        return super.delete(path, recursive);
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        change();
        return super.mkdirs(path, permission);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        change();
        return super.mkdirs(path);
    }
}
