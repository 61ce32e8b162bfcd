package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sparksoftmax.features.DatasetStatistics;

/** Estimates of the arithmetic of a fit, by hand. */
class ExpectedWorkTest {
    private static ExpectedWork of(PlannedData data, boolean remembers) {
        return of(data, DatasetStatistics.of(List.of(), null), remembers);
    }

    private static ExpectedWork of(PlannedData data, DatasetStatistics validation, boolean remembers) {
        return ExpectedWork.of(data.statisticsOnly(), validation, 10, data.settings(), remembers, data.facts());
    }

    private static PlannedData data(int numRows) {
        return new PlannedData(numRows, 50, 10);
    }

    @Test
    void threadsShareThePassesOfAuto() {
        assertEquals(new ExpectedWork(30 * 4000 * 10 * 2 * 50 / 2.0, 30 * 4000 * 10 / 2.0), of(data(4000), false));
        assertEquals(
                new ExpectedWork(30 * 4000 * 10 * 2 * 50 / 16.0, 30 * 4000 * 10 / 16.0),
                of(data(4000).driverCores(16), false));
    }

    @Test
    void zerosAreSkippedWhereTheyAreManyAndOtherValuesTakeLonger() {
        assertEquals(
                5 * 30 * 4000 * 10 * 2 * 5 / 2.0,
                of(data(4000).perRow(5), false).multiplications());
        assertEquals(
                30 * 4000 * 10 * 2 * 50 / 2.0, of(data(4000).perRow(40), false).multiplications());
    }

    @Test
    void gradientDescentMakesAllPassesAskedFor() {
        assertEquals(
                500 * 4000 * 10 / 2.0,
                of(data(4000).solver(SolverName.SGD).maxIter(500), false).values());
        assertEquals(3 * 4000 * 10 / 2.0, of(data(4000).maxIter(3), false).values());
    }

    @Test
    void validationRowsAreMultipliedOnce() {
        assertEquals(
                new ExpectedWork(30 * 10 * (2 * 4000 * 50 + 6000 * 50) / 2.0, 30 * 10 * (4000 + 6000) / 2.0),
                of(data(4000), data(6000).statisticsOnly(), false));
    }

    @Test
    void theCovariancesThatAreRememberedCount() {
        assertEquals(
                of(data(4000), false).multiplications() + 2048 * 50 * 50 / 2.0,
                of(data(4000), true).multiplications());
        assertEquals(
                of(data(1000), false).multiplications() + 1000 * 50 * 50 / 2.0,
                of(data(1000), true).multiplications());
    }
}
