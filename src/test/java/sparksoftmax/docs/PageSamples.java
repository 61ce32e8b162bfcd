package sparksoftmax.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The code blocks of a page, and what comments say of them. Readers do not see these comments:
 *
 * <ul>
 *   <li>{@code <!-- setup: Java code -->} runs before the blocks below;
 *   <li>{@code <!-- check: Java code -->} is the same, for assertions on the blocks above;
 *   <li>{@code <!-- prints -->}: the next block is what the block or the commands above print. A line {@code ...} in it
 *       stands for any lines;
 *   <li>{@code <!-- fails -->}: the commands of the next block are meant to fail; what they print includes the message;
 *   <li>{@code <!-- file: name -->}: the next block is a file that commands read;
 *   <li>{@code <!-- not run: reason -->}: the next block is not run;
 *   <li>{@code <!-- python: Python code -->} is what setup and check are, for Python.
 * </ul>
 *
 * Blocks without a language are not run, except for the commands in them that begin with {@code scripts/softmax}. Those
 * in Python are run by {@code scripts/test-python.sh}, which understands the same comments.
 */
public final class PageSamples {
    /** Languages of blocks that are shown, not run. */
    private static final Set<String> SHOWN = Set.of("json", "text", "xml", "properties", "csv");

    /** Why Python samples are not run here. */
    private static final String RUN_ELSEWHERE = "scripts/test-python.sh runs Python samples";

    private static final Set<String> RUN = Set.of("", "java", "scala", "sh", "bash", "console");

    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, String> files = new TreeMap<>();

    /**
     * A block to run.
     *
     * @param fails whether its commands are meant to fail
     * @param output the block with what it prints, or null
     * @param whyNotRun the reason for which it is not run, or null
     */
    public record Sample(MarkdownPage.Block block, boolean fails, MarkdownPage.Block output, String whyNotRun) {}

    private PageSamples() {}

    /**
     * The samples of a page.
     *
     * @throws IllegalArgumentException if a comment is not understood, or a block is of a language that cannot be run
     */
    public static PageSamples of(MarkdownPage page) {
        PageSamples result = new PageSamples();
        String reason = null;
        boolean prints = false;
        boolean fails = false;
        String file = null;
        for (MarkdownPage.Part part : page.parts()) {
            if (part instanceof MarkdownPage.Comment comment) {
                String text = comment.text().strip();
                if (text.startsWith("setup:") || text.startsWith("check:")) {
                    String code = comment.text().substring(comment.text().indexOf(':') + 1);
                    result.samples.add(
                            new Sample(new MarkdownPage.Block(comment.line(), "java", code), false, null, null));
                } else if (text.startsWith("not run:")) {
                    reason = text.substring("not run:".length()).strip();
                    if (reason.isEmpty()) {
                        throw new IllegalArgumentException(page + ":" + comment.line() + ": 'not run' needs a reason");
                    }
                } else if (text.equals("prints")) {
                    prints = true;
                } else if (text.startsWith("file:")) {
                    file = text.substring("file:".length()).strip();
                } else if (text.equals("fails")) {
                    fails = true;
                }
            } else if (part instanceof MarkdownPage.Block block) {
                if (file != null) {
                    result.files.put(file, block.code());
                } else if (prints) {
                    result.addOutput(page, block);
                } else {
                    result.add(page, block, fails, reason);
                }
                reason = null;
                prints = false;
                fails = false;
                file = null;
            }
        }
        if (reason != null || prints || fails || file != null) {
            throw new IllegalArgumentException(page + ": a comment without the block that it belongs to");
        }
        return result;
    }

    private void add(MarkdownPage page, MarkdownPage.Block block, boolean fails, String reason) {
        if (reason == null && block.language().equals("python")) {
            samples.add(new Sample(block, false, null, RUN_ELSEWHERE));
        } else if (reason != null || RUN.contains(block.language())) {
            samples.add(new Sample(block, fails, null, reason));
        } else if (!SHOWN.contains(block.language())) {
            throw new IllegalArgumentException(
                    page + ":" + block.line() + ": nothing here can run '" + block.language() + "'");
        }
    }

    private void addOutput(MarkdownPage page, MarkdownPage.Block output) {
        int last = samples.size() - 1;
        while (last >= 0
                && samples.get(last).whyNotRun() != null
                && !samples.get(last).whyNotRun().equals(RUN_ELSEWHERE)) {
            last--;
        }
        if (last < 0) {
            throw new IllegalArgumentException(page + ":" + output.line() + ": nothing above could have printed this");
        }
        Sample printing = samples.get(last);
        samples.set(last, new Sample(printing.block(), printing.fails(), output, printing.whyNotRun()));
    }

    /** The samples in a language that are to be run. */
    public List<Sample> samples(String... languages) {
        Set<String> wanted = Set.of(languages);
        return samples.stream()
                .filter(sample -> sample.whyNotRun() == null)
                .filter(sample -> wanted.contains(sample.block().language()))
                .toList();
    }

    /** The files that the page shows, by their names. */
    public Map<String, String> files() {
        return files;
    }

    /** The blocks that are deliberately not run. */
    public List<Sample> notRun() {
        return samples.stream().filter(sample -> sample.whyNotRun() != null).toList();
    }

    /**
     * The printed text, with "..." for the lines that the expected text leaves out in this way, if it agrees with it.
     */
    public static String shortenedLike(String expected, String printed) {
        StringBuilder pattern = new StringBuilder();
        for (String line : expected.strip().lines().toList()) {
            pattern.append(
                    line.strip().equals("...") ? "(?:.*\\R)*?" : Pattern.quote(line.stripTrailing()) + "\\h*\\R");
        }
        String text = printed.replace("\r\n", "\n").strip() + "\n";
        return text.matches(pattern.toString()) ? expected : text;
    }
}
