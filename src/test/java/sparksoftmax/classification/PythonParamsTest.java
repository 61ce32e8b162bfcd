package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The Python package has the Params of the Java classes, and the version of the project. {@code -Dreadme.update=true}
 * rewrites both; {@code scripts/test-python.sh} tests that PySpark finds the same.
 */
class PythonParamsTest {
    private static final Path PACKAGE = Path.of("src/main/python/sparksoftmax");
    private static final Pattern POM_VERSION = Pattern.compile("<version>([^<]+)</version>");
    private static final Pattern PYTHON_VERSION = Pattern.compile("(?<=\n__version__ = \")[^\"]+");

    @Test
    void theParamsAreThoseOfTheJavaClasses() throws IOException {
        assertUpToDate(PACKAGE.resolve("classification.py"), new PythonParams()::update);
    }

    @Test
    void theVersionIsThatOfTheProject() throws IOException {
        Matcher version = POM_VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertTrue(version.find());
        String ofPython = version.group(1).replace("-SNAPSHOT", ".dev0");
        assertUpToDate(
                PACKAGE.resolve("__init__.py"),
                text -> PYTHON_VERSION.matcher(text).replaceFirst(ofPython));
    }

    @Test
    void aModuleWithoutMarksIsRefused() {
        IllegalStateException e = assertThrows(
                IllegalStateException.class, () -> new PythonParams().update("class SoftmaxClassifier:\n"));
        assertTrue(e.getMessage().contains("the marks around the part 'shared'"), e.getMessage());
    }

    private static void assertUpToDate(Path file, UnaryOperator<String> update) throws IOException {
        String text = Files.readString(file);
        String updated = update.apply(text);
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(file, updated);
        } else {
            assertEquals(updated, text, "run scripts/format.sh to bring " + file + " up to date");
        }
    }
}
