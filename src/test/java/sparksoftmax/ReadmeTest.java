package sparksoftmax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.param.Param;
import org.junit.jupiter.api.Test;
import sparksoftmax.classification.SoftmaxClassifier;

/**
 * The table of Params in {@code params.md} is that of the code, and README's picture is there.
 * {@code -Dreadme.update=true} rewrites the table.
 */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path PARAMS = Path.of("src/site/markdown/params.md");
    private static final String BEGIN = "<!-- params: generated from the code by scripts/format.sh -->\n";
    private static final String END = "<!-- /params -->";

    private static String table() {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        StringBuilder table = new StringBuilder("| Param | default | meaning |\n| --- | --- | --- |\n");
        for (Param<?> param : estimator.params()) {
            String defaultValue = estimator.getDefault(param).isDefined()
                    ? "`" + estimator.getDefault(param).get() + "`"
                    : "not set";
            String doc = param.doc().replace("|", "\\|").replace("*", "\\*");
            table.append("| `").append(param.name()).append("` | ");
            table.append(defaultValue).append(" | ").append(doc).append(" |\n");
        }
        return table.toString();
    }

    @Test
    void theTableOfParamsIsThatOfTheCode() throws IOException {
        String page = Files.readString(PARAMS);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertTrue(begin >= BEGIN.length() && end >= begin, PARAMS + " has lost the marks around its table");
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(PARAMS, page.substring(0, begin) + table() + page.substring(end));
        } else {
            assertEquals(table(), page.substring(begin, end), "run scripts/format.sh to bring the table up to date");
        }
    }

    @Test
    void thePictureIsThere() throws IOException {
        String readme = Files.readString(README);
        int open = readme.indexOf("](", readme.indexOf("!["));
        Path picture = Path.of(readme.substring(open + 2, readme.indexOf(')', open)));
        assertTrue(Files.size(picture) > 0, picture.toString());
    }
}
