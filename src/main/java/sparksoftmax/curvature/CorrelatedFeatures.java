package sparksoftmax.curvature;

import java.util.Arrays;
import java.util.Optional;
import sparksoftmax.kernel.DenseShape;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.Padding;
import sparksoftmax.optim.Preconditioner;

/**
 * The inverse curvature of a softmax objective as the correlations of its features have it. The Hessian is at most
 *
 * <pre>
 *   B (C + diag(λ / B)) ⊗ I      C = Σ w x̃ x̃ᵀ / Σ w, [F x F]
 * </pre>
 *
 * with B the bound on the loss's curvature and λ the L2 strengths, so H₀ is the inverse of that for the coefficients of
 * every class, with a ridge of {@value #RIDGE} added to C, and 1 / B for intercepts. With features scaled to C + λ / B
 * of diagonal 1 the ridge keeps H₀ from blowing up any direction: it only shortens steps along the few directions that
 * many features share, which is what a quasi-Newton method needs longest to find out. That also makes a C from a sample
 * of rows good enough: without the ridge, ten rows a feature made things worse.
 *
 * <p>Source: D. Böhning, "Multinomial logistic regression algorithm", Annals of the Institute of Statistical
 * Mathematics 44, 1992, section 3 (the bound). Immutable, thread safe.
 */
public final class CorrelatedFeatures implements Preconditioner {
    private static final double RIDGE = 1.0;

    private final int numFeatures;
    private final int numClasses;
    private final double curvatureBound;

    /** (C + diag(λ / B) + ridge)⁻¹ / B, [F x stride], as the kernel has rows. */
    private final float[] inverse;

    private CorrelatedFeatures(double[][] inverse, double curvatureBound, int numClasses) {
        this.numFeatures = inverse.length;
        this.numClasses = numClasses;
        this.curvatureBound = curvatureBound;
        int stride = Padding.stride(numFeatures);
        this.inverse = new float[Math.multiplyExact(numFeatures, stride)];
        for (int i = 0; i < numFeatures; i++) {
            for (int j = 0; j < numFeatures; j++) {
                // One triangle stands for both, which rounding makes different: H₀ is to be symmetric.
                double value = inverse[Math.min(i, j)][Math.max(i, j)];
                this.inverse[i * stride + j] = (float) (value / curvatureBound);
            }
        }
    }

    /**
     * Inverts.
     *
     * @param moments C, [F x F], not changed
     * @param l2 λ, [F]
     * @param curvatureBound B
     * @param numClasses K
     * @return empty if C with the ridge is not positive definite: no matrix of moments, or not a finite one
     */
    public static Optional<CorrelatedFeatures> of(
            double[] moments, double[] l2, double curvatureBound, int numClasses) {
        int numFeatures = l2.length;
        double[][] columns = new double[numFeatures][];
        for (int j = 0; j < numFeatures; j++) {
            columns[j] = Arrays.copyOfRange(moments, j * numFeatures, (j + 1) * numFeatures);
            columns[j][j] += l2[j] / curvatureBound + RIDGE;
        }
        return SymmetricInverse.of(columns).map(inverse -> new CorrelatedFeatures(inverse, curvatureBound, numClasses));
    }

    /**
     * H₀ v.
     *
     * @param v [F x K], and [K] more if there are intercepts
     */
    @Override
    public double[] times(double[] v) {
        double[] result = new double[v.length];
        DenseShape shape = Kernels.best().shape(numFeatures, numClasses);
        int width = shape.rowStride();
        float[] products = new float[numFeatures * width];
        Kernels.best().margins(shape, inverse, 0, numFeatures, shape.laidOut(v), products);
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                result[j * numClasses + k] = products[j * width + k];
            }
        }
        for (int i = numFeatures * numClasses; i < v.length; i++) {
            result[i] = v[i] / ((1.0 + RIDGE) * curvatureBound);
        }
        return result;
    }
}
