package sparksoftmax.optim;

import java.util.Arrays;
import sparksoftmax.parallel.Ranges;
import sparksoftmax.state.Resumable;
import sparksoftmax.state.State;

/**
 * An estimate H of the inverse Hessian, from the last steps s_i and changes of the gradient y_i, by the recursion of
 * L-BFGS. It starts from a multiple of the identity or of a {@link Preconditioner}. With ρ_i = 1 / (s_i y_i) and the
 * pairs in the order of their age, -H p is
 *
 * <pre>
 *   d = -p;      for i from the newest to the oldest:  α_i = ρ_i s_i d,  d = d - α_i y_i
 *   d = γ H₀ d;  for i from the oldest to the newest:  d = d + (α_i - ρ_i y_i d) s_i
 * </pre>
 *
 * <p>Step by step, each pair would be read from memory four times, which takes nearly all of the time if vectors are
 * long. So all factors are computed from the products of s_i and y_i with p and with the newest y, and -H p from the
 * factors: the same numbers, up to rounding, from two sweeps over the pairs. If some coordinates cannot move, the
 * products of pairs are those of the others, so that none are known from earlier steps; then the recursion runs step by
 * step.
 *
 * <p>Arrays of pairs that are dropped are used again. Not thread safe.
 *
 * <p>Sources: J. Nocedal, S. Wright, "Numerical Optimization", 2nd edition, 2006, algorithm 7.4; R. Byrd, J. Nocedal,
 * R. Schnabel, "Representations of quasi-Newton matrices and their use in limited memory methods", 1994, section 2
 * (products instead of vectors).
 */
final class InverseHessian implements Resumable {
    /** If the cosine of the angle between s and y is below this, rounding errors dominate, and the pair is not used. */
    private static final double LEAST_COSINE = 1e-12;

    private final int length;

    /** The oldest pair first; null from {@link #size} on. */
    private final Pair[] pairs;

    /** s_i y_j, for i at most j. */
    private final double[][] sy;

    /** y_i y_j. */
    private final double[][] yy;

    private int size;

    /** A pair whose arrays may be overwritten; null if there is none. */
    private Pair unused;

    private static final class Pair {
        private final double[] s;
        private final double[] y;
        private double rho;

        Pair(double[] s, double[] y) {
            this.s = s;
            this.y = y;
        }
    }

    /**
     * An estimate without pairs.
     *
     * @param length the length of the vectors
     * @param memory the number of pairs that are kept
     */
    InverseHessian(int length, int memory) {
        this.length = length;
        pairs = new Pair[memory];
        sy = new double[memory][memory];
        yy = new double[memory][memory];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Forgets all pairs. */
    void clear() {
        for (; size > 0; size--) {
            unused = pairs[size - 1];
            pairs[size - 1] = null;
        }
    }

    @Override
    public void save(State state) {
        state.put("inverseHessian.size", size);
        double[] products = new double[2 * size * size];
        for (int i = 0; i < size; i++) {
            state.put("inverseHessian.s" + i, pairs[i].s);
            state.put("inverseHessian.y" + i, pairs[i].y);
            state.put("inverseHessian.rho" + i, pairs[i].rho);
            System.arraycopy(sy[i], 0, products, i * size, size);
            System.arraycopy(yy[i], 0, products, (size + i) * size, size);
        }
        state.put("inverseHessian.products", products);
    }

    @Override
    public void restore(State state) {
        clear();
        size = (int) state.integer("inverseHessian.size");
        double[] products = state.takeDoubles("inverseHessian.products");
        for (int i = 0; i < size; i++) {
            pairs[i] = new Pair(state.takeDoubles("inverseHessian.s" + i), state.takeDoubles("inverseHessian.y" + i));
            pairs[i].rho = state.number("inverseHessian.rho" + i);
            System.arraycopy(products, i * size, sy[i], 0, size);
            System.arraycopy(products, (size + i) * size, yy[i], 0, size);
        }
    }

    /** Adds a pair for the step from {@code position} to {@code trial}, unless there is no curvature along it. */
    void add(double[] position, double[] gradient, double[] trial, double[] trialGradient) {
        Pair pair = unused == null ? new Pair(new double[length], new double[length]) : unused;
        unused = pair;
        double[] sums = Ranges.sums(length, 1, 4, (from, to, ofRange) -> {
            Vectors.subtract(trial, position, pair.s, from, to);
            Vectors.subtract(trialGradient, gradient, pair.y, from, to);
            Vectors.dots(pair.s, pair.y, pair.s, pair.y, from, to, ofRange, 0);
        });
        double stepByChange = sums[1];
        if (!(stepByChange > LEAST_COSINE * Math.sqrt(sums[0] * sums[3]))) {
            return;
        }
        unused = null;
        if (size == pairs.length) {
            dropOldest();
        }
        pair.rho = 1.0 / stepByChange;
        pairs[size++] = pair;
    }

    /**
     * Adds the pairs of an estimate for another function, whose coordinates are u = v / r for the coordinates v of this
     * one, and whose Hessian, in the coordinates v, is smaller by diag(c): s' = r s, y' = y / r + c s'.
     *
     * @param ratios r, [length]
     * @param curvature c, [length]
     */
    void addRescaled(InverseHessian other, double[] ratios, double[] curvature) {
        double[] origin = new double[length];
        for (int p = 0; p < other.size; p++) {
            Pair pair = other.pairs[p];
            double[] s = new double[length];
            double[] y = new double[length];
            Ranges.forEach(length, (from, to) -> {
                for (int k = from; k < to; k++) {
                    s[k] = ratios[k] * pair.s[k];
                    y[k] = pair.y[k] / ratios[k] + curvature[k] * s[k];
                }
            });
            int before = size;
            add(origin, origin, s, y);
            if (size > before) {
                // Also computes the products of the new pair with the others.
                putProducts(s, new double[size], new double[size]);
            }
        }
    }

    private void dropOldest() {
        unused = pairs[0];
        size--;
        System.arraycopy(pairs, 1, pairs, 0, size);
        for (int i = 0; i < size; i++) {
            System.arraycopy(sy[i + 1], 1, sy[i], 0, size);
            System.arraycopy(yy[i + 1], 1, yy[i], 0, size);
        }
    }

    /**
     * -H p. To be called after every {@link #add}.
     *
     * @param p the gradient
     * @param held the coordinates that cannot move, which are left out of all vectors; null if all can move. Either
     *     null in every call, or in none.
     * @param first H₀, up to a factor; null for the identity
     * @param result an array that may be overwritten
     * @return -H p, in {@code result} or in another array
     */
    double[] direction(double[] p, boolean[] held, Preconditioner first, double[] result) {
        return held == null ? inSweeps(p, first, result) : stepByStep(p, held, first, result);
    }

    private double[] inSweeps(double[] p, Preconditioner first, double[] result) {
        double[] withS = new double[size];
        double[] withY = new double[size];
        putProducts(p, withS, withY);
        double[] alphas = new double[size];
        for (int i = size - 1; i >= 0; i--) {
            double product = -withS[i];
            for (int j = size - 1; j > i; j--) {
                product -= alphas[j] * sy[i][j];
            }
            alphas[i] = pairs[i].rho * product;
        }
        double[] ofY = new double[size];
        Arrays.setAll(ofY, i -> -alphas[i]);
        if (first != null) {
            combine(-1.0, p, ofY, new double[size], result);
            return fromPreconditioned(alphas, first, first.times(result));
        }
        double gamma = size == 0 ? 1.0 : 1.0 / (pairs[size - 1].rho * yy[size - 1][size - 1]);
        for (int i = 0; i < size; i++) {
            withY[i] = -withY[i];
            for (int j = 0; j < size; j++) {
                withY[i] -= alphas[j] * yy[i][j];
            }
        }
        double[] ofS = stepFactors(alphas, withY, gamma);
        Arrays.setAll(ofY, i -> -gamma * alphas[i]);
        combine(-gamma, p, ofY, ofS, result);
        return result;
    }

    /** Computes the products of p with all vectors, and those of the newest y with the others. */
    private void putProducts(double[] p, double[] withS, double[] withY) {
        if (size == 0) {
            return;
        }
        double[] newest = pairs[size - 1].y;
        double[] sums = Ranges.sums(length, 1, 4 * size, (from, to, ofRange) -> {
            for (int i = 0; i < size; i++) {
                Vectors.dots(pairs[i].s, pairs[i].y, p, newest, from, to, ofRange, 4 * i);
            }
        });
        for (int i = 0; i < size; i++) {
            withS[i] = sums[4 * i];
            sy[i][size - 1] = sums[4 * i + 1];
            withY[i] = sums[4 * i + 2];
            yy[i][size - 1] = sums[4 * i + 3];
            yy[size - 1][i] = sums[4 * i + 3];
        }
    }

    /** The second half of the recursion, from H₀ d, which is overwritten. */
    private double[] fromPreconditioned(double[] alphas, Preconditioner first, double[] d) {
        if (size == 0) {
            return d;
        }
        double[] withY = Ranges.sums(length, 1, size, (from, to, ofRange) -> {
            for (int i = 0; i < size; i++) {
                ofRange[i] = Vectors.dot(pairs[i].y, d, from, to);
            }
        });
        Pair newest = pairs[size - 1];
        double gamma = 1.0 / (newest.rho * Vectors.dot(newest.y, first.times(newest.y)));
        combine(gamma, d, new double[size], stepFactors(alphas, withY, gamma), d);
        return d;
    }

    /** The factors of every s_i in -H p. */
    private double[] stepFactors(double[] alphas, double[] withY, double gamma) {
        double[] factors = new double[size];
        for (int i = 0; i < size; i++) {
            double product = gamma * withY[i];
            for (int j = 0; j < i; j++) {
                product += factors[j] * sy[j][i];
            }
            factors[i] = alphas[i] - pairs[i].rho * product;
        }
        return factors;
    }

    /** result = a x + Σ ofY_i y_i + Σ ofS_i s_i, where factors of 0 cost nothing. The result may be x. */
    private void combine(double a, double[] x, double[] ofY, double[] ofS, double[] result) {
        Ranges.forEach(length, (from, to) -> {
            for (int k = from; k < to; k++) {
                result[k] = a * x[k];
            }
            for (int i = 0; i < size; i++) {
                if (ofY[i] != 0.0) {
                    Vectors.addScaled(ofY[i], pairs[i].y, result, from, to);
                }
                if (ofS[i] != 0.0) {
                    Vectors.addScaled(ofS[i], pairs[i].s, result, from, to);
                }
            }
        });
    }

    private double[] stepByStep(double[] p, boolean[] held, Preconditioner first, double[] result) {
        double[] d = result;
        Ranges.forEach(length, (from, to) -> {
            for (int k = from; k < to; k++) {
                result[k] = -p[k];
            }
        });
        double[] rhos = new double[size];
        double[] alphas = new double[size];
        int newest = -1;
        for (int i = size - 1; i >= 0; i--) {
            rhos[i] = rho(pairs[i], held);
            newest = newest < 0 && rhos[i] > 0.0 ? i : newest;
            alphas[i] = rhos[i] * Vectors.dot(pairs[i].s, d);
            addFree(-alphas[i], pairs[i].y, held, d);
        }
        if (first != null) {
            d = first.times(d);
            clear(held, d);
        }
        if (newest >= 0) {
            double[] y = pairs[newest].y.clone();
            clear(held, y);
            Vectors.scale(1.0 / (rhos[newest] * Vectors.dot(y, first == null ? y : first.times(y))), d);
        }
        for (int i = 0; i < size; i++) {
            addFree(alphas[i] - rhos[i] * Vectors.dot(pairs[i].y, d), pairs[i].s, held, d);
        }
        return d;
    }

    /** 1 / (s y) over the coordinates that can move; 0 if there is no curvature in them, to double precision. */
    private static double rho(Pair pair, boolean[] held) {
        double sum = Ranges.sum(held.length, (from, to) -> {
            double ofRange = 0.0;
            for (int k = from; k < to; k++) {
                ofRange += held[k] ? 0.0 : pair.s[k] * pair.y[k];
            }
            return ofRange;
        });
        return sum * pair.rho > LEAST_COSINE ? 1.0 / sum : 0.0;
    }

    /** y ← y + a x in the coordinates that can move. The others are 0 in y. */
    private static void addFree(double a, double[] x, boolean[] held, double[] y) {
        Ranges.forEach(held.length, (from, to) -> {
            for (int k = from; k < to; k++) {
                y[k] = held[k] ? 0.0 : y[k] + a * x[k];
            }
        });
    }

    private static void clear(boolean[] held, double[] vector) {
        Ranges.forEach(held.length, (from, to) -> {
            for (int k = from; k < to; k++) {
                vector[k] = held[k] ? 0.0 : vector[k];
            }
        });
    }
}
