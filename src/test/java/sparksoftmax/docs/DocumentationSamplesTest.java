package sparksoftmax.docs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.SharedSpark;
import sparksoftmax.docs.PageSamples.Sample;

/**
 * The Java and Scala samples of README and of all pages compile and run, and print what the pages say they print.
 * {@link PageSamples} has the marks by which a page says what a sample needs, and {@link SampleData} what all have.
 */
@ExtendWith(SharedSpark.class)
@Tag("many-queries")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentationSamplesTest {
    @TempDir
    private static Path folder;

    private final JavaSamples java;
    private final Path classes;
    private int numMistakes;

    DocumentationSamplesTest(SparkSession spark) throws Exception {
        // On the class path, so that Spark's tasks find the classes, too.
        this.classes = Path.of(DocumentationSamplesTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        this.java = new JavaSamples(classes);
        SampleData.load(spark, Path.of("src/test/resources/iris.csv"));
    }

    @AfterAll
    void release() throws IOException {
        java.close();
        SampleData.unload();
    }

    static List<MarkdownPage> pages() {
        return MarkdownPage.all(Path.of(""));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void javaSamplesRun(MarkdownPage page) throws Exception {
        runJava(page, folder.resolve(page.toString()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void scalaSamplesRun(MarkdownPage page) throws Exception {
        List<Sample> samples = PageSamples.of(page).samples("scala");
        if (samples.isEmpty()) {
            return;
        }
        Path files = folder.resolve(page + "-scala");
        SampleFiles.put(files);
        List<MarkdownPage.Block> blocks =
                samples.stream().map(sample -> inFolder(sample, files)).toList();
        String name = ScalaSamples.compile(page.toString(), blocks, files, classes);
        checkPrinted(page, samples, printedBy(() -> Class.forName(name)
                .getMethod("run")
                .invoke(null)));
    }

    @Test
    void everyBlockIsRunOrSaysWhyNot() {
        StringBuilder notRun = new StringBuilder();
        for (MarkdownPage page : pages()) {
            for (Sample sample : PageSamples.of(page).notRun()) {
                notRun.append(page.path()).append(':').append(sample.block().line());
                notRun.append(": not run: ").append(sample.whyNotRun()).append('\n');
            }
        }
        System.out.print(notRun);
    }

    @Test
    void mistakesInSamplesAreFoundWithTheirLine() throws Exception {
        assertMistake("text\n```java\nint x = 1;\nint y = z;\n```\n", ":4: cannot find symbol");
        assertMistake("```java\nint x = 1\n```\n", ":2: ';' expected");
        assertMistake(
                "```java\nint x = 1;\n```\n```java\nassertEquals(2, x);\n```\n",
                ":5: org.opentest4j.AssertionFailedError: expected: <2> but was: <1>");
        assertMistake(
                "```java\nSystem.out.println(2.5);\n```\n<!-- prints -->\n```\n2.6\n```\n",
                ":6: the sample prints something else ==> expected: <2.6> but was: <2.5>");
        assertMistake("```ruby\nputs 1\n```\n", ":2: nothing here can run 'ruby'");
        assertMistake("<!-- not run: -->\n```java\nfoo\n```\n", ":1: 'not run' needs a reason");
        assertMistake("<!-- not run: why -->\n", ": a comment without the block that it belongs to");
    }

    @Test
    void laterSamplesUseAndRedeclareVariablesOfEarlierOnes() throws Exception {
        MarkdownPage page = MarkdownPage.of(
                Path.of("fine.md"),
                """
                <!-- setup:
                int hidden = 1;
                -->
                ```java
                import java.util.concurrent.atomic.AtomicInteger;

                AtomicInteger count = new AtomicInteger(hidden);
                for (int i = 0; i < 3; i++) {
                    count.addAndGet(i);
                }
                record Pair(int a, int b) {}
                System.out.println(new Pair(1, count.get()));
                System.out.println("and so on");
                ```
                <!-- prints -->
                ```
                Pair[a=1, b=4]
                ...
                ```
                ```java
                String count = "later " + count().get();
                assertEquals("later 4", count);
                ```
                """
                        .replace("count().get()", "super.count.get()"));
        runJava(page, folder.resolve("fine"));
    }

    private void assertMistake(String text, String message) throws Exception {
        // A name of its own, since its classes are loaded only once.
        MarkdownPage page = MarkdownPage.of(Path.of("mistake-" + ++numMistakes + ".md"), text);
        try {
            PageSamples.of(page).notRun();
            runJava(page, folder.resolve(page.toString()));
        } catch (AssertionError | IllegalArgumentException e) {
            assertTrue(e.getMessage().contains(page + message), e.getMessage());
            return;
        }
        fail("expected: " + message);
    }

    private void runJava(MarkdownPage page, Path files) throws Exception {
        List<Sample> samples = PageSamples.of(page).samples("java");
        if (samples.isEmpty()) {
            return;
        }
        SampleFiles.put(files);
        List<String> names = java.compile(
                page.toString(),
                samples.stream().map(sample -> inFolder(sample, files)).toList());
        // The class of the last block runs all, its superclasses first.
        String all = printedBy(() -> {
            Class.forName(names.get(names.size() - 1)).getConstructor().newInstance();
            return null;
        });
        checkPrinted(page, samples, all);
    }

    private static void checkPrinted(MarkdownPage page, List<Sample> samples, String all) {
        String[] printed = all.split(JavaSamples.END_OF_SAMPLE, -1);
        List<Executable> checks = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            MarkdownPage.Block output = samples.get(i).output();
            String actual = printed[i];
            if (output != null) {
                checks.add(() -> assertEquals(
                        output.code().strip(),
                        PageSamples.shortenedLike(output.code(), actual).strip(),
                        page + ":" + output.line() + ": the sample prints something else"));
            }
        }
        assertAll(checks);
    }

    private static MarkdownPage.Block inFolder(Sample sample, Path files) {
        MarkdownPage.Block block = sample.block();
        return new MarkdownPage.Block(
                block.line(), block.language(), SampleFiles.inFolder(block.code(), files.toAbsolutePath()));
    }

    /** Runs something and returns what it printed; a failure names the line of the page. */
    private static String printedBy(Callable<Object> samples) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PrintStream usual = System.out;
        System.setOut(out);
        try {
            scala.Console.withOut(out, () -> {
                try {
                    return samples.call();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        } catch (IllegalStateException e) {
            Throwable cause = e.getCause() instanceof InvocationTargetException target
                    ? target.getCause()
                    : e.getCause() == null ? e : e.getCause();
            throw new AssertionError(place(cause) + cause, cause);
        } finally {
            System.setOut(usual);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String place(Throwable failure) {
        for (StackTraceElement element : failure.getStackTrace()) {
            if (element.getClassName().startsWith(JavaSamples.PACKAGE)) {
                String name = element.getClassName().substring(JavaSamples.PACKAGE.length() + 1);
                return name.replaceFirst("_md_.*", ".md").replace('_', '-') + ":" + element.getLineNumber() + ": ";
            }
        }
        return "";
    }
}
