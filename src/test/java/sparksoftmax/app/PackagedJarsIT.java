package sparksoftmax.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What the packaged jars carry: of others only what is said to be there, under other names, with its licenses. */
class PackagedJarsIT {
    private static final Path TARGET = Path.of(System.getProperty("basedir"), "target");
    private static final String LIBRARY = "spark-softmax_2.13-0.1.0-SNAPSHOT.jar";
    private static final String APPLICATION = "spark-softmax_2.13-0.1.0-SNAPSHOT-app.jar";
    private static final String SHADED = "sparksoftmax/shaded/";
    private static final String LICENSES = "META-INF/licenses/";

    private static Set<String> files(String jar, Predicate<String> chosen) throws IOException {
        try (ZipFile zip = new ZipFile(TARGET.resolve(jar).toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(chosen)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String text(String name) throws IOException {
        try (ZipFile zip = new ZipFile(TARGET.resolve(APPLICATION).toFile())) {
            return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean isOurs(String name) {
        return name.startsWith("sparksoftmax/") && !name.startsWith(SHADED)
                || name.startsWith(LICENSES)
                || name.startsWith("META-INF/maven/sparksoftmax/")
                || name.startsWith("META-INF/services/org.apache.spark.ml.")
                || Set.of("META-INF/MANIFEST.MF", "META-INF/jpms.args").contains(name);
    }

    @Test
    void theLibraryJarCarriesNothingButItself() throws IOException {
        assertEquals(Set.of(), files(LIBRARY, name -> !isOurs(name)));
    }

    @Test
    void theApplicationJarCarriesOthersUnderOtherNamesOnly() throws IOException {
        List<String> alsoThere = List.of(
                SHADED,
                "META-INF/resources/webjars/echarts/",
                "META-INF/maven/org.webjars.npm/echarts/",
                "META-INF/LICENSE",
                "META-INF/NOTICE");
        assertEquals(
                Set.of(),
                files(APPLICATION, name -> !isOurs(name) && alsoThere.stream().noneMatch(name::startsWith)));
        assertEquals(
                files(LIBRARY, name -> true),
                files(APPLICATION, PackagedJarsIT::isOurs),
                "all of the library is in the application");
    }

    @Test
    void thePythonPackageIsInBothJarsAndInAZipOfItsOwn() throws IOException {
        Set<String> expected = new TreeSet<>();
        try (Stream<Path> sources =
                Files.list(Path.of(System.getProperty("basedir"), "src/main/python/sparksoftmax"))) {
            sources.map(source -> source.getFileName().toString())
                    .filter(name -> name.endsWith(".py") || name.equals("py.typed"))
                    .forEach(name -> expected.add("sparksoftmax/" + name));
        }
        assertTrue(expected.contains("sparksoftmax/classification.py"), expected.toString());
        Predicate<String> isPython = name -> name.matches("sparksoftmax/[^/]*(\\.py|py\\.typed)");
        assertEquals(expected, files(APPLICATION, isPython));
        assertEquals(expected, files(LIBRARY, isPython));
        expected.add("pyproject.toml");
        assertEquals(expected, files(LIBRARY.replace(".jar", "-python.zip"), name -> true));
    }

    @Test
    void everyLibraryInTheApplicationJarHasItsLicense() throws IOException {
        String list = text(LICENSES + "README.txt");
        Set<String> packages = files(APPLICATION, name -> name.startsWith(SHADED)).stream()
                .map(name ->
                        name.substring(0, name.indexOf('/', SHADED.length())).replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = new TreeSet<>();
        Matcher matcher = Pattern.compile("sparksoftmax\\.shaded\\.\\w+").matcher(list);
        while (matcher.find()) {
            listed.add(matcher.group());
        }
        assertEquals(packages, listed);
        matcher = Pattern.compile("see (\\w[\\w-]*\\.txt)").matcher(list);
        int texts = 0;
        for (; matcher.find(); texts++) {
            assertTrue(text(LICENSES + matcher.group(1)).contains("opyright"), matcher.group(1));
        }
        assertTrue(texts >= 3, list);
        assertTrue(text("META-INF/LICENSE").contains("Version 2.0, January 2004"));
        for (String project : List.of("Apache Batik", "Apache XML Graphics Commons")) {
            assertTrue(text("META-INF/NOTICE").contains(project), project);
        }
        for (String file : List.of("/LICENSE", "/NOTICE")) {
            assertEquals(
                    1,
                    files(
                                    APPLICATION,
                                    name -> name.startsWith("META-INF/resources/webjars/echarts/")
                                            && name.endsWith(file))
                            .size(),
                    file);
        }
    }

    @Test
    void theBillOfMaterialsListsWhatTheApplicationJarCarries() throws IOException {
        Path bill = TARGET.resolve("bom.json");
        assumeTrue(Files.exists(bill), "Maven makes no bill of materials when it is offline");
        Set<String> names = new TreeSet<>();
        for (JsonNode component : new ObjectMapper().readTree(bill.toFile()).path("components")) {
            names.add(component.path("name").asText());
            assertTrue(component.path("licenses").size() > 0, component.path("name") + " has no license");
            assertTrue(component.path("hashes").size() > 0, component.path("name") + " has no checksums");
        }
        assertTrue(
                names.containsAll(List.of(
                        "batik-svggen",
                        "echarts",
                        "freemarker",
                        "gson",
                        "jline-terminal",
                        "picocli",
                        "progressbar",
                        "protobuf-java",
                        "tribuo-util-onnx",
                        "xchart",
                        "xmlgraphics-commons")),
                names.toString());
        assertTrue(names.stream().noneMatch(name -> name.startsWith("spark-") || name.contains("junit")), names + "");
    }
}
