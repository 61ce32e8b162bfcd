package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What is published beside the jars of {@link PackagedJarsIT}: sources, documentation, the Python package and what the
 * pom says. scripts/package.sh makes these files and runs this test.
 */
@Tag("package")
class PackagedFilesIT {
    private static final Path ROOT = Path.of(System.getProperty("basedir"));
    private static final String NAME = "spark-softmax_2.13-0.1.0-SNAPSHOT";

    private static Path target(String name) {
        return ROOT.resolve("target").resolve(name);
    }

    private static Set<String> files(Path zip, Predicate<String> chosen) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(chosen)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String text(Path zip, String name) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return new String(file.getInputStream(file.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Set<String> filesBelow(String folder, Predicate<String> chosen) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file ->
                            ROOT.resolve(folder).relativize(file).toString().replace('\\', '/'))
                    .filter(chosen)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theSourcesJarHasAllSourcesAndNothingElse() throws IOException {
        Path jar = target(NAME + "-sources.jar");
        Set<String> expected = filesBelow("src/main/java", name -> true);
        expected.addAll(filesBelow("src/main/spark-4/java", name -> true));
        assertEquals(expected, files(jar, name -> name.endsWith(".java")));
        assertEquals(
                Set.of(),
                files(
                        jar,
                        name -> !name.startsWith("sparksoftmax/")
                                && !name.startsWith("META-INF/")
                                && !name.endsWith(".md")));
        String source = "sparksoftmax/classification/SoftmaxClassifier.java";
        assertEquals(Files.readString(ROOT.resolve("src/main/java").resolve(source)), text(jar, source));
    }

    @Test
    void theJavadocJarHasAPageForEveryPublicClass() throws IOException {
        Path jar = target(NAME + "-javadoc.jar");
        Set<String> pages = files(jar, name -> name.endsWith(".html"));
        Set<String> classes = new TreeSet<>();
        for (String source : filesBelow("src/main/java", name -> !name.endsWith("-info.java"))) {
            String name = source.substring(source.lastIndexOf('/') + 1, source.length() - ".java".length());
            String text = Files.readString(ROOT.resolve("src/main/java").resolve(source));
            if (text.matches(
                    "(?s).*\\npublic (final |abstract |sealed )*(class|interface|record|enum) " + name + "\\b.*")) {
                classes.add(source.replace(".java", ".html"));
            }
        }
        assertTrue(classes.size() > 50, classes::toString);
        classes.removeAll(pages);
        assertEquals(Set.of(), classes);
        assertTrue(
                text(jar, "sparksoftmax/classification/SoftmaxClassifier.html").contains("setRegParam"));
    }

    /** What is not optional comes with {@code --packages}; the application jar has the rest. */
    @Test
    void thePomNamesWhatTheLibraryNeeds() throws Exception {
        Element project = pom().getDocumentElement();
        Map<String, String> dependencies = new TreeMap<>();
        for (Element dependency : children(child(project, "dependencies"))) {
            String scope = textOf(dependency, "scope");
            if (!"test".equals(scope) && !"true".equals(textOf(dependency, "optional"))) {
                dependencies.put(textOf(dependency, "artifactId"), scope == null ? "compile" : scope);
            }
        }
        assertEquals(
                Map.of(
                        "echarts", "compile",
                        "gson", "compile",
                        "protobuf-java", "compile",
                        "spark-mllib_${scala.binary.version}", "provided",
                        "tribuo-util-onnx", "compile"),
                dependencies);
    }

    @Test
    void thePomHasWhatACentralRepositoryAsksFor() throws Exception {
        Element project = pom().getDocumentElement();
        for (String name : List.of("groupId", "artifactId", "version", "name", "description", "url")) {
            assertFalse(textOf(project, name).isBlank(), name);
        }
        for (String name : List.of("licenses", "developers", "scm")) {
            assertFalse(children(child(project, name)).isEmpty(), name);
        }
    }

    @Test
    void theBillOfMaterialsIsOfThisVersion() throws IOException {
        assertTrue(Files.readString(target("bom.json")).contains("\"0.1.0-SNAPSHOT\""));
        assertTrue(Files.readString(target("bom.xml")).contains("<version>0.1.0-SNAPSHOT</version>"));
    }

    @Test
    void thePythonZipHasThePackage() throws IOException {
        List<Path> zips;
        try (Stream<Path> files = Files.list(ROOT.resolve("target"))) {
            zips = files.filter(file -> file.toString().endsWith("-python.zip")).toList();
        }
        assertEquals(1, zips.size(), zips::toString);
        Set<String> expected = filesBelow("src/main/python", name -> name.matches("sparksoftmax/\\w+\\.py"));
        assertEquals(expected, files(zips.get(0), name -> name.endsWith(".py")));
    }

    private static Document pom() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve("pom.xml").toFile());
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static Element child(Element element, String name) {
        return children(element).stream()
                .filter(child -> child.getTagName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The text of a child; null if there is no such child. */
    private static String textOf(Element element, String name) {
        Element child = child(element, name);
        return child == null ? null : child.getTextContent().strip();
    }
}
