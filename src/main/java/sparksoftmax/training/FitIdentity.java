package sparksoftmax.training;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.zip.CRC32C;
import sparksoftmax.cluster.PackedRows;
import sparksoftmax.loss.SmoothedLoss;
import sparksoftmax.loss.SoftmaxLoss;

/**
 * What must be the same when a fit is resumed, by the names that a user knows. Settings that do not change the result,
 * such as {@code aggregationDepth}, are not among it.
 */
final class FitIdentity {
    private FitIdentity() {}

    /** What is known before the rows are read. */
    static Map<String, String> of(TrainingSettings settings) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("solver", settings.solver().toString());
        identity.put("maxIter", Integer.toString(settings.maxIter()));
        identity.put("tol", settings.tol() + (settings.tolGiven() ? "" : " (default)"));
        identity.put("regParam", Double.toString(settings.regularization().strength()));
        identity.put(
                "elasticNetParam", Double.toString(settings.regularization().l1Share()));
        identity.put(
                "standardization", Boolean.toString(settings.regularization().standardization()));
        identity.put("fitIntercept", Boolean.toString(settings.fitIntercept()));
        identity.put("lossVariant", settings.loss().name());
        identity.put("labelSmoothing", Double.toString(labelSmoothing(settings.loss())));
        identity.put("optimizer", settings.optimizer().paramValue());
        identity.put("stepSize", text(settings.stepSize()));
        identity.put(
                "learningRateSchedule",
                settings.schedule() == null ? "not set" : settings.schedule().name());
        identity.put("miniBatchFraction", Double.toString(settings.miniBatchFraction()));
        identity.put("batchSize", text(settings.batchSize()));
        identity.put("maxBlockSizeInMB", Double.toString(settings.maxBlockSizeInMB()));
        identity.put("seed", Long.toString(settings.seed()));
        Start start = settings.start();
        identity.put("initialization", start.uniform() ? "uniform" : "zeros");
        identity.put("initialCoefficients", text(start.coefficients()));
        identity.put("initialIntercepts", text(start.intercepts()));
        GivenBounds bounds = settings.bounds();
        identity.put("lowerBoundsOnCoefficients", text(bounds.lowerCoefficients()));
        identity.put("upperBoundsOnCoefficients", text(bounds.upperCoefficients()));
        identity.put("lowerBoundsOnIntercepts", text(bounds.lowerIntercepts()));
        identity.put("upperBoundsOnIntercepts", text(bounds.upperIntercepts()));
        identity.put("classWeighting", settings.classWeighting().balanced() ? "balanced" : "none");
        identity.put("classWeights", text(settings.classWeighting().weights()));
        identity.put("patience", Integer.toString(settings.earlyStopping().patience()));
        identity.put("validationTol", Double.toString(settings.earlyStopping().validationTol()));
        return identity;
    }

    /** What is known once the rows have been read: the rows, and what the plan makes of them. */
    static Map<String, String> of(PackedRows rows, Plan plan, boolean validates) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put(
                "the number of training rows",
                Long.toString(plan.allStatistics().numRows()));
        identity.put("the number of features", Integer.toString(plan.varying().numFeatures()));
        identity.put("the number of classes", Integer.toString(plan.numClasses()));
        identity.put("the presence of validation rows", Boolean.toString(validates));
        identity.put("the fingerprint of the rows", Long.toHexString(rows.fingerprint()));
        identity.put("the solver that the plan chooses", plan.solver().toString());
        identity.put("the storage of the rows", plan.storage().description());
        identity.put("the number of passes of local steps", Integer.toString(plan.localPasses()));
        identity.put("the number of steps in a pass", Integer.toString(plan.stepsPerPass()));
        identity.put("the number of rows in a local step", Integer.toString(plan.batchSize()));
        return identity;
    }

    private static double labelSmoothing(SoftmaxLoss loss) {
        return loss instanceof SmoothedLoss smoothed ? smoothed.smoothing() : 0.0;
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "not set";
    }

    private static String text(OptionalInt value) {
        return value.isPresent() ? Integer.toString(value.getAsInt()) : "not set";
    }

    /** Size and checksum of values that may be as many as the model's. */
    private static String text(Given given) {
        if (given == null) {
            return "not set";
        }
        CRC32C sum = new CRC32C();
        byte[] bytes = new byte[Double.BYTES];
        Arrays.stream(given.values()).forEach(value -> {
            ByteBuffer.wrap(bytes).putDouble(value);
            sum.update(bytes);
        });
        return given.numRows() + " x " + given.numCols() + " with checksum " + Long.toHexString(sum.getValue());
    }
}
