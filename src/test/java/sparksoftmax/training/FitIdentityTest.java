package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sparksoftmax.features.Regularization;
import sparksoftmax.loss.FusedLoss;
import sparksoftmax.loss.LowLevelLoss;
import sparksoftmax.loss.SmoothedLoss;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;

/** Every setting that changes the result tells one fit from another. */
class FitIdentityTest {
    /**
     * How sums are made, and where, does not change them, nor does what is remembered of the rows. The choice of a
     * penalty saves no states.
     */
    private static final Set<String> IRRELEVANT =
            Set.of("remembers", "aggregationDepth", "maxDriverDataInMB", "penaltySearch");

    private static final Given VECTOR = Given.vector("v", new double[] {1.0, 2.0});

    /** Another value for each component, some of which have several parts. */
    private static final Map<String, Object[]> OTHERS = Map.ofEntries(
            Map.entry("solver", new Object[] {SolverName.LBFGS}),
            Map.entry("maxIter", new Object[] {101}),
            Map.entry("tol", new Object[] {2e-6}),
            Map.entry("tolGiven", new Object[] {true}),
            Map.entry("regularization", new Object[] {
                new Regularization(0.2, 0.0, true),
                new Regularization(0.1, 0.5, true),
                new Regularization(0.1, 0.0, false)
            }),
            Map.entry("fitIntercept", new Object[] {false}),
            Map.entry("loss", new Object[] {new LowLevelLoss(), new SmoothedLoss(new FusedLoss(), 0.1)}),
            Map.entry("optimizer", new Object[] {Optimizer.ADAM}),
            Map.entry("stepSize", new Object[] {OptionalDouble.of(0.5)}),
            Map.entry("schedule", new Object[] {LearningRateSchedule.CONSTANT}),
            Map.entry("miniBatchFraction", new Object[] {0.5}),
            Map.entry("batchSize", new Object[] {OptionalInt.of(3)}),
            Map.entry("maxBlockSizeInMB", new Object[] {2.0}),
            Map.entry("seed", new Object[] {8L}),
            Map.entry("start", new Object[] {
                new Start(VECTOR, null, false, false, false, null),
                new Start(null, VECTOR, false, false, false, null),
                new Start(null, Given.vector("v", new double[] {1.0, 3.0}), false, false, false, null),
                new Start(null, null, true, true, false, null)
            }),
            Map.entry("bounds", new Object[] {
                new GivenBounds(VECTOR, null, null, null),
                new GivenBounds(null, VECTOR, null, null),
                new GivenBounds(null, null, VECTOR, null),
                new GivenBounds(null, null, null, VECTOR)
            }),
            Map.entry(
                    "classWeighting", new Object[] {new ClassWeighting(true, null), new ClassWeighting(false, VECTOR)}),
            Map.entry("earlyStopping", new Object[] {new EarlyStopping(6, 1e-3), new EarlyStopping(5, 1e-2)}));

    private static final TrainingSettings SETTINGS = new TrainingSettings(
            SolverName.AUTO,
            100,
            1e-6,
            false,
            new Regularization(0.1, 0.0, true),
            true,
            new FusedLoss(),
            Optimizer.SGD,
            OptionalDouble.empty(),
            null,
            1.0,
            OptionalInt.empty(),
            2,
            0.0,
            -1.0,
            7L,
            new Start(null, null, false, false, false, null),
            GivenBounds.NONE,
            ClassWeighting.NONE,
            true,
            new EarlyStopping(5, 1e-3),
            null);

    private static TrainingSettings with(String changed, Object value) throws ReflectiveOperationException {
        RecordComponent[] components = TrainingSettings.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getName().equals(changed)
                    ? value
                    : components[i].getAccessor().invoke(SETTINGS);
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return TrainingSettings.class.getConstructor(types).newInstance(values);
    }

    @Test
    void everySettingIsPartOfIt() throws ReflectiveOperationException {
        Map<String, String> identity = FitIdentity.of(SETTINGS);
        assertEquals(identity, FitIdentity.of(with("", null)));
        Set<String> tried = new TreeSet<>(IRRELEVANT);
        for (Map.Entry<String, Object[]> other : OTHERS.entrySet()) {
            tried.add(other.getKey());
            for (Object value : other.getValue()) {
                assertNotEquals(identity, FitIdentity.of(with(other.getKey(), value)), other.getKey());
            }
        }
        Set<String> components = new TreeSet<>();
        Arrays.stream(TrainingSettings.class.getRecordComponents()).forEach(c -> components.add(c.getName()));
        assertEquals(components, tried);
    }
}
