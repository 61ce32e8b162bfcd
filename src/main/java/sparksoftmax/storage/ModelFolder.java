package sparksoftmax.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that holds what was saved, a model for example, and is replaced as a whole: a program that ends at any
 * moment leaves the old contents or the new ones.
 *
 * <p>New contents are written to a folder beside it. When they are complete, the old folder is renamed, the new one
 * gets its name, and the old one is deleted. If a program ends between the two renamings, there is no folder of this
 * name until {@link #read} or {@link #replace} finds the new one by the name it was written under.
 *
 * <p>This holds where renaming a folder is atomic: on HDFS and on local file systems. On an object store it is copying
 * and deleting, so an interrupted save can also leave a part of a folder; {@code read} then takes the complete one
 * beside it if reading the part fails. Two programs must not save to the same path at the same time.
 */
public final class ModelFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ModelFolder.class);

    private final FileSystem files;
    private final Path path;
    private final Siblings siblings;

    private ModelFolder(FileSystem files, Path path) {
        this.files = files;
        this.path = files.makeQualified(path);
        if (this.path.getParent() == null) {
            throw new IllegalArgumentException("a model must be in a folder below the root, but its path is '" + path
                    + "': give it a name of its own");
        }
        siblings = new Siblings(files, this.path);
    }

    /** Writes contents. */
    @FunctionalInterface
    public interface Content {
        /** Writes into a folder that is not there yet. */
        void write(ModelFolder folder) throws IOException;
    }

    /**
     * The folder at {@code path}.
     *
     * @param path of any Hadoop file system
     * @param configuration of Hadoop, as Spark's {@code sessionState().newHadoopConf()}
     * @throws IllegalArgumentException if the path is empty or the root of a file system
     * @throws UncheckedIOException if there is no such file system
     */
    public static ModelFolder of(String path, Configuration configuration) {
        try {
            Path folder = new Path(path);
            return new ModelFolder(folder.getFileSystem(configuration), folder);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + path + "' cannot be the path of a model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("The file system of '" + path + "' cannot be used: " + e.getMessage(), e);
        } catch (RuntimeException e) { // Hadoop does not find the class that its configuration names.
            throw new UncheckedIOException(
                    "The file system of '" + path + "' cannot be used: " + e.getMessage(), new IOException(e));
        }
    }

    /** The folder at a path of this machine, whatever Hadoop's default file system is. */
    public static ModelFolder local(java.nio.file.Path path) {
        try {
            FileSystem files = FileSystem.getLocal(new Configuration()).getRawFileSystem();
            return new ModelFolder(
                    files, new Path("file", null, path.toAbsolutePath().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("The local file system cannot be used: " + e.getMessage(), e);
        }
    }

    /** Where the folder is, with the file system. */
    public Path path() {
        return path;
    }

    /** The file system. */
    public FileSystem files() {
        return files;
    }

    /** The path without escapes, for Spark's readers and writers. */
    @Override
    public String toString() {
        return path.toString();
    }

    /** Whether there is something at the path, or a replacement of it that was interrupted. */
    public boolean exists() throws IOException {
        return files.exists(path) || siblings.interrupted().isPresent();
    }

    /**
     * Puts new contents in the place of what is at the path. If this fails, what was there is still there. What
     * earlier, interrupted calls left beside it is deleted.
     *
     * @param overwrite whether there may be something at the path
     * @param content writes the new contents
     * @throws IOException if there is something at the path and {@code overwrite} is false, or if it cannot be written
     */
    public void replace(boolean overwrite, Content content) throws IOException {
        if (!overwrite && exists()) {
            throw new IOException("Path " + path + " already exists. To overwrite it, please use "
                    + "write().overwrite().save(path).");
        }
        finishInterrupted();
        String id = UUID.randomUUID().toString();
        ModelFolder fresh = new ModelFolder(files, siblings.fresh(id));
        try {
            content.write(fresh);
        } catch (Throwable e) {
            deleteAfter(e, fresh.path);
            throw e;
        }
        moveIn(fresh.path, siblings.old(id));
        deleteSiblings();
    }

    private void finishInterrupted() throws IOException {
        Optional<Path> interrupted = files.exists(path) ? Optional.empty() : siblings.interrupted();
        if (interrupted.isPresent()) {
            rename(interrupted.get(), path);
        }
    }

    private void moveIn(Path fresh, Path old) throws IOException {
        boolean replaces = files.exists(path);
        if (replaces) {
            try {
                rename(path, old);
            } catch (IOException e) {
                deleteAfter(e, fresh);
                throw e;
            }
        }
        try {
            rename(fresh, path);
        } catch (IOException e) {
            // A part of the new folder, as an object store may leave it, must stay: what is complete lies beside it.
            if (replaces && !files.exists(path)) {
                rename(old, path);
                deleteAfter(e, fresh);
            }
            throw e;
        }
    }

    private void rename(Path from, Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException("Folder '" + from + "' could not be renamed to '" + to + "'");
        }
    }

    private void deleteAfter(Throwable failure, Path folder) {
        try {
            files.delete(folder, true);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** What was saved is in its place, so a failure is no reason to fail. */
    private void deleteSiblings() {
        try {
            for (FileStatus sibling : siblings.list()) {
                files.delete(sibling.getPath(), true);
            }
        } catch (IOException e) {
            LOG.warn("'{}' is saved, but what it replaced could not be deleted beside it.", path, e);
        }
    }

    /**
     * Reads what was saved, also if its saving was interrupted.
     *
     * @param <T> what is read
     * @param reader reads a folder; called with this one, or with the one that was to replace it
     * @return what the reader returns
     */
    public <T> T read(Function<ModelFolder, T> reader) {
        try {
            if (!files.exists(path)) {
                Optional<Path> interrupted = siblings.interrupted();
                return reader.apply(interrupted.isPresent() ? instead(interrupted.get()) : this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("'" + path + "' cannot be read: " + e.getMessage(), e);
        }
        try {
            return reader.apply(this);
        } catch (RuntimeException e) {
            return readInterrupted(reader, e);
        }
    }

    private <T> T readInterrupted(Function<ModelFolder, T> reader, RuntimeException failure) {
        try {
            Optional<Path> interrupted = siblings.interrupted();
            if (interrupted.isPresent()) {
                return reader.apply(instead(interrupted.get()));
            }
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
        throw failure;
    }

    private ModelFolder instead(Path interrupted) {
        LOG.warn(
                "Saving '{}' was interrupted. What was saved is read from '{}', and stays there until the next save.",
                path,
                interrupted);
        return new ModelFolder(files, interrupted);
    }

    /** The file or folder {@code name} in this folder. */
    public Path resolve(String name) {
        return new Path(path, name);
    }

    /** Whether this folder has a file or folder {@code name}. */
    public boolean has(String name) throws IOException {
        return files.exists(resolve(name));
    }
}
