package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinuationTest {
    private static final int NUM_FEATURES = 40;

    private static PlannedData data() {
        return new PlannedData(500, NUM_FEATURES, 10);
    }

    private static boolean takesLocalSteps(PlannedData data, double distrust, double numNewRows) {
        return new Continuation(2000.0, numNewRows, distrust, 0.0).takesLocalSteps(data.settings(), NUM_FEATURES, 10);
    }

    @ParameterizedTest
    @CsvSource({
        "0.01, 500, false", // the earlier rows determine the coefficients
        "0.03, 500, true",
        "0.89, 500, true",
        "0.91, 500, false", // they say next to nothing
        "0.5, 20, true",
        "0.5, 19, false", // a small batch
        "0.5, 719, true",
        "0.5, 720, false" // the new rows determine the coefficients
    })
    void localStepsAreForRowsThatSaySomething(double distrust, double numNewRows, boolean local) {
        assertEquals(local, takesLocalSteps(data(), distrust, numNewRows));
    }

    @Test
    void whatLocalStepsDoNotKnowRulesThemOut() {
        assertTrue(takesLocalSteps(data().regParam(0.1), 0.5, 500.0));
        assertFalse(takesLocalSteps(data().regParam(0.1).elasticNetParam(0.5), 0.5, 500.0));
        assertFalse(takesLocalSteps(data().tolGiven(), 0.5, 500.0));
        assertFalse(takesLocalSteps(data().nonNegativeCoefficients(), 0.5, 500.0));
        assertFalse(takesLocalSteps(data().solver(SolverName.LBFGS), 0.5, 500.0));
        assertFalse(takesLocalSteps(data().stepSize(0.1), 0.5, 500.0), "solver sgd is meant");
    }

    private static int mostPasses(PlannedData data, double distrust, double numNewRows, double pullingWeight) {
        return new Continuation(2000.0, numNewRows, distrust, pullingWeight).mostPasses(data.settings(), NUM_FEATURES);
    }

    @Test
    void fewStepsAreForRowsThatAreRememberedByCurvatures() {
        assertEquals(8, mostPasses(data().regParam(0.1).elasticNetParam(0.5), 0.0, 500.0, 3000.0));
        assertEquals(8, mostPasses(data().nonNegativeCoefficients(), 0.0, 5.0, 3000.0));
        assertEquals(0, mostPasses(data().tolGiven(), 0.0, 500.0, 3000.0));
        assertEquals(0, mostPasses(data().solver(SolverName.LBFGS), 0.0, 500.0, 3000.0));
        assertEquals(0, mostPasses(data().stepSize(0.1), 0.0, 500.0, 3000.0), "solver sgd is meant");
    }

    @ParameterizedTest
    @CsvSource({
        "0.03, 19, 3",
        "0.89, 1, 3",
        "0.01, 19, 0", // the earlier rows determine the coefficients
        "0.91, 19, 0", // they say next to nothing
        "0.5, 20, 0", // local steps
    })
    void andForSmallBatches(double distrust, double numNewRows, int passes) {
        assertEquals(passes, mostPasses(data(), distrust, numNewRows, 0.0));
    }

    /** Drawn rows are among those of the weight; curvatures stand for others. */
    @Test
    void thePenaltyIsThatOfAllRows() {
        assertEquals(4.0, new Continuation(2000.0, 500.0, 0.0, 1500.0).penaltyFactor(500.0));
        assertEquals(1.0, new Continuation(2000.0, 500.0, 0.5, 0.0).penaltyFactor(500.0));
    }
}
