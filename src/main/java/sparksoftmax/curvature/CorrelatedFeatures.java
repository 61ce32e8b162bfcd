package sparksoftmax.curvature;

import java.util.Arrays;
import java.util.Optional;
import sparksoftmax.kernel.DenseShape;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.kernel.Padding;
import sparksoftmax.optim.Preconditioner;

/**
 * An estimate of the inverse Hessian of a softmax objective from the correlations of the features. The Hessian is at
 * most
 *
 * <pre>
 *   B (C + diag(λ / B)) ⊗ I      C = Σ w x̃ x̃ᵀ / Σ w, [F x F]
 * </pre>
 *
 * where B is the bound on the curvature of the loss and λ are the L2 strengths. For the coefficients of each class, H₀
 * is the inverse of that matrix with {@value #RIDGE} (a ridge) added to the diagonal of C; for intercepts it is 1 / (B
 * (1 + ridge)). The features are scaled such that C + diag(λ / B) has diagonal 1. Then the ridge prevents H₀ from being
 * large in any direction: it only shortens steps along the few directions that many features share, which a
 * quasi-Newton method takes the most steps to learn. With the ridge, C may come from a sample of the rows; without it,
 * a sample of ten rows per feature made training slower.
 *
 * <p>Source: D. Böhning, "Multinomial logistic regression algorithm", Annals of the Institute of Statistical
 * Mathematics 44, 1992, section 3 (the bound). Immutable, thread safe.
 */
public final class CorrelatedFeatures implements Preconditioner {
    private static final double RIDGE = 1.0;

    private final int numFeatures;
    private final int numClasses;
    private final double curvatureBound;

    /** (C + diag(λ / B) + ridge I)⁻¹ / B, [F x stride], padded as dense rows are. */
    private final float[] inverse;

    private CorrelatedFeatures(double[][] inverse, double curvatureBound, int numClasses) {
        this.numFeatures = inverse.length;
        this.numClasses = numClasses;
        this.curvatureBound = curvatureBound;
        int stride = Padding.stride(numFeatures);
        this.inverse = new float[Math.multiplyExact(numFeatures, stride)];
        for (int i = 0; i < numFeatures; i++) {
            for (int j = 0; j < numFeatures; j++) {
                // The values of one triangle are used for both, since they differ by rounding and H₀ must be symmetric.
                double value = inverse[Math.min(i, j)][Math.max(i, j)];
                this.inverse[i * stride + j] = (float) (value / curvatureBound);
            }
        }
    }

    /**
     * Computes H₀.
     *
     * @param moments C, [F x F], not changed
     * @param l2 λ, [F]
     * @param curvatureBound B
     * @param numClasses K
     * @return empty if C plus the ridge is not positive definite, because C is not a matrix of moments or not finite
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
     * @param v coefficients, [F x K], and then intercepts, [K], if there are any
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
