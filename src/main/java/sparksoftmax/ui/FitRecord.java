package sparksoftmax.ui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the tab shows of one fit. It is written by the thread of the fit and read by those of the UI: thread safe. */
public final class FitRecord {
    private enum State {
        RUNNING,
        FINISHED,
        FAILED
    }

    private final long number;
    private final String uid;
    private final int maxIter;
    private final Map<String, String> params;
    private final long startedAt = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();
    private final LossCurve curve = new LossCurve();
    private State state = State.RUNNING;
    private String plan;
    private String end;
    private long endNanos;

    FitRecord(long number, String uid, int maxIter, Map<String, String> params) {
        this.number = number;
        this.uid = uid;
        this.maxIter = maxIter;
        this.params = Map.copyOf(params);
    }

    /** Records the sentence that describes the plan. */
    public synchronized void planned(String description) {
        plan = description;
    }

    /** Records the losses after a pass; {@code validationLoss} is NaN if there are no validation rows. */
    public synchronized void passed(int pass, double objective, double validationLoss) {
        curve.add(pass, objective, validationLoss);
    }

    /** Records that the fit has succeeded, and why training stopped. */
    public synchronized void finished(String reason) {
        end(State.FINISHED, reason);
    }

    /** Records that the fit has failed, and the message of the exception. */
    public synchronized void failed(String message) {
        end(State.FAILED, message);
    }

    private void end(State reached, String text) {
        state = reached;
        end = text;
        endNanos = System.nanoTime();
    }

    long number() {
        return number;
    }

    /** The fit in a line, as the values of a JSON object. */
    synchronized Map<String, Object> summary() {
        Map<String, Object> values = new LinkedHashMap<>();
        LossCurve.Point last = curve.last();
        values.put("number", number);
        values.put("uid", uid);
        values.put("state", state.name().toLowerCase(java.util.Locale.ROOT));
        values.put("startedAt", startedAt);
        values.put("seconds", ((state == State.RUNNING ? System.nanoTime() : endNanos) - startNanos) / 1e9);
        values.put("maxIter", maxIter);
        values.put("passes", last == null ? null : last.pass());
        values.put("objective", last == null ? null : last.objective());
        values.put("validationLoss", last == null ? null : last.validationLoss());
        values.put("end", end);
        return values;
    }

    /** The same with settings and loss curve. */
    synchronized Map<String, Object> details() {
        Map<String, Object> values = summary();
        List<LossCurve.Point> points = curve.points();
        values.put("plan", plan);
        values.put("params", new java.util.TreeMap<>(params));
        values.put("curve", points.stream().map(FitRecord::values).toList());
        return values;
    }

    /** Pass, objective and, if there is one, validation loss: an array, which is shorter than an object. */
    private static List<Object> values(LossCurve.Point point) {
        return point.validationLoss() == null
                ? List.of(point.pass(), point.objective())
                : List.of(point.pass(), point.objective(), point.validationLoss());
    }
}
