package sparksoftmax.training;

/**
 * When training stops because the loss of the validation rows no longer improves.
 *
 * @param patience the number of consecutive passes without improvement after which training stops, at least 1
 * @param validationTol the share of the lowest loss so far by which a loss must be lower to count as an improvement
 */
public record EarlyStopping(int patience, double validationTol) {}
