package sparksoftmax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.Test;
import sparksoftmax.classification.SoftmaxClassifier;
import sparksoftmax.classification.SoftmaxClassifierCV;

/**
 * The tables of Params in {@code params.md} are those of the code, and README's picture is there.
 * {@code -Dreadme.update=true} rewrites the tables.
 */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path PARAMS = Path.of("src/site/markdown/params.md");
    private static final String BEGIN = "<!-- params: generated from the code by scripts/format.sh -->\n";
    private static final String BEGIN_CV = "<!-- params of SoftmaxClassifierCV: generated likewise -->\n";
    private static final String END = "<!-- /params -->";

    private static String table(Params estimator, Predicate<Param<?>> included) {
        StringBuilder table = new StringBuilder("| Param | default | meaning |\n| --- | --- | --- |\n");
        for (Param<?> param : estimator.params()) {
            if (included.test(param)) {
                String doc = param.doc().replace("|", "\\|").replace("*", "\\*");
                table.append("| `").append(param.name()).append("` | ");
                table.append(defaultValue(estimator, param))
                        .append(" | ")
                        .append(doc)
                        .append(" |\n");
            }
        }
        return table.toString();
    }

    private static String defaultValue(Params estimator, Param<?> param) {
        if (estimator.getDefault(param).isEmpty()) {
            return "not set";
        }
        Object value = estimator.getDefault(param).get();
        return "`" + (value instanceof double[] numbers ? Arrays.toString(numbers) : value) + "`";
    }

    @Test
    void theTablesOfParamsAreThoseOfTheCode() throws IOException {
        SoftmaxClassifier classifier = new SoftmaxClassifier();
        assertUpToDate(BEGIN, table(classifier, param -> true));
        assertUpToDate(BEGIN_CV, table(new SoftmaxClassifierCV(), param -> !classifier.hasParam(param.name())));
    }

    private static void assertUpToDate(String mark, String table) throws IOException {
        String page = Files.readString(PARAMS);
        int begin = page.indexOf(mark) + mark.length();
        int end = page.indexOf(END, begin);
        assertTrue(begin >= mark.length() && end >= begin, PARAMS + " has lost the marks around a table");
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(PARAMS, page.substring(0, begin) + table + page.substring(end));
        } else {
            assertEquals(table, page.substring(begin, end), "run scripts/format.sh to bring the table up to date");
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
