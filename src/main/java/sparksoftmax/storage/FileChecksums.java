package sparksoftmax.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The SHA-256 checksums of all files in a folder, in its file {@value #FILE}, which {@code sha256sum -c} can read.
 * Files whose names begin with a dot or an underscore do not count: Spark and Hadoop put marks there that copies may
 * lack.
 */
public final class FileChecksums {
    /** The name of the file. */
    public static final String FILE = "SHA256SUMS";

    private static final String SEPARATOR = "  ";

    private FileChecksums() {}

    /** Writes the checksums of what is in the folder. */
    public static void write(ModelFolder folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        Map<String, Path> found = list(folder);
        for (Map.Entry<String, Path> file : found.entrySet()) {
            lines.append(checksum(folder, file.getValue()))
                    .append(SEPARATOR)
                    .append(file.getKey())
                    .append('\n');
        }
        try (OutputStream out = folder.files().create(folder.resolve(FILE), false)) {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Checks that the files are those that were saved, if their checksums are there. Other files right in the folder do
     * not matter; in its folders, Spark would read them.
     *
     * @throws IOException that names a file that is missing, not as it was, or was not there
     */
    public static void check(ModelFolder folder) throws IOException {
        if (!folder.has(FILE)) {
            return;
        }
        Map<String, String> saved = read(folder);
        Map<String, Path> found = list(folder);
        for (Map.Entry<String, String> file : saved.entrySet()) {
            Path path = found.get(file.getKey());
            if (path == null) {
                throw damaged(folder, file.getKey(), "is missing");
            }
            if (!checksum(folder, path).equals(file.getValue())) {
                throw damaged(folder, file.getKey(), "is not as it was saved: its checksum is another one");
            }
        }
        for (String name : found.keySet()) {
            if (name.contains(Path.SEPARATOR) && !saved.containsKey(name)) {
                throw damaged(folder, name, "was not saved with it");
            }
        }
    }

    private static IOException damaged(ModelFolder folder, String file, String fault) {
        return new IOException("Folder '" + folder + "' is damaged: its file '" + file + "' " + fault
                + ". Copy the folder again from where it came from, or save the model again.");
    }

    private static Map<String, String> read(ModelFolder folder) throws IOException {
        Map<String, String> saved = new TreeMap<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(folder.files().open(folder.resolve(FILE)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int end = line.indexOf(SEPARATOR);
                if (end < 0) {
                    throw damaged(folder, FILE, "has a line that is not a checksum and a name");
                }
                saved.put(line.substring(end + SEPARATOR.length()), line.substring(0, end));
            }
        }
        if (saved.isEmpty()) {
            throw damaged(folder, FILE, "is empty");
        }
        return saved;
    }

    /** The files by their paths relative to the folder. */
    private static Map<String, Path> list(ModelFolder folder) throws IOException {
        Map<String, Path> found = new TreeMap<>();
        list(folder, folder.path(), "", found);
        found.remove(FILE);
        return found;
    }

    private static void list(ModelFolder folder, Path path, String prefix, Map<String, Path> found) throws IOException {
        for (FileStatus status : folder.files().listStatus(path)) {
            String name = status.getPath().getName();
            if (name.startsWith("_") || name.startsWith(".")) {
                continue;
            }
            if (status.isDirectory()) {
                list(folder, status.getPath(), prefix + name + Path.SEPARATOR, found);
            } else {
                found.put(prefix + name, status.getPath());
            }
        }
    }

    private static String checksum(ModelFolder folder, Path file) throws IOException {
        try (InputStream in = folder.files().open(file)) {
            return new Sha256().add(in).hex();
        }
    }
}
