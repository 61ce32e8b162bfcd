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

    private static boolean takesFewSteps(PlannedData data, double pullingWeight) {
        Continuation continuation = new Continuation(2000.0, 500.0, 0.0, pullingWeight);
        assertFalse(continuation.takesLocalSteps(data.settings(), NUM_FEATURES, 10));
        return continuation.takesFewSteps(data.settings());
    }

    @Test
    void fewStepsAreForRowsThatAreRememberedByCurvatures() {
        assertTrue(takesFewSteps(data().regParam(0.1).elasticNetParam(0.5), 3000.0));
        assertTrue(takesFewSteps(data().nonNegativeCoefficients(), 3000.0));
        assertFalse(takesFewSteps(data(), 0.0));
        assertFalse(takesFewSteps(data().tolGiven(), 3000.0));
        assertFalse(takesFewSteps(data().solver(SolverName.LBFGS), 3000.0));
        assertFalse(takesFewSteps(data().stepSize(0.1), 3000.0), "solver sgd is meant");
    }

    /** Drawn rows are among those of the weight; curvatures stand for others. */
    @Test
    void thePenaltyIsThatOfAllRows() {
        assertEquals(4.0, new Continuation(2000.0, 500.0, 0.0, 1500.0).penaltyFactor(500.0));
        assertEquals(1.0, new Continuation(2000.0, 500.0, 0.5, 0.0).penaltyFactor(500.0));
    }
}
