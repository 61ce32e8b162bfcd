package sparksoftmax.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import sparksoftmax.block.BlockScan;
import sparksoftmax.curvature.Correlations;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Regularization;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.Scalings;
import sparksoftmax.memory.ScaledPull;
import sparksoftmax.optim.Box;
import sparksoftmax.optim.Preconditioner;

/**
 * Chooses a penalty by cross-validation, and trains on all rows with it. The models of all folds are trained together,
 * with one penalty after the other from strong to weak, each starting where the one before ended. Features are
 * standardized by the statistics of all rows, those of the fold included: they say nothing of the labels.
 *
 * <p>Once the metric has been clearly worse than the best of its path for {@value #WORSE_PENALTIES} penalties in a row,
 * weaker penalties are abandoned, if that is asked for. Clearly means by more than {@value #CLEARLY} standard errors of
 * the difference in the same fold.
 */
final class PenaltySearchSolver implements Solver {
    private static final double CLEARLY = 2.0;
    private static final int WORSE_PENALTIES = 2;

    /** A preconditioner serves all penalties whose λ is at most this share of the curvature bound. */
    private static final double LITTLE = 0.1;

    private final Plan plan;
    private final PenaltySearch search;
    private final BlockScan scan;
    private final double[] classFactors;
    private final Optional<Correlations> correlations;
    private final Consumer<String> activity;
    private final FitLog log;

    private Preconditioner ofWeakPenalties;
    private PenaltyChoice choice;

    /** The mean of the models of the folds with the best penalty so far, in the plan's scaling. */
    private double[] best;

    private double bestMetric = Double.NaN;

    /**
     * @param scan sums over the blocks, each of which has rows of one fold
     * @param classFactors the factors by which the weights of the rows were multiplied by class; null if there are none
     * @param correlations the correlations of the features, if they are known
     * @param activity told what the next Spark jobs do
     */
    PenaltySearchSolver(
            Plan plan,
            BlockScan scan,
            double[] classFactors,
            Optional<Correlations> correlations,
            Consumer<String> activity,
            FitLog log) {
        this.plan = plan;
        this.search = plan.settings().penaltySearch();
        this.scan = scan;
        this.classFactors = classFactors;
        this.correlations = correlations;
        this.activity = activity;
        this.log = log;
    }

    /** The penalties that were tried; known after {@link #minimize}. */
    @Override
    public Optional<PenaltyChoice> choice() {
        return Optional.ofNullable(choice);
    }

    @Override
    public StopReason minimize(double[] parameters, Progress progress) {
        double[] start = plan.nullModel();
        activity.accept("cross-validation, model without features");
        checkFolds(start);
        double largestGradient = search.strengths() == null ? largestGradient(start) : 0.0;
        List<PenaltyTrial> trials = new ArrayList<>();
        best = start;
        for (double l1Share : search.l1Shares()) {
            boolean standardization = plan.settings().regularization().standardization();
            trials.addAll(tried(search.path(l1Share, largestGradient, standardization), start));
        }
        choice = PenaltyChoice.of(trials, search.metric(), search.oneStandardError());
        Regularization chosen = choice.chosenTrial().penalty();
        log.info("Cross-validation has chosen {}.", words(chosen));
        return train(chosen, parameters, progress);
    }

    /** Trains on all rows, starting from the mean of the models of the folds. */
    private StopReason train(Regularization chosen, double[] parameters, Progress progress) {
        FoldFits.Setting setting = setting(chosen);
        double[] u = setting.scaling().from(plan.scaling(), best);
        progress.penalty(chosen);
        progress.describeNextPass();
        LbfgsSolver solver = new LbfgsSolver(
                new Objective(
                        scan,
                        plan.settings().loss(),
                        setting.onBlocks(),
                        plan.sumBounds(),
                        setting.penalty(),
                        ScaledPull.NONE,
                        true),
                setting.penalty().l1Strengths(),
                setting.box(),
                setting.preconditioner(),
                true);
        StopReason reason = plan.goesToTheOptimum()
                ? solver.minimize(u, progress)
                : solver.resume(
                        u, progress, loss -> AutoSolver.worthwhile(plan, setting.scaling(), setting.penalty(), loss));
        System.arraycopy(plan.scaling().from(setting.scaling(), u), 0, parameters, 0, parameters.length);
        return reason;
    }

    /**
     * The smallest λ of a pure L1 penalty for which all coefficients are 0: the largest derivative of the mean loss
     * with respect to a coefficient at the model without features. Source: J. Friedman, T. Hastie, R. Tibshirani,
     * "Regularization Paths for Generalized Linear Models via Coordinate Descent", 2010, section 2.5.
     */
    private double largestGradient(double[] start) {
        Scaling scaling = plan.scaling();
        int numFeatures = scaling.numFeatures();
        Regularization unit =
                new Regularization(1.0, 1.0, plan.settings().regularization().standardization());
        double[] strengths = plan.scalings(unit).penalty(scaling).l1();
        double[] gradient = new double[start.length];
        new Objective(
                        scan,
                        plan.settings().loss(),
                        plan.scalingOnBlocks(),
                        plan.sumBounds(),
                        new Penalty(new double[numFeatures], new double[numFeatures], scaling.numClasses()),
                        ScaledPull.NONE,
                        true)
                .valueAndGradient(start, gradient);
        double largest = 0.0;
        for (int i = 0; i < numFeatures * scaling.numClasses(); i++) {
            largest = Math.max(largest, Math.abs(gradient[i]) / strengths[i / scaling.numClasses()]);
        }
        return largest;
    }

    private void checkFolds(double[] start) {
        FoldFits.Setting setting = setting(plan.settings().regularization());
        List<FoldMetrics> metrics =
                fits(setting.scaling().from(plan.scaling(), start)).metrics(setting, search.rule(), classFactors);
        for (int fold = 0; fold < metrics.size(); fold++) {
            if (metrics.get(fold).weight() == 0.0) {
                throw new IllegalArgumentException("Each of the " + metrics.size() + " folds (numFolds) must have rows"
                        + " of positive weight, but fold " + fold
                        + " has none: use fewer folds, or more rows. Unless foldCol says which fold a row is in,"
                        + " equal rows are in the same fold.");
            }
        }
    }

    private FoldFits fits(double[] start) {
        return new FoldFits(
                scan,
                plan.settings().loss(),
                plan.sumBounds(),
                plan.settings().maxIter(),
                plan.mostModelsAtOnce(),
                search.numFolds(),
                start);
    }

    /** Tries the penalties of a path, from strong to weak. */
    private List<PenaltyTrial> tried(Regularization[] path, double[] start) {
        List<PenaltyTrial> trials = new ArrayList<>();
        FoldFits.Setting before = setting(path[0]);
        FoldFits fits = fits(before.scaling().from(plan.scaling(), start));
        int worse = 0;
        for (Regularization penalty : path) {
            if (search.abandons() && worse == WORSE_PENALTIES) {
                log.info("{} is abandoned, since stronger penalties are clearly better.", words(penalty));
                trials.add(PenaltyTrial.abandoned(penalty));
                continue;
            }
            activity.accept("cross-validation, " + words(penalty));
            FoldFits.Setting setting = setting(penalty);
            fits.train(setting, before);
            before = setting;
            PenaltyTrial trial = new PenaltyTrial(penalty, fits.metrics(setting, search.rule(), classFactors));
            worse = isClearlyWorse(trial, trials) ? worse + 1 : 0;
            trials.add(trial);
            keepIfBest(trial, fits, setting);
            log.info(
                    "{}: {} {} +/- {} in {} folds, after {} passes in all",
                    words(penalty),
                    search.metric(),
                    digits(trial.mean(search.metric())),
                    digits(trial.standardError(search.metric())),
                    search.numFolds(),
                    fits.numPasses());
        }
        return trials;
    }

    private void keepIfBest(PenaltyTrial trial, FoldFits fits, FoldFits.Setting setting) {
        double mean = trial.mean(search.metric());
        if (search.metric().isBetter(mean, bestMetric)) {
            bestMetric = mean;
            best = plan.scaling().from(setting.scaling(), fits.meanParameters());
        }
    }

    /** Whether the metric is worse than the best of the path so far, by more than chance explains. */
    private boolean isClearlyWorse(PenaltyTrial trial, List<PenaltyTrial> earlier) {
        if (earlier.isEmpty()) {
            return false;
        }
        SelectionMetric metric = search.metric();
        double[] ofBest = PenaltyChoice.of(earlier, metric, false).chosenTrial().values(metric);
        double[] values = trial.values(metric);
        double[] differences = new double[values.length];
        for (int fold = 0; fold < values.length; fold++) {
            differences[fold] = values[fold] - ofBest[fold];
        }
        return metric.isBetter(PenaltyTrial.mean(ofBest), PenaltyTrial.mean(values))
                && Math.abs(PenaltyTrial.mean(differences)) > CLEARLY * PenaltyTrial.standardError(differences);
    }

    private FoldFits.Setting setting(Regularization penalty) {
        Scalings scalings = plan.scalings(penalty);
        Scaling scaling = scalings.ofEqualCurvature();
        Penalty onParameters = scalings.penalty(scaling);
        Box box = plan.bounds().box(scaling, plan.varying());
        return new FoldFits.Setting(
                scaling, plan.onBlocks(scaling), onParameters, box, preconditioner(penalty, onParameters));
    }

    private Preconditioner preconditioner(Regularization penalty, Penalty onParameters) {
        double curvature = plan.settings().loss().curvatureBound();
        if (penalty.l1() > 0.0 || correlations.isEmpty()) {
            return null;
        }
        boolean weak = IntStream.range(0, onParameters.l2().length)
                .allMatch(j -> onParameters.l2()[j] <= LITTLE * curvature);
        if (!weak) {
            return correlations.get().preconditioner(onParameters, curvature).orElse(null);
        }
        if (ofWeakPenalties == null) {
            ofWeakPenalties =
                    correlations.get().preconditioner(onParameters, curvature).orElse(null);
        }
        return ofWeakPenalties;
    }

    private static String words(Regularization penalty) {
        return "regParam " + digits(penalty.strength()) + ", elasticNetParam " + digits(penalty.l1Share());
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
