package sparksoftmax;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import sparksoftmax.compat.SparkDifferences;

/** Saving to the local file system without a session, which Spark has since 4.1. */
public final class LocalSaving {
    private LocalSaving() {}

    /** Leaves the test out where Spark does not have it. */
    public static void assume() {
        assumeTrue(SparkDifferences.hasLocalSaving(), "Spark before 4.1 has neither saveToLocal nor loadFromLocal");
    }
}
