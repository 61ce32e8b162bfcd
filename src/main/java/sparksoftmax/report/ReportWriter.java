package sparksoftmax.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a report into a folder: a page for people, and the same figures for machines. */
public final class ReportWriter {
    /** The page: one HTML file that needs no other. */
    public static final String PAGE = "report.html";

    /**
     * The figures: {@link ReportData} as JSON. Numbers that JSON does not have are the strings "NaN" and "Infinity".
     */
    public static final String FIGURES = "report.json";

    private ReportWriter() {}

    /**
     * Creates the folder if it does not exist, and checks that files can be written there.
     *
     * @throws IOException if the folder or a file in it cannot be written
     */
    public static void prepare(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "report", null));
        } catch (IOException e) {
            throw new IOException("The folder '" + folder + "' for the report must be writable, but is not", e);
        }
        for (String name : new String[] {PAGE, FIGURES}) {
            Path file = folder.resolve(name);
            if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isWritable(file))) {
                throw new IOException("The report must be written to '" + file
                        + "', but what is there is not a file that can be overwritten");
            }
        }
    }

    /**
     * Writes {@value #PAGE} and {@value #FIGURES}, and overwrites earlier ones.
     *
     * @throws IOException if a file cannot be written
     */
    public static void write(Path folder, ReportData data) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(PAGE), ReportPage.html(data).getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve(FIGURES), Json.pretty(data).getBytes(StandardCharsets.UTF_8));
    }
}
