package sparksoftmax.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** What cases share: the session, a folder, and things that are made once. */
final class Workspace {
    private final SparkSession spark;
    private final Path folder;
    private final Map<String, Object> made = new HashMap<>();
    private int folders;

    Workspace(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    SparkSession spark() {
        return spark;
    }

    /** Something that is made when it is first needed. */
    @SuppressWarnings("unchecked")
    synchronized <T> T once(String name, Supplier<T> maker) {
        if (!made.containsKey(name)) {
            made.put(name, maker.get());
        }
        return (T) made.get(name);
    }

    /** A folder that stays until the end. */
    Path folder(String name) {
        return created(folder.resolve(name));
    }

    /** A new, empty folder, for one case. */
    synchronized Path newFolder() {
        return created(folder.resolve("case-" + folders++));
    }

    private static Path created(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    void deleteAll() throws IOException {
        delete(folder);
    }
}
