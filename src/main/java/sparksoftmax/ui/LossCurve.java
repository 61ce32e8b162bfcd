package sparksoftmax.ui;

import java.util.ArrayList;
import java.util.List;

/**
 * The losses after the passes of a fit. If there are too many for a chart, only every second, fourth, ... pass is kept,
 * and the last. Not thread safe.
 */
final class LossCurve {
    /** The most passes that are kept. */
    static final int MOST_POINTS = 2000;

    /**
     * The losses after a pass.
     *
     * @param pass the number of passes made, 0 before the first
     * @param objective the objective, in nats
     * @param validationLoss the mean loss of the validation rows, in nats; null if there are none
     */
    record Point(int pass, double objective, Double validationLoss) {}

    private final List<Point> points = new ArrayList<>();
    private Point last;
    private int stride = 1;

    void add(int pass, double objective, double validationLoss) {
        last = new Point(pass, objective, Double.isNaN(validationLoss) ? null : validationLoss);
        if (pass % stride == 0) {
            points.add(last);
        }
        if (points.size() > MOST_POINTS) {
            stride *= 2;
            points.removeIf(point -> point.pass() % stride != 0);
        }
    }

    /** The last point; null if there is none. */
    Point last() {
        return last;
    }

    /** The points, in the order of the passes; the last is always among them. */
    List<Point> points() {
        List<Point> all = new ArrayList<>(points);
        if (last != null && (all.isEmpty() || all.get(all.size() - 1) != last)) {
            all.add(last);
        }
        return all;
    }
}
