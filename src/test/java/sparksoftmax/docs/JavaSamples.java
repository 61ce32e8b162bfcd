package sparksoftmax.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the Java blocks of pages. Each block becomes a class whose superclass is that of the block before: variables
 * are fields, which later blocks can use or declare again, and other statements are initializers. The code stands at
 * the same line of the class as of the page.
 */
final class JavaSamples implements AutoCloseable {
    static final String PACKAGE = "sparksoftmax.docs.samples";

    /** What a class prints after the block that it runs. */
    static final String END_OF_SAMPLE = "---- end of sample ----";

    /** What samples may use without importing it. */
    private static final List<String> IMPORTS = List.of(
            "java.util.ArrayList",
            "java.util.Arrays",
            "java.util.List",
            "java.util.Map",
            "java.nio.file.Files",
            "java.nio.file.Path",
            "org.apache.spark.ml.*",
            "org.apache.spark.ml.classification.*",
            "org.apache.spark.ml.evaluation.*",
            "org.apache.spark.ml.feature.*",
            "org.apache.spark.ml.linalg.*",
            "org.apache.spark.ml.param.*",
            "org.apache.spark.ml.tuning.*",
            "org.apache.spark.sql.*",
            "org.apache.spark.sql.streaming.*",
            "sparksoftmax.classification.*",
            "static org.apache.spark.sql.functions.*",
            "static org.junit.jupiter.api.Assertions.assertArrayEquals",
            "static org.junit.jupiter.api.Assertions.assertEquals",
            "static org.junit.jupiter.api.Assertions.assertTrue");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
    private final Path classes;

    /** @param classes a folder on the class path of this virtual machine */
    JavaSamples(Path classes) {
        this.classes = classes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /**
     * Compiles the blocks of a page.
     *
     * @return the classes, one for each block
     * @throws IllegalArgumentException with the compiler's messages
     */
    List<String> compile(String page, List<MarkdownPage.Block> blocks) throws IOException {
        Set<String> imports = new LinkedHashSet<>(IMPORTS);
        List<String> names = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        for (MarkdownPage.Block block : blocks) {
            String name = page.replaceAll("\\W", "_") + "_line_" + block.line();
            String superclass = names.isEmpty() ? SampleData.class.getName() : names.get(names.size() - 1);
            String code = block.code()
                    .lines()
                    .map(line -> {
                        if (line.startsWith("import ")) {
                            imports.add(line.substring("import ".length(), line.indexOf(';')));
                            return "";
                        }
                        return line;
                    })
                    .collect(Collectors.joining("\n", "", "\n"));
            String header = "package " + PACKAGE + ";"
                    + imports.stream().map(each -> "import " + each + ";").collect(Collectors.joining())
                    + "@SuppressWarnings(\"all\") public class " + name + " extends " + superclass + " { public " + name
                    + "() throws Exception {} ";
            sources.add(new Source(
                    PACKAGE + "." + name,
                    header + "\n".repeat(block.line() - 1) + members(page, block, code) + "{ System.out.print(\""
                            + END_OF_SAMPLE + "\"); }}"));
            names.add(PACKAGE + "." + name);
        }
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        boolean compiled = compiler.getTask(
                        null,
                        files,
                        messages,
                        List.of(
                                "-proc:none",
                                "-Xlint:none",
                                "-d",
                                classes.toString(),
                                "-classpath",
                                System.getProperty("java.class.path")),
                        null,
                        sources)
                .call();
        if (!compiled) {
            throw new IllegalArgumentException(describe(page, messages, 0));
        }
        return names;
    }

    /** The code of a block with its statements, other than declarations, in initializers. */
    private String members(String page, MarkdownPage.Block block, String code) throws IOException {
        String before = "class Sample { void run() throws Exception {\n";
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) compiler.getTask(
                null,
                files,
                messages,
                List.of("-proc:none"),
                null,
                List.of(new Source("Sample", before + code + "}}")));
        CompilationUnitTree unit = task.parse().iterator().next();
        if (messages.getDiagnostics().stream().anyMatch(each -> each.getKind() == Diagnostic.Kind.ERROR)) {
            throw new IllegalArgumentException(describe(page, messages, block.line() - 2));
        }
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        MethodTree method = (MethodTree) ((ClassTree) unit.getTypeDecls().get(0))
                .getMembers().stream()
                        .filter(MethodTree.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        StringBuilder members = new StringBuilder();
        int done = before.length();
        String text = before + code;
        for (StatementTree statement : method.getBody().getStatements()) {
            if (isDeclaration(statement)) {
                continue;
            }
            int start = (int) positions.getStartPosition(unit, statement);
            int end = (int) positions.getEndPosition(unit, statement);
            members.append(text, done, start)
                    .append('{')
                    .append(text, start, end)
                    .append('}');
            done = end;
        }
        return members.append(text, done, text.length()).toString();
    }

    private static boolean isDeclaration(Tree statement) {
        return statement instanceof VariableTree || statement instanceof ClassTree;
    }

    private static String describe(String page, DiagnosticCollector<JavaFileObject> messages, int linesBefore) {
        return messages.getDiagnostics().stream()
                .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                .map(message -> page + ":" + (message.getLineNumber() + linesBefore) + ": " + message.getMessage(null))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
