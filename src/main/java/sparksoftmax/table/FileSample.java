package sparksoftmax.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** The beginning of the first file at a path, decompressed. */
final class FileSample {
    private static final int SIZE = 1 << 18;

    private final String name;
    private final byte[] bytes;
    private final boolean whole;
    private final boolean only;

    private FileSample(String name, byte[] bytes, boolean whole, boolean only) {
        this.only = only;
        this.name = name;
        this.bytes = bytes;
        this.whole = whole;
    }

    /**
     * Reads a sample.
     *
     * @param path a file, a folder, or a pattern
     * @throws IOException if there is no file with contents, or if it cannot be read
     */
    static FileSample of(Configuration configuration, String path) throws IOException {
        Path given = ReachableFiles.path(path);
        FileSystem files = ReachableFiles.of(given, configuration);
        FileStatus[] found =
                files.exists(given) ? new FileStatus[] {files.getFileStatus(given)} : files.globStatus(given);
        if (found == null || found.length == 0) {
            throw new IOException("There is no file or folder '" + path + "'." + similar(files, given));
        }
        for (FileStatus status : found) {
            refuseOnlyFolders(files, status, path);
        }
        List<FileStatus> all = Arrays.stream(found)
                .sorted(Comparator.comparing(FileStatus::getPath))
                .flatMap(status -> dataFiles(files, status))
                .toList();
        if (all.isEmpty()) {
            throw new IOException("Folder '" + path + "' has no files with data.");
        }
        FileStatus first = all.stream()
                .filter(status -> status.getLen() > 0)
                .findFirst()
                .orElseThrow(() -> new IOException("'" + path + "' is empty: it has neither a header nor rows."));
        return read(configuration, files, first.getPath(), all.size() == 1);
    }

    /** A folder with folders in it is read only if their names are values of columns: year=2024. */
    private static void refuseOnlyFolders(FileSystem files, FileStatus status, String path) throws IOException {
        if (status.isFile()) {
            return;
        }
        List<FileStatus> children = Arrays.stream(files.listStatus(status.getPath()))
                .filter(child -> !isHidden(child))
                .sorted(Comparator.comparing(FileStatus::getPath))
                .toList();
        if (!children.isEmpty()
                && children.stream()
                        .allMatch(child -> child.isDirectory()
                                && !child.getPath().getName().contains("="))) {
            throw new IOException("Folder '" + path + "' has no files, but only folders such as '"
                    + children.get(0).getPath().getName() + "': to read the files in all of them, use '"
                    + path.replaceFirst("/+$", "") + "/*'.");
        }
    }

    private static boolean isHidden(FileStatus status) {
        String name = status.getPath().getName();
        return name.startsWith("_") || name.startsWith(".");
    }

    /**
     * A path as Spark must be given it: Spark takes some characters for a pattern, even if they are in the name of a
     * file that exists.
     */
    static String forSpark(Configuration configuration, String path) throws IOException {
        Path given = ReachableFiles.path(path);
        return ReachableFiles.of(given, configuration).exists(given)
                ? path.replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0")
                : path;
    }

    private static Stream<FileStatus> dataFiles(FileSystem files, FileStatus status) {
        if (isHidden(status)) {
            return Stream.empty();
        }
        if (status.isFile()) {
            return Stream.of(status);
        }
        try {
            return Arrays.stream(files.listStatus(status.getPath()))
                    .sorted(Comparator.comparing(FileStatus::getPath))
                    .flatMap(child -> dataFiles(files, child));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String similar(FileSystem files, Path path) throws IOException {
        Path parent = path.getParent() == null ? new Path(".") : path.getParent();
        if (!files.exists(parent)) {
            return " Folder '" + parent + "' does not exist either.";
        }
        List<String> names = Arrays.stream(files.listStatus(parent))
                .map(status -> status.getPath().getName())
                .toList();
        return Suggestion.sentence(path.getName(), names);
    }

    private static FileSample read(Configuration configuration, FileSystem files, Path path, boolean only)
            throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(path);
        try (InputStream raw = files.open(path);
                InputStream contents = codec == null ? raw : codec.createInputStream(raw)) {
            byte[] bytes = contents.readNBytes(SIZE);
            return new FileSample(path.getName(), bytes, bytes.length < SIZE, only);
        } catch (IOException e) {
            throw new IOException("'" + path.getName() + "' could not be read", e);
        }
    }

    /** The name of the file, without its folder. */
    String name() {
        return name;
    }

    /** Whether the file begins with some bytes, given as Latin-1 text. */
    boolean beginsWith(String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length >= expected.length
                && Arrays.equals(bytes, 0, expected.length, expected, 0, expected.length);
    }

    /** Whether the sample has a byte of value 0, which text other than UTF-16 or UTF-32 does not have. */
    boolean hasZeros() {
        for (byte value : bytes) {
            if (value == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * The sample as text, without a byte order mark. A character that is cut off at the end is left out.
     *
     * @throws CharacterCodingException if it is not text in this encoding
     */
    String text(Charset encoding) throws CharacterCodingException {
        var decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = java.nio.ByteBuffer.wrap(bytes);
        var out = java.nio.CharBuffer.allocate((int) (bytes.length * (double) decoder.maxCharsPerByte()) + 1);
        var result = decoder.decode(in, out, whole);
        if (result.isError()) {
            result.throwException();
        }
        String text = out.flip().toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The complete lines of a text of this sample: the last is left out if it may be cut off. */
    List<String> lines(String text) {
        List<String> lines = text.lines().toList();
        return whole || lines.size() < 2 ? lines : lines.subList(0, lines.size() - 1);
    }

    /** Whether the sample is all of the file. */
    boolean isWhole() {
        return whole;
    }

    /** Whether the sample is all there is at the path. */
    boolean isAll() {
        return whole && only;
    }
}
