package sparksoftmax.training;

/**
 * When to stop by the loss of rows that are not trained on.
 *
 * @param patience passes without improvement, at least 1
 * @param validationTol share of the best loss by which it must fall to count as improved
 */
public record EarlyStopping(int patience, double validationTol) {}
