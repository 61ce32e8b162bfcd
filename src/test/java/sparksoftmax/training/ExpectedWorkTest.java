package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import sparksoftmax.features.DatasetStatistics;

/** Estimates of the arithmetic of a fit, by hand. */
class ExpectedWorkTest {
    private static double of(PlannedData data, int numClasses, boolean remembers) {
        return ExpectedWork.ofEachThread(
                DatasetStatistics.of(data.partitions(), null), numClasses, data.settings(), remembers, data.facts());
    }

    @Test
    void twoThreadsShareThePassesOfAuto() {
        // 20 passes over 4,000 rows x 50 features x 10 classes: two products of rows, and functions of margins.
        assertEquals(20 * 4000 * 10 * (2 * 50 + 15) / 2.0, of(new PlannedData(4000, 50, 10), 10, false));
        assertEquals(
                20 * 4000 * 10 * (2 * 50 + 15) / 16.0, of(new PlannedData(4000, 50, 10).driverCores(16), 10, false));
    }

    @Test
    void zerosAreSkippedWhereTheyAreMany() {
        assertEquals(20 * 4000 * 10 * (2 * 5 + 15) / 2.0, of(new PlannedData(4000, 50, 10).perRow(5), 10, false));
        assertEquals(20 * 4000 * 10 * (2 * 50 + 15) / 2.0, of(new PlannedData(4000, 50, 10).perRow(40), 10, false));
    }

    @Test
    void gradientDescentMakesAllPassesAskedFor() {
        assertEquals(
                500.0 * 4000 * 10 * (2 * 50 + 15) / 2.0,
                of(new PlannedData(4000, 50, 10).solver(SolverName.SGD).maxIter(500), 10, false));
        assertEquals(3 * 4000 * 10 * (2 * 50 + 15) / 2.0, of(new PlannedData(4000, 50, 10).maxIter(3), 10, false));
    }

    @Test
    void theCovariancesThatAreRememberedCount() {
        double without = of(new PlannedData(4000, 50, 10), 10, false);
        assertEquals(without + 2048 * 50 * 50 / 2.0, of(new PlannedData(4000, 50, 10), 10, true));
        assertEquals(
                of(new PlannedData(1000, 50, 10), 10, false) + 1000 * 50 * 50 / 2.0,
                of(new PlannedData(1000, 50, 10), 10, true));
    }
}
