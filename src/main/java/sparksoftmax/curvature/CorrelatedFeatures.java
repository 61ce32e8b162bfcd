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
 * where B is the bound on the curvature of the loss and λ are the L2 strengths. A rare class has less curvature: in the
 * model that predicts the class frequencies π_k, the block of class k is π_k (1 - π_k) C, up to what it shares with
 * other classes. So, for the coefficients of class k, H₀ is the inverse of
 *
 * <pre>
 *   B s_k (C + diag(λ / B) + ridge I)      s_k = q_k + (1 - q_k) ρ,  q_k = 4 π_k (1 - π_k)
 * </pre>
 *
 * where the ridge is {@value #RIDGE} and ρ the mean of λ / B, the share of the penalty in the curvature; for intercepts
 * it is 1 / (B q_k (1 + ridge)). The features are scaled such that C + diag(λ / B) has diagonal 1. Then the ridge
 * prevents H₀ from being large in any direction: it only shortens steps along the few directions that many features
 * share, which a quasi-Newton method takes the most steps to learn. With the ridge, C may come from a sample of the
 * rows; without it, a sample of ten rows per feature made training slower.
 *
 * <p>Source: D. Böhning, "Multinomial logistic regression algorithm", Annals of the Institute of Statistical
 * Mathematics 44, 1992, section 3 (the bound). Immutable, thread safe.
 */
public final class CorrelatedFeatures implements Preconditioner {
    private static final double RIDGE = 1.0;

    /** The least q_k: it keeps the numbers finite if a class has all rows. */
    private static final double LEAST_CURVATURE = 1e-9;

    private final int numFeatures;
    private final int numClasses;

    /** 1 / √s_k, [K]. */
    private final double[] classFactors;

    /** 1 / (B q_k (1 + ridge)), [K]. */
    private final double[] ofIntercepts;

    /** (C + diag(λ / B) + ridge I)⁻¹ / B, [F x stride], padded as dense rows are. */
    private final float[] inverse;

    private CorrelatedFeatures(double[][] inverse, double curvatureBound, double penaltyShare, double[] classShares) {
        numFeatures = inverse.length;
        numClasses = classShares.length;
        classFactors = new double[numClasses];
        ofIntercepts = new double[numClasses];
        for (int k = 0; k < numClasses; k++) {
            double relative = Math.max(LEAST_CURVATURE, 4.0 * classShares[k] * (1.0 - classShares[k]));
            classFactors[k] = 1.0 / Math.sqrt(relative + (1.0 - relative) * penaltyShare);
            ofIntercepts[k] = 1.0 / ((1.0 + RIDGE) * curvatureBound * relative);
        }
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
     * @param classShares π, [K], all of them greater than 0
     * @return empty if C plus the ridge is not positive definite, because C is not a matrix of moments or not finite
     */
    public static Optional<CorrelatedFeatures> of(
            double[] moments, double[] l2, double curvatureBound, double[] classShares) {
        int numFeatures = l2.length;
        double[][] columns = new double[numFeatures][];
        for (int j = 0; j < numFeatures; j++) {
            columns[j] = Arrays.copyOfRange(moments, j * numFeatures, (j + 1) * numFeatures);
            columns[j][j] += l2[j] / curvatureBound + RIDGE;
        }
        double penaltyShare = Math.min(1.0, Arrays.stream(l2).average().orElse(0.0) / curvatureBound);
        return SymmetricInverse.of(columns)
                .map(inverse -> new CorrelatedFeatures(inverse, curvatureBound, penaltyShare, classShares));
    }

    /**
     * H₀ v.
     *
     * @param v coefficients, [F x K], and then intercepts, [K], if there are any
     */
    @Override
    public double[] times(double[] v) {
        double[] result = new double[v.length];
        double[] scaled = new double[numFeatures * numClasses];
        for (int start = 0; start < scaled.length; start += numClasses) {
            for (int k = 0; k < numClasses; k++) {
                scaled[start + k] = v[start + k] * classFactors[k];
            }
        }
        DenseShape shape = Kernels.best().shape(numFeatures, numClasses);
        int width = shape.rowStride();
        float[] products = new float[numFeatures * width];
        Kernels.best().margins(shape, inverse, 0, numFeatures, shape.laidOut(scaled), products);
        for (int j = 0; j < numFeatures; j++) {
            for (int k = 0; k < numClasses; k++) {
                result[j * numClasses + k] = products[j * width + k] * classFactors[k];
            }
        }
        for (int i = numFeatures * numClasses; i < v.length; i++) {
            result[i] = v[i] * ofIntercepts[i - numFeatures * numClasses];
        }
        return result;
    }
}
