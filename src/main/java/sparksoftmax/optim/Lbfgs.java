package sparksoftmax.optim;

import sparksoftmax.parallel.Ranges;
import sparksoftmax.state.Resumable;
import sparksoftmax.state.State;

/**
 * Limited-memory BFGS, or OWL-QN if there are L1 strengths: minimizes f(u) = smooth(u) + Σ λ_i |u_i|, within a box if
 * there are bounds.
 *
 * <p>A step goes along d = -H p. Here p is the gradient, or, with L1 strengths, the pseudo-gradient (the steepest of
 * the one-sided derivatives). H is an estimate of the inverse Hessian ({@link InverseHessian}), from the last steps s
 * and changes of the gradient y, of which {@value #LEAST_MEMORY} to {@value #MOST_MEMORY} pairs are kept. A line search
 * by bisection and extrapolation finds a length that satisfies the weak Wolfe conditions. With L1 strengths, the step
 * is projected onto the orthant of its start, and with bounds onto the box; then its length satisfies only the
 * sufficient decrease condition.
 *
 * <p>The function may have noise, as one has that is computed in single precision. A line search ends where the noise
 * hides the gain that it looks for, see {@link #isNoise}.
 *
 * <p>Coordinates that are held at a bound, or at 0 by their L1 strength, are left out of p, s, y and d, so that H
 * estimates the inverse Hessian of the others. OWL-QN as published has H estimate that of all coordinates, and gives
 * every coordinate the sign of -p, whether or not it is 0; on correlated features, that takes two to six times as many
 * steps (solvers.md).
 *
 * <p>Order of use: the constructor, which evaluates the function at the start, then {@link #step} until it returns
 * false. Not thread safe.
 *
 * <p>Sources: J. Nocedal, S. Wright, "Numerical Optimization", 2nd edition, 2006, algorithms 7.4 and 7.5; A. Lewis, M.
 * Overton, "Nonsmooth optimization via quasi-Newton methods", 2013, algorithm 2.6 (line search); G. Andrew, J. Gao,
 * "Scalable training of L1-regularized log-linear models", 2007 (OWL-QN); D. Bertsekas, "Projected Newton methods for
 * optimization problems with simple constraints", 1982, section 2 (bounds).
 */
public final class Lbfgs implements Minimizer, Resumable {
    /**
     * More pairs need fewer passes but more memory. More than {@value #LEAST_MEMORY} pairs are kept only if they take
     * at most 64 MB.
     */
    private static final int LEAST_MEMORY = 10;

    private static final int MOST_MEMORY = 40;
    private static final int MEMORY_VALUES = 1 << 23;

    private static final int MAX_TRIALS = 30;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;

    /** A step that is too short is made longer by at least and at most these factors. */
    private static final double LEAST_GROWTH = 2.0;

    private static final double MOST_GROWTH = 100.0;

    /** A gain of more than this share of the value is never taken for noise. Single precision has 1e-7. */
    private static final double MOST_NOISE = 1e-6;

    /** A search ends after this many trials whose gain is hidden by noise. */
    private static final int NOISY_TRIALS = 3;

    private final Function function;
    private final Strengths l1;
    private final Box box;
    private final Preconditioner preconditioner;
    private final boolean orthants;
    private final InverseHessian inverseHessian;
    private final double[] position;
    private double[] gradient;
    private double value;

    /** The pseudo-gradient, or the gradient without held coordinates; the gradient itself if these are the same. */
    private double[] steepest;

    // Used again in every step. Their contents are undefined before each use.
    private final double[] trial;
    private double[] trialGradient;
    private double[] direction;
    private final boolean[] held;

    /** How a line search ended. */
    private enum Outcome {
        /** A lower value was found. */
        LOWER,
        /** None was found. */
        NOT_LOWER,
        /** The noise of the function hides the gain of a whole quasi-Newton step. */
        NOISE
    }

    /** The function to minimize. */
    @FunctionalInterface
    public interface Function {
        /**
         * Returns f(u), including its L1 part.
         *
         * @param u the point, not changed
         * @param gradient overwritten with the gradient of the smooth part
         */
        double valueAndGradient(double[] u, double[] gradient);
    }

    /**
     * Evaluates the function at the start, without bounds or preconditioner.
     *
     * @param function f
     * @param position u, overwritten by every step
     * @param l1 λ
     */
    public Lbfgs(Function function, double[] position, Strengths l1) {
        this(function, position, l1, Box.NONE, null);
    }

    /**
     * Evaluates the function at the point of the box that is nearest to the start.
     *
     * @param function f
     * @param position u, overwritten by every step
     * @param l1 λ; none if there are bounds
     * @param box the bounds on u
     * @param preconditioner an estimate of the inverse Hessian, up to a factor; null for the identity
     */
    public Lbfgs(Function function, double[] position, Strengths l1, Box box, Preconditioner preconditioner) {
        this(function, position, l1, box, preconditioner, null);
    }

    /**
     * Goes on from a state that was saved, without an evaluation of the function. The arguments must be those of the
     * constructor of the object that was saved, except that u is overwritten with the position that was saved.
     */
    public static Lbfgs resumed(
            Function function, double[] position, Strengths l1, Box box, Preconditioner preconditioner, State state) {
        return new Lbfgs(function, position, l1, box, preconditioner, state);
    }

    private Lbfgs(
            Function function, double[] position, Strengths l1, Box box, Preconditioner preconditioner, State state) {
        this.preconditioner = preconditioner;
        this.function = function;
        this.position = position;
        this.l1 = l1;
        this.box = box;
        orthants = !l1.areNone();
        int length = position.length;
        int memory = Math.max(LEAST_MEMORY, Math.min(MOST_MEMORY, MEMORY_VALUES / (2 * Math.max(1, length))));
        inverseHessian = new InverseHessian(length, memory);
        boolean allMove = !orthants && box.isNone();
        held = allMove ? null : new boolean[length];
        trial = new double[length];
        trialGradient = new double[length];
        direction = new double[length];
        gradient = new double[length];
        steepest = allMove ? gradient : new double[length];
        if (state == null) {
            for (int i = 0; i < length; i++) {
                position[i] = box.nearest(i, position[i]);
            }
            value = function.valueAndGradient(position, gradient);
            findSteepest();
        } else {
            restore(state);
        }
    }

    /**
     * Takes over what another minimizer has learned of the curvature of a similar function f, which has the coordinates
     * u = v / r for the coordinates v of this one. To be called before the first step, if neither has L1 strengths or
     * bounds.
     *
     * @param ratios r
     * @param curvature what the Hessian of this function, which is v ↦ f(v / r) plus a penalty, has more on the
     *     diagonal than that of v ↦ f(v / r)
     */
    public void learnFrom(Lbfgs other, double[] ratios, double[] curvature) {
        inverseHessian.addRescaled(other.inverseHessian, ratios, curvature);
    }

    @Override
    public void save(State state) {
        state.put("l-bfgs.position", position);
        state.put("l-bfgs.gradient", gradient);
        state.put("l-bfgs.value", value);
        inverseHessian.save(state);
    }

    @Override
    public void restore(State state) {
        System.arraycopy(state.takeDoubles("l-bfgs.position"), 0, position, 0, position.length);
        System.arraycopy(state.takeDoubles("l-bfgs.gradient"), 0, gradient, 0, position.length);
        value = state.number("l-bfgs.value");
        inverseHessian.restore(state);
        findSteepest();
    }

    @Override
    public double value() {
        return value;
    }

    @Override
    public double gradientNorm() {
        return Math.sqrt(Vectors.dot(steepest, steepest));
    }

    @Override
    public boolean step() {
        if (!inverseHessian.isEmpty() || preconditioner != null) {
            Outcome outcome = search(preconditioner, 1.0);
            if (outcome != Outcome.NOT_LOWER) {
                return outcome == Outcome.LOWER;
            }
        }
        // Without an estimate of the Hessian, or if it gave no descent: steepest descent, with a first length of at
        // most 1.
        inverseHessian.clear();
        double norm = gradientNorm();
        return norm > 0.0 && search(null, 1.0 / Math.max(1.0, norm)) == Outcome.LOWER;
    }

    /** Computes the vector along which the function decreases fastest, and the coordinates that cannot move. */
    private void findSteepest() {
        if (held == null) {
            steepest = gradient;
            return;
        }
        Ranges.forEach(held.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                double derivative = orthants ? pseudoDerivative(i) : gradient[i];
                held[i] = orthants ? position[i] == 0.0 && derivative == 0.0 : box.blocks(i, position[i], derivative);
                steepest[i] = held[i] ? 0.0 : derivative;
            }
        });
    }

    /** The one-sided derivative along which the function decreases; 0 if it increases on both sides. */
    private double pseudoDerivative(int i) {
        return position[i] != 0.0
                ? gradient[i] + Math.signum(position[i]) * l1.at(i)
                : Proximal.softThreshold(gradient[i], l1.at(i));
    }

    /**
     * -H p in {@link #direction}. Coordinates that cannot move, at 0 with L1 strengths or at a bound, are left out of
     * all vectors, so that H estimates the inverse Hessian of the other coordinates.
     */
    private void findDirection(Preconditioner first) {
        direction = inverseHessian.direction(steepest, held, first, direction);
        if (!orthants) {
            return;
        }
        Ranges.forEach(position.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                // Coordinates that would leave 0 into the orthant where the function increases are not changed.
                if (position[i] == 0.0 && direction[i] * steepest[i] >= 0.0) {
                    direction[i] = 0.0;
                }
            }
        });
    }

    private Outcome search(Preconditioner first, double firstLength) {
        findDirection(first);
        double slope = Vectors.dot(steepest, direction);
        double low = 0.0;
        double high = Double.POSITIVE_INFINITY;
        double length = firstLength;
        int noisy = 0;
        for (int attempt = 0; attempt < MAX_TRIALS && slope < 0.0; attempt++) {
            double decrease = move(length);
            double trialValue = function.valueAndGradient(trial, trialGradient);
            // NaN fails the comparison.
            if (decrease >= 0.0 || !(trialValue <= value + SUFFICIENT_DECREASE * decrease)) {
                noisy += isNoise(trialValue - value, decrease) ? 1 : 0;
                if (noisy == NOISY_TRIALS) {
                    return attempt < NOISY_TRIALS ? Outcome.NOISE : Outcome.NOT_LOWER;
                }
                high = length;
                length = 0.5 * (low + high);
                continue;
            }
            double slopeAtEnd = held == null ? Vectors.dot(trialGradient, direction) : 0.0;
            if (slopeAtEnd >= CURVATURE * slope) {
                accept(trialValue);
                return Outcome.LOWER;
            }
            low = length;
            length = high == Double.POSITIVE_INFINITY ? longer(length, slope, slopeAtEnd) : 0.5 * (low + high);
        }
        return Outcome.NOT_LOWER;
    }

    /**
     * The next length after one that is too short: where the slope would be 0 if it changed linearly. A first step can
     * be thousands of times too short, since nothing is known of the curvature yet.
     */
    private static double longer(double length, double slope, double slopeAtEnd) {
        double factor = slopeAtEnd > slope ? slope / (slope - slopeAtEnd) : MOST_GROWTH;
        return length * Math.max(LEAST_GROWTH, Math.min(MOST_GROWTH, factor));
    }

    /**
     * Writes the end of a step into {@link #trial}, projected onto the orthant and the box. Returns the change of the
     * function that the pseudo-gradient predicts, which is negative for a decrease.
     */
    private double move(double length) {
        return Ranges.sum(trial.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                trial[i] = position[i] + length * direction[i];
            }
            for (int i = from; held != null && i < to; i++) {
                trial[i] = box.nearest(i, trial[i]);
                double orthant = position[i] != 0.0 ? position[i] : -steepest[i];
                if (l1.at(i) > 0.0 && trial[i] * orthant < 0.0) {
                    trial[i] = 0.0;
                }
            }
            return Vectors.dotDifference(steepest, trial, position, from, to);
        });
    }

    /**
     * Whether the noise of the function hides the gain of the step to {@link #trial}. Without noise, the change of the
     * function is between those that the derivatives along the step predict, at its start and at its end, at least if
     * the function is convex. If it lies outside of them by more than half of the gain, then shorter steps, which gain
     * less, cannot be told from none. So near the minimum, a search need not halve the step until there is none left.
     *
     * @param change the change of the function
     * @param decrease the change predicted at the start
     */
    private boolean isNoise(double change, double decrease) {
        if (-decrease > MOST_NOISE * Math.abs(value) || !Double.isFinite(change)) {
            return false;
        }
        // What L1 strengths add to the change is linear on an orthant, so it cancels in the difference of derivatives.
        double atEnd = decrease
                + Ranges.sum(trial.length, (from, to) -> {
                    double sum = 0.0;
                    for (int i = from; i < to; i++) {
                        sum += (trialGradient[i] - gradient[i]) * (trial[i] - position[i]);
                    }
                    return sum;
                });
        double outside = Math.max(change - Math.max(decrease, atEnd), Math.min(decrease, atEnd) - change);
        return outside > -0.5 * decrease;
    }

    private void accept(double trialValue) {
        inverseHessian.add(position, gradient, trial, trialGradient);
        Ranges.forEach(position.length, (from, to) -> System.arraycopy(trial, from, position, from, to - from));
        double[] last = gradient;
        gradient = trialGradient;
        trialGradient = last;
        value = trialValue;
        findSteepest();
    }
}
