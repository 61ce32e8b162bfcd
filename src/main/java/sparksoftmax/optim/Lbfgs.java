package sparksoftmax.optim;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Limited-memory BFGS, or OWL-QN if there are L1 strengths: minimizes f(u) = smooth(u) + Σ λ_i |u_i|, within a box if
 * there are bounds.
 *
 * <p>A step goes along d = -H p. Here p is the gradient, or, with L1 strengths, the pseudo-gradient (the steepest of
 * the one-sided derivatives). H is an estimate of the inverse Hessian, computed by the two-loop recursion from the last
 * steps s and changes of the gradient y, of which {@value #LEAST_MEMORY} to {@value #MOST_MEMORY} pairs are kept. The
 * recursion starts from a multiple of the identity or of a {@link Preconditioner}. A line search by bisection and
 * doubling finds a length that satisfies the weak Wolfe conditions. With L1 strengths, the step is projected onto the
 * orthant of its start, and with bounds onto the box; then its length satisfies only the sufficient decrease condition.
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
public final class Lbfgs implements Minimizer {
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

    /** If the cosine of the angle between s and y is below this, rounding errors dominate, and the pair is not used. */
    private static final double LEAST_COSINE = 1e-12;

    private final Function function;
    private final double[] l1;
    private final Box box;
    private final Preconditioner preconditioner;
    private final boolean orthants;
    private final int memory;
    private final ArrayDeque<Pair> pairs = new ArrayDeque<>();
    private final double[] position;
    private double[] gradient;
    private double value;

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

    /** A step s, the change y of the gradient, and ρ = 1 / (s y). */
    private record Pair(double[] s, double[] y, double rho) {}

    /**
     * Evaluates the function at the start, without bounds or preconditioner.
     *
     * @param function f
     * @param position u, overwritten by every step
     * @param l1 λ, of the same length as u, each at least 0
     */
    public Lbfgs(Function function, double[] position, double[] l1) {
        this(function, position, l1, Box.NONE, null);
    }

    /**
     * Evaluates the function at the point of the box that is nearest to the start.
     *
     * @param function f
     * @param position u, overwritten by every step
     * @param l1 λ, of the same length as u, each at least 0; all 0 if there are bounds
     * @param box the bounds on u
     * @param preconditioner an estimate of the inverse Hessian, up to a factor; null for the identity
     */
    public Lbfgs(Function function, double[] position, double[] l1, Box box, Preconditioner preconditioner) {
        this.preconditioner = preconditioner;
        this.function = function;
        this.position = position;
        this.l1 = l1;
        this.box = box;
        for (int i = 0; i < position.length; i++) {
            position[i] = box.nearest(i, position[i]);
        }
        boolean any = false;
        for (double strength : l1) {
            any |= strength > 0.0;
        }
        orthants = any;
        memory = Math.max(LEAST_MEMORY, Math.min(MOST_MEMORY, MEMORY_VALUES / (2 * Math.max(1, position.length))));
        gradient = new double[position.length];
        value = function.valueAndGradient(position, gradient);
    }

    @Override
    public double value() {
        return value;
    }

    @Override
    public double gradientNorm() {
        double[] steepest = steepest();
        return Math.sqrt(Vectors.dot(steepest, steepest));
    }

    private double[] steepest() {
        return orthants ? pseudoGradient() : box.isNone() ? gradient : freeGradient();
    }

    @Override
    public boolean step() {
        double[] pseudoGradient = steepest();
        if ((!pairs.isEmpty() || preconditioner != null)
                && search(pseudoGradient, direction(pseudoGradient, preconditioner), 1.0)) {
            return true;
        }
        // Without an estimate of the Hessian, or if it gave no descent: steepest descent, with a first length of at
        // most 1.
        pairs.clear();
        double norm = Math.sqrt(Vectors.dot(pseudoGradient, pseudoGradient));
        return norm > 0.0 && search(pseudoGradient, direction(pseudoGradient, null), 1.0 / Math.max(1.0, norm));
    }

    /**
     * -H p, by the two-loop recursion. Coordinates that cannot move, at 0 with L1 strengths or at a bound, are left out
     * of all vectors, so that H estimates the inverse Hessian of the other coordinates.
     */
    private double[] direction(double[] pseudoGradient, Preconditioner first) {
        boolean[] held = held(pseudoGradient);
        double[] d = new double[position.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = -pseudoGradient[i];
        }
        double[] rhos = new double[pairs.size()];
        double[] alphas = new double[pairs.size()];
        Pair newest = null;
        double newestRho = 0.0;
        int index = pairs.size();
        for (Iterator<Pair> newestFirst = pairs.descendingIterator(); newestFirst.hasNext(); ) {
            Pair pair = newestFirst.next();
            index--;
            rhos[index] = rho(pair, held);
            if (newest == null && rhos[index] > 0.0) {
                newest = pair;
                newestRho = rhos[index];
            }
            alphas[index] = rhos[index] * Vectors.dot(pair.s, d);
            Vectors.addScaled(-alphas[index], pair.y, d);
            clear(held, d);
        }
        if (first != null) {
            d = first.times(d);
            clear(held, d);
        }
        if (newest != null) {
            double[] y = held == null ? newest.y : newest.y.clone();
            clear(held, y);
            double gamma = 1.0 / (newestRho * Vectors.dot(y, first == null ? y : first.times(y)));
            Vectors.scale(gamma, d);
        }
        for (Pair pair : pairs) {
            Vectors.addScaled(alphas[index] - rhos[index] * Vectors.dot(pair.y, d), pair.s, d);
            clear(held, d);
            index++;
        }
        for (int i = 0; orthants && i < d.length; i++) {
            // Coordinates that would leave 0 into the orthant where the function increases are not changed.
            if (position[i] == 0.0 && d[i] * pseudoGradient[i] >= 0.0) {
                d[i] = 0.0;
            }
        }
        return d;
    }

    /** The coordinates that cannot move; null if all can. */
    private boolean[] held(double[] pseudoGradient) {
        if (!orthants && box.isNone()) {
            return null;
        }
        boolean[] held = new boolean[position.length];
        for (int i = 0; i < held.length; i++) {
            held[i] =
                    orthants ? position[i] == 0.0 && pseudoGradient[i] == 0.0 : box.blocks(i, position[i], gradient[i]);
        }
        return held;
    }

    /** 1 / (s y) over the coordinates that can move; 0 if there is no curvature in them, to double precision. */
    private static double rho(Pair pair, boolean[] held) {
        if (held == null) {
            return pair.rho;
        }
        double sum = 0.0;
        for (int i = 0; i < held.length; i++) {
            sum += held[i] ? 0.0 : pair.s[i] * pair.y[i];
        }
        return sum * pair.rho > LEAST_COSINE ? 1.0 / sum : 0.0;
    }

    private static void clear(boolean[] held, double[] vector) {
        for (int i = 0; held != null && i < vector.length; i++) {
            if (held[i]) {
                vector[i] = 0.0;
            }
        }
    }

    /** The gradient, with 0 for coordinates that are held at a bound. */
    private double[] freeGradient() {
        double[] free = gradient.clone();
        for (int i = 0; i < free.length; i++) {
            if (box.blocks(i, position[i], free[i])) {
                free[i] = 0.0;
            }
        }
        return free;
    }

    /**
     * The one-sided derivative along which the function decreases, for every coordinate; 0 if it increases on both
     * sides.
     */
    private double[] pseudoGradient() {
        double[] p = new double[position.length];
        for (int i = 0; i < p.length; i++) {
            if (position[i] != 0.0) {
                p[i] = gradient[i] + Math.signum(position[i]) * l1[i];
            } else {
                p[i] = Proximal.softThreshold(gradient[i], l1[i]);
            }
        }
        return p;
    }

    private boolean search(double[] pseudoGradient, double[] direction, double firstLength) {
        double slope = Vectors.dot(pseudoGradient, direction);
        double low = 0.0;
        double high = Double.POSITIVE_INFINITY;
        double length = firstLength;
        double[] trial = new double[position.length];
        double[] trialGradient = new double[position.length];
        for (int attempt = 0; attempt < MAX_TRIALS && slope < 0.0; attempt++) {
            double decrease = move(pseudoGradient, direction, length, trial);
            double trialValue = function.valueAndGradient(trial, trialGradient);
            // NaN fails the comparison.
            if (decrease >= 0.0 || !(trialValue <= value + SUFFICIENT_DECREASE * decrease)) {
                high = length;
            } else if (!orthants && box.isNone() && Vectors.dot(trialGradient, direction) < CURVATURE * slope) {
                low = length;
            } else {
                return accept(trial, trialGradient, trialValue);
            }
            length = high == Double.POSITIVE_INFINITY ? 2.0 * length : 0.5 * (low + high);
        }
        return false;
    }

    /**
     * Writes the end of a step into {@code trial}, projected onto the orthant and the box. Returns the change of the
     * function that the pseudo-gradient predicts, which is negative for a decrease.
     */
    private double move(double[] pseudoGradient, double[] direction, double length, double[] trial) {
        double decrease = 0.0;
        for (int i = 0; i < trial.length; i++) {
            trial[i] = box.nearest(i, position[i] + length * direction[i]);
            if (l1[i] > 0.0) {
                double orthant = position[i] != 0.0 ? position[i] : -pseudoGradient[i];
                if (trial[i] * orthant < 0.0) {
                    trial[i] = 0.0;
                }
            }
            decrease += pseudoGradient[i] * (trial[i] - position[i]);
        }
        return decrease;
    }

    private boolean accept(double[] trial, double[] trialGradient, double trialValue) {
        double[] s = new double[trial.length];
        double[] y = new double[trial.length];
        for (int i = 0; i < s.length; i++) {
            s[i] = trial[i] - position[i];
            y[i] = trialGradient[i] - gradient[i];
        }
        double sy = Vectors.dot(s, y);
        if (sy > LEAST_COSINE * Math.sqrt(Vectors.dot(s, s) * Vectors.dot(y, y))) {
            if (pairs.size() == memory) {
                pairs.removeFirst();
            }
            pairs.addLast(new Pair(s, y, 1.0 / sy));
        }
        System.arraycopy(trial, 0, position, 0, trial.length);
        gradient = trialGradient;
        value = trialValue;
        return true;
    }
}
