package sparksoftmax.features;

/**
 * The penalty that the user asks for: λ (α ‖W‖₁ + (1 - α) / 2 ‖W‖₂²).
 *
 * @param strength λ, at least 0
 * @param l1Share α, in [0, 1]
 * @param standardization whether W are the coefficients of features that are scaled to standard deviation 1
 */
public record Regularization(double strength, double l1Share, boolean standardization) {
    /** λ α. */
    public double l1() {
        return l1Share * strength;
    }

    /** λ (1 - α). */
    public double l2() {
        return (1.0 - l1Share) * strength;
    }
}
