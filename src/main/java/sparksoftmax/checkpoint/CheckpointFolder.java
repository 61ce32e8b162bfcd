package sparksoftmax.checkpoint;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sparksoftmax.state.State;

/**
 * The states of one fit, as files in a folder of any Hadoop file system: {@code pass-0000000010.softmax-state} for the
 * state after pass 10. The {@value #KEPT} newest are kept, so that there is another one if the newest is damaged. A
 * state is written under another name and then renamed, so that a file with the name of a state is whole wherever a
 * rename is atomic; a checksum finds one that is not. Files with other names are left alone. Not thread safe.
 */
public final class CheckpointFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

    private static final int KEPT = 2;
    private static final int BUFFER_BYTES = 1 << 18;
    private static final String ENDING = ".softmax-state";
    private static final String UNFINISHED = ".unfinished";
    private static final Pattern STATE = Pattern.compile("pass-\\d{10}" + Pattern.quote(ENDING));
    private static final Pattern OWN = Pattern.compile(
            "\\.?pass-\\d{10}" + Pattern.quote(ENDING) + "(" + Pattern.quote(UNFINISHED) + ")?(\\.crc)?");

    private final Path folder;
    private final FileSystem fileSystem;

    private CheckpointFolder(Path folder, FileSystem fileSystem) {
        this.folder = folder;
        this.fileSystem = fileSystem;
    }

    /**
     * The folder, which is created if it does not exist.
     *
     * @throws IOException if it cannot be created or is a file
     */
    public static CheckpointFolder open(String path, Configuration configuration) throws IOException {
        Path folder = new Path(path);
        FileSystem fileSystem = folder.getFileSystem(configuration);
        if (!fileSystem.mkdirs(folder)) {
            throw new IOException("the folder could not be created");
        }
        return new CheckpointFolder(fileSystem.makeQualified(folder), fileSystem);
    }

    /**
     * The newest state that is not damaged; empty if there is none. A damaged one is named in the log.
     *
     * @throws IOException if the folder cannot be read
     */
    public Optional<State> newest() throws IOException {
        for (Path file : states()) {
            try {
                return Optional.of(read(file));
            } catch (EOFException | FileNotFoundException e) {
                LOG.warn("The state of a fit in {} was not written to its end; the one before is used.", file);
            } catch (IOException e) {
                LOG.warn("The state of a fit in {} is not used: {}.", file, e.getMessage());
            }
        }
        return Optional.empty();
    }

    private State read(Path file) throws IOException {
        long bytes = fileSystem.getFileStatus(file).getLen();
        try (InputStream in = new BufferedInputStream(fileSystem.open(file), BUFFER_BYTES)) {
            return StateFormat.read(in, bytes);
        }
    }

    /** The files that have names of states, the newest first. */
    private List<Path> states() throws IOException {
        return Arrays.stream(fileSystem.listStatus(folder))
                .filter(FileStatus::isFile)
                .map(FileStatus::getPath)
                .filter(file -> STATE.matcher(file.getName()).matches())
                .sorted(Comparator.comparing(Path::getName).reversed())
                .toList();
    }

    /**
     * Writes the state after a pass, and deletes those that are no longer needed.
     *
     * @throws IOException if it cannot be written; the states before it are still there
     */
    public void save(int pass, State state) throws IOException {
        Path file = new Path(folder, String.format(Locale.ROOT, "pass-%010d%s", pass, ENDING));
        Path unfinished = new Path(folder, file.getName() + UNFINISHED);
        FSDataOutputStream stream = fileSystem.create(unfinished, true);
        try (OutputStream out = new BufferedOutputStream(stream, BUFFER_BYTES)) {
            StateFormat.write(state, out);
            out.flush();
            // Object stores cannot, but show a file only when it is closed and whole.
            if (stream.hasCapability(StreamCapabilities.HSYNC)) {
                stream.hsync();
            }
        }
        // A rename does not replace a file, neither on HDFS nor on the local file system as Hadoop sees it.
        fileSystem.delete(file, false);
        if (!fileSystem.rename(unfinished, file)) {
            throw new IOException(unfinished + " could not be renamed to " + file);
        }
        for (Path old : states().stream().skip(KEPT).toList()) {
            fileSystem.delete(old, false);
        }
    }

    /**
     * Deletes all states, finished or not, and the folder if it is empty then.
     *
     * @throws IOException if one cannot be deleted
     */
    public void clear() throws IOException {
        boolean empty = true;
        for (FileStatus status : fileSystem.listStatus(folder)) {
            Path file = status.getPath();
            boolean own = status.isFile() && OWN.matcher(file.getName()).matches();
            empty &= own;
            if (own) {
                fileSystem.delete(file, false);
            }
        }
        if (empty) {
            fileSystem.delete(folder, false);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
