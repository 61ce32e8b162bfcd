package sparksoftmax.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** With the Spark of the tests; the package {@code versions} has tests with other versions. */
class SparkDifferencesTest {
    /** What a Scala object with default values looks like. */
    public static final class ScalaObject {
        /** Has a second parameter whose default value is 2. */
        public int sum(int first, int second) {
            if (first < 0) {
                throw new IllegalArgumentException("first");
            }
            return first + second;
        }

        /** The default value of the second parameter. */
        public int sum$default$2() {
            return 2;
        }
    }

    @Test
    void parametersThatAreLeftOutHaveTheirDefaultValues() {
        ScalaObject object = new ScalaObject();
        assertEquals(42, SparkDifferences.callWithDefaults(object, "sum", 40));
        assertEquals(43, SparkDifferences.callWithDefaults(object, "sum", 40, 3));
    }

    @Test
    void whatTheMethodThrowsIsThrown() {
        assertThrows(
                IllegalArgumentException.class, () -> SparkDifferences.callWithDefaults(new ScalaObject(), "sum", -1));
    }

    @Test
    void aMethodThatIsMissingIsNamed() {
        Exception missing = assertThrows(
                IllegalStateException.class, () -> SparkDifferences.callWithDefaults(new ScalaObject(), "product", 1));
        assertTrue(missing.getMessage().contains("ScalaObject.product"), missing.getMessage());
    }

    @Test
    void localSavingIsOnlyWhileSparkSavesLocally() {
        assertFalse(SparkDifferences.isLocalSaving());
    }
}
