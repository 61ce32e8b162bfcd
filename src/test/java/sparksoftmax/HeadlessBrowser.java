package sparksoftmax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Chromium without a window, if this machine has it. */
public final class HeadlessBrowser {
    private static final int SECONDS = 120;

    private final Path program;
    private final Path folder;

    /**
     * The page as it is after its scripts have run.
     *
     * @param dom the elements, as HTML
     * @param console the messages that the page wrote to the console: one for every error
     */
    public record Page(String dom, List<String> console) {}

    private HeadlessBrowser(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /**
     * The browser; if there is none, the test is skipped.
     *
     * @param folder an empty folder for the browser's own files
     */
    public static HeadlessBrowser orSkip(Path folder) {
        Optional<Path> found = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(path -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                found.isPresent(),
                "SKIPPED: NO PAGE WAS SHOWN IN A BROWSER, since this machine has none. Install chromium to run this.");
        return new HeadlessBrowser(found.orElseThrow(), folder);
    }

    /** Opens a page, and lets its scripts run for as long as they would in {@code millis} milliseconds. */
    public Page open(String url, int millis) throws IOException, InterruptedException {
        Path dom = folder.resolve("dom.html");
        Path errors = folder.resolve("errors.txt");
        run(
                dom,
                errors,
                List.of("--enable-logging=stderr", "--v=0", "--virtual-time-budget=" + millis, "--dump-dom", url));
        try (Stream<String> lines = Files.lines(errors)) {
            return new Page(
                    Files.readString(dom),
                    lines.filter(line -> line.contains("CONSOLE")).toList());
        }
    }

    /**
     * Opens a page in a file, and fails if its console has an error or a warning.
     *
     * @param folder an empty folder for the browser's own files
     * @return the page after its scripts have run
     */
    public static Document openFile(Path file, Path folder) throws IOException, InterruptedException {
        Page page = orSkip(folder).open(file.toUri().toString(), 5000);
        assertEquals(List.of(), page.console());
        return Jsoup.parse(page.dom());
    }

    /** Opens a page and saves what it looks like, as PNG. */
    public void screenshot(String url, int millis, int width, int height, Path png)
            throws IOException, InterruptedException {
        run(
                folder.resolve("ignored.txt"),
                folder.resolve("errors.txt"),
                List.of(
                        "--virtual-time-budget=" + millis,
                        "--window-size=" + width + "," + height,
                        "--hide-scrollbars",
                        "--screenshot=" + png.toAbsolutePath(),
                        url));
    }

    private void run(Path out, Path err, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        if (!ended) {
            throw new IllegalStateException("The browser hung: " + Files.readString(err));
        }
    }
}
