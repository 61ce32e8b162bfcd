package sparksoftmax.training;

import java.util.List;

/**
 * The penalties that were tried by cross-validation, and which of them was chosen.
 *
 * @param metric the metric by which it was chosen
 * @param trials all penalties: those of each value of α from strong to weak
 * @param chosen the index of the one that was chosen
 */
public record PenaltyChoice(SelectionMetric metric, List<PenaltyTrial> trials, int chosen) {
    /** The penalty that was chosen. */
    public PenaltyTrial chosenTrial() {
        return trials.get(chosen);
    }

    /**
     * Chooses the penalty with the best mean of a metric; of several, the first. With the rule of one standard error,
     * it is instead the strongest penalty with the same α whose mean is not worse than that by more than its standard
     * error. Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and Regression Trees", 1984, section
     * 3.4.3.
     */
    static PenaltyChoice of(List<PenaltyTrial> trials, SelectionMetric metric, boolean oneStandardError) {
        int best = 0;
        for (int i = 1; i < trials.size(); i++) {
            best = metric.isBetter(trials.get(i).mean(metric), trials.get(best).mean(metric)) ? i : best;
        }
        return new PenaltyChoice(metric, trials, oneStandardError ? strongestNear(trials, best, metric) : best);
    }

    private static int strongestNear(List<PenaltyTrial> trials, int best, SelectionMetric metric) {
        PenaltyTrial bestTrial = trials.get(best);
        double mean = bestTrial.mean(metric);
        double error = bestTrial.standardError(metric);
        for (int i = 0; i < best; i++) {
            PenaltyTrial trial = trials.get(i);
            boolean sameShare = trial.penalty().l1Share() == bestTrial.penalty().l1Share();
            if (sameShare && !trial.isAbandoned() && Math.abs(trial.mean(metric) - mean) <= error) {
                return i;
            }
        }
        return best;
    }
}
