package sparksoftmax.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The figures of the tests of faults, one line each, in {@code target/cluster-faults.txt}. */
final class FaultReport {
    private static final Path FILE = Path.of(System.getProperty("basedir", ""), "target", "cluster-faults.txt");

    private FaultReport() {}

    static void add(String line) throws IOException {
        Files.writeString(FILE, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
