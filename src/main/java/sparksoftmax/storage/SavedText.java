package sparksoftmax.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** A line of text, in a file or in the folder with one part that Spark makes of it. */
public final class SavedText {
    private SavedText() {}

    /**
     * Writes a line.
     *
     * @param asFolder whether Spark is to find it as the only part in a folder; otherwise {@code path} becomes a file
     */
    public static void write(FileSystem files, Path path, boolean asFolder, String line) throws IOException {
        try (OutputStream out = files.create(asFolder ? new Path(path, "part-00000") : path, false)) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads a line.
     *
     * @throws IOException if there is none, or more than one
     */
    public static String read(FileSystem files, Path path) throws IOException {
        List<String> lines = new ArrayList<>();
        for (FileStatus part : Arrays.asList(files.listStatus(path))) {
            String name = part.getPath().getName();
            if (part.isFile() && !name.startsWith("_") && !name.startsWith(".")) {
                readInto(lines, files, part.getPath());
            }
        }
        if (lines.size() != 1) {
            throw new IOException(
                    lines.isEmpty()
                            ? "there are no part files, or they are empty"
                            : "there are " + lines.size() + " lines where one should be");
        }
        return lines.get(0);
    }

    private static void readInto(List<String> lines, FileSystem files, Path part) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(files.getConf()).getCodec(part);
        try (InputStream in = files.open(part);
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        codec == null ? in : codec.createInputStream(in), StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.isBlank()).forEach(lines::add);
        } catch (UncheckedIOException e) { // Of lines().
            throw e.getCause();
        }
    }
}
