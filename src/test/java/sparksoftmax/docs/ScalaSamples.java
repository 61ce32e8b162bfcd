package sparksoftmax.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compiles the Scala blocks of a page into one object; later blocks can use what earlier ones declare. After each block
 * {@link JavaSamples#END_OF_SAMPLE} is printed.
 */
final class ScalaSamples {
    private ScalaSamples() {}

    /**
     * Compiles the blocks of a page.
     *
     * @param folder where the source goes
     * @param classes a folder on the class path of this virtual machine
     * @return the class whose static method {@code run} runs the blocks
     * @throws IllegalArgumentException with the compiler's messages
     */
    static String compile(String page, List<MarkdownPage.Block> blocks, Path folder, Path classes) throws IOException {
        String name = page.replaceAll("\\W", "_") + "_scala";
        StringBuilder source = new StringBuilder();
        source.append("package ")
                .append(JavaSamples.PACKAGE)
                .append("; object ")
                .append(name);
        source.append(" { def run(): Unit = { import sparksoftmax.docs.SampleData._; val session = spark;");
        source.append(" import session.implicits._;");
        int line = 1;
        for (MarkdownPage.Block block : blocks) {
            source.append("\n".repeat(block.line() - line - 1))
                    .append(" locally {\n")
                    .append(block.code())
                    .append("; Predef.print(\"" + JavaSamples.END_OF_SAMPLE + "\")");
            line = block.line() + (int) block.code().lines().count();
        }
        source.append("}".repeat(blocks.size())).append("}}\n");
        Path file = folder.resolve(name + ".scala");
        Files.writeString(file, source);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        boolean compiled = scala.Console.withErr(
                new PrintStream(messages, true, StandardCharsets.UTF_8),
                () -> scala.tools.nsc.Main.process(new String[] {
                    "-d",
                    classes.toString(),
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-Ypatmat-exhaust-depth",
                    "off",
                    file.toString()
                }));
        if (!compiled) {
            throw new IllegalArgumentException(messages.toString(StandardCharsets.UTF_8));
        }
        return JavaSamples.PACKAGE + "." + name;
    }
}
