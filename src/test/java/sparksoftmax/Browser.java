package sparksoftmax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A headless Chromium, where there is one. */
public final class Browser {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int SECONDS = 60;

    private Browser() {}

    /** Skips the test, with a message, if there is no browser. */
    private static String binary() {
        for (String folder : System.getenv("PATH").split(":")) {
            for (String name : NAMES) {
                if (Files.isExecutable(Path.of(folder, name))) {
                    return folder + "/" + name;
                }
            }
        }
        String message = "SKIPPED: the page was not opened in a browser, since there is no " + String.join(", ", NAMES)
                + " on the PATH. Install Chromium to run this test.";
        System.err.println(message);
        return abort(message);
    }

    /**
     * Opens a page, and fails if its console has an error or a warning.
     *
     * @param profile an empty folder
     * @return the page after its scripts have run
     */
    public static Document open(Path page, Path profile) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                binary(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--enable-logging=stderr",
                "--virtual-time-budget=5000",
                "--dump-dom",
                page.toUri().toString()));
        Path out = profile.resolve("dom.html");
        Path err = profile.resolve("log.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "the browser did not end");
        } finally {
            process.destroyForcibly();
        }
        try (Stream<String> lines = Files.lines(err, StandardCharsets.ISO_8859_1)) {
            assertEquals(
                    List.of(), lines.filter(line -> line.contains(":CONSOLE")).toList());
        }
        return Jsoup.parse(out, "UTF-8");
    }
}
