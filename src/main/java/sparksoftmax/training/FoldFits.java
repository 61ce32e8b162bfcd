package sparksoftmax.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import sparksoftmax.block.BlockScan;
import sparksoftmax.block.Coefficients;
import sparksoftmax.block.MiniBatch;
import sparksoftmax.features.Penalty;
import sparksoftmax.features.Scaling;
import sparksoftmax.features.SumBounds;
import sparksoftmax.loss.DecisionRule;
import sparksoftmax.loss.FoldGradients;
import sparksoftmax.loss.HeldOutSums;
import sparksoftmax.loss.SoftmaxLoss;
import sparksoftmax.optim.Box;
import sparksoftmax.optim.Lbfgs;
import sparksoftmax.optim.Preconditioner;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/**
 * One model for each fold, trained on the rows of the other folds. The models share their passes over the rows.
 * Training with a penalty starts where it ended with the penalty before, and with what the steps have learned of the
 * curvature of the loss, to which that of the new penalty is added: this halves the number of passes. Not thread safe.
 */
final class FoldFits {
    /**
     * Steps end after two in a row that improve the objective by less than this share of it. The metrics of the rows
     * held out then are those at the optimum, but for a small part of their standard error (choosing-the-penalty.md).
     */
    private static final double LEAST_IMPROVEMENT = 2e-4;

    private static final int IDLE_STEPS = 2;

    /** Steps before anything is known of the curvature, which are short and say nothing about the next. */
    private static final int FIRST_STEPS = 2;

    private final BlockScan scan;
    private final SoftmaxLoss loss;
    private final SumBounds bounds;
    private final int maxIter;
    private final int mostAtOnce;
    private final Model[] models;
    private int numPasses;

    /**
     * A penalty, and what follows from it.
     *
     * @param scaling the scaling of the parameters
     * @param onBlocks the same relative to the features as the blocks store them
     * @param penalty the penalty on the parameters
     * @param box the bounds on the parameters
     * @param preconditioner an estimate of the inverse Hessian; null if there is none
     */
    record Setting(Scaling scaling, Scaling onBlocks, Penalty penalty, Box box, Preconditioner preconditioner) {
        private boolean isSmooth() {
            return penalty.l1Strengths().areNone() && box.isNone();
        }

        /** The factors that turn the parameters of another setting into those of this one. */
        private double[] ratios(Setting other) {
            return ofParameters(j -> other.scaling.scale()[j] / scaling.scale()[j], 1.0);
        }

        /** What the Hessian has more on the diagonal than with the penalty of another setting. */
        private double[] addedCurvature(Setting other) {
            return ofParameters(
                    j -> {
                        double ratio = other.scaling.scale()[j] / scaling.scale()[j];
                        return penalty.l2()[j] - other.penalty.l2()[j] / (ratio * ratio);
                    },
                    0.0);
        }

        private double[] ofParameters(IntToDoubleFunction ofFeature, double ofIntercept) {
            double[] values = new double[scaling.numParameters()];
            int numCoefficients = scaling.numFeatures() * scaling.numClasses();
            Arrays.fill(values, numCoefficients, values.length, ofIntercept);
            for (int j = 0; j < scaling.numFeatures(); j++) {
                int start = j * scaling.numClasses();
                Arrays.fill(values, start, start + scaling.numClasses(), ofFeature.applyAsDouble(j));
            }
            return values;
        }
    }

    /**
     * The mean loss of the rows that a model is trained on, and its gradient.
     *
     * @param gradient with respect to the coefficients of the features as the blocks store them, [F + 1 x K]
     */
    private record Evaluation(double meanLoss, double[] gradient) {}

    /** What is asked: the loss and the gradient of a model. */
    private record Question(int fold, Coefficients coefficients) {}

    /** The model of a fold. */
    private static final class Model {
        private double[] parameters;

        /** The evaluation at the parameters; null if it is not known. */
        private Evaluation evaluation;

        /** What has trained the model with the last penalty; null if it is not kept. */
        private Lbfgs minimizer;

        Model(double[] parameters) {
            this.parameters = parameters;
        }
    }

    /**
     * @param scan sums over the blocks, each of which has rows of one fold
     * @param loss the loss of a row
     * @param bounds bounds on sums over the blocks
     * @param maxIter the most steps of a model with a penalty
     * @param mostAtOnce how many models may be trained at the same time, at least 1
     * @param numFolds the number of folds
     * @param start the parameters to start from, in the scaling of the first setting
     */
    FoldFits(
            BlockScan scan,
            SoftmaxLoss loss,
            SumBounds bounds,
            int maxIter,
            int mostAtOnce,
            int numFolds,
            double[] start) {
        this.scan = scan;
        this.loss = loss;
        this.bounds = bounds;
        this.maxIter = maxIter;
        this.mostAtOnce = mostAtOnce;
        models = new Model[numFolds];
        Arrays.setAll(models, fold -> new Model(start.clone()));
    }

    /** The number of passes over the rows so far. */
    int numPasses() {
        return numPasses;
    }

    /**
     * Trains the models of all folds.
     *
     * @param before the setting of the last call, or the same as {@code setting} in the first
     * @throws IllegalArgumentException if an objective is not finite at the start
     */
    void train(Setting setting, Setting before) {
        for (Model model : models) {
            model.parameters = setting.scaling.from(before.scaling, model.parameters);
        }
        for (int first = 0; first < models.length; first += mostAtOnce) {
            int from = first;
            int number = Math.min(mostAtOnce, models.length - first);
            Lockstep.<Question, Evaluation>run(
                    number,
                    (i, evaluations) -> train(from + i, setting, before, evaluations),
                    questions -> evaluate(setting, questions));
            if (mostAtOnce < models.length) {
                // So that the driver's memory suffices for the next ones.
                for (Model model : Arrays.asList(models).subList(from, from + number)) {
                    model.evaluation = null;
                    model.minimizer = null;
                }
            }
        }
    }

    private void train(int fold, Setting setting, Setting before, Function<Question, Evaluation> evaluations) {
        Model model = models[fold];
        FoldObjective objective = new FoldObjective(fold, setting, evaluations, model.evaluation);
        Lbfgs minimizer = new Lbfgs(
                objective, model.parameters, setting.penalty.l1Strengths(), setting.box, setting.preconditioner);
        if (!Double.isFinite(minimizer.value())) {
            throw new IllegalArgumentException("The objective must be finite, but was " + minimizer.value()
                    + " in fold " + fold + ". Scale the features (featuresCol) to moderate numbers, or use lossVariant"
                    + " 'fused', if it is another one.");
        }
        boolean learns = model.minimizer != null && setting.isSmooth() && before.isSmooth();
        if (learns) {
            minimizer.learnFrom(model.minimizer, setting.ratios(before), setting.addedCurvature(before));
        }
        model.minimizer = minimizer;
        int idle = learns ? 0 : -FIRST_STEPS;
        for (int step = 0; step < maxIter && idle < IDLE_STEPS; step++) {
            double value = minimizer.value();
            if (!minimizer.step()) {
                break;
            }
            boolean improved = value - minimizer.value() >= LEAST_IMPROVEMENT * Math.abs(value);
            idle = idle < 0 || !improved ? idle + 1 : 0;
        }
        model.evaluation = objective.at(model.parameters);
    }

    /** The objective of a fold. The last evaluation is kept, because a setting starts where the one before ended. */
    private static final class FoldObjective implements Lbfgs.Function {
        private final int fold;
        private final Setting setting;
        private final Function<Question, Evaluation> evaluations;
        private Evaluation last;
        private double[] lastParameters;

        /** {@code atStart} is the evaluation at the start; null if it is not known. */
        FoldObjective(int fold, Setting setting, Function<Question, Evaluation> evaluations, Evaluation atStart) {
            this.fold = fold;
            this.setting = setting;
            this.evaluations = evaluations;
            last = atStart;
        }

        @Override
        public double valueAndGradient(double[] u, double[] gradient) {
            if (lastParameters != null || last == null) {
                last = evaluations.apply(new Question(fold, setting.onBlocks.blockCoefficients(u)));
            }
            lastParameters = u.clone();
            setting.onBlocks.pullBack(last.gradient, 1.0, gradient);
            setting.penalty.addL2Gradient(u, gradient);
            return last.meanLoss + setting.penalty.value(u);
        }

        /** The evaluation at {@code u}; null if it is not the last one. */
        Evaluation at(double[] u) {
            return Arrays.equals(u, lastParameters) ? last : null;
        }
    }

    /** Answers several questions in one pass. */
    private List<Evaluation> evaluate(Setting setting, List<Question> questions) {
        int numModels = questions.size();
        FixedPointUnits units = bounds.ofGradient(loss.multiplierBound(), setting.onBlocks.numClasses());
        PartitionSums sums = scan.sum(
                new FoldGradients.Models(
                        loss,
                        questions.stream().mapToInt(Question::fold).toArray(),
                        questions.stream().map(Question::coefficients).toArray(Coefficients[]::new),
                        units),
                MiniBatch.ALL);
        numPasses++;
        double[] gradients = sums.vector(units.repeated(numModels));
        if (numModels > 1 && Double.isNaN(gradients[0])) {
            // A value that is not finite, which a step that is too long may give, makes the sums of all models NaN.
            return questions.stream()
                    .map(question -> evaluate(setting, List.of(question)).get(0))
                    .toList();
        }
        int length = gradients.length / numModels;
        List<Evaluation> evaluations = new ArrayList<>();
        for (int m = 0; m < numModels; m++) {
            double weight = sums.number(FoldGradients.weight(m));
            double[] gradient = Arrays.copyOfRange(gradients, m * length, (m + 1) * length);
            for (int i = 0; i < length; i++) {
                gradient[i] /= weight;
            }
            evaluations.add(new Evaluation(sums.number(FoldGradients.loss(m)) / weight, gradient));
        }
        return evaluations;
    }

    /**
     * How well each model predicts the rows of its fold.
     *
     * @param setting the setting of the last call of {@link #train}, or the scaling of the start
     * @param rule how a class is predicted
     * @param classFactors the factors by which the weights of the rows were multiplied by class; null if there are none
     */
    List<FoldMetrics> metrics(Setting setting, DecisionRule rule, double[] classFactors) {
        Coefficients[] coefficients = Arrays.stream(models)
                .map(model -> setting.onBlocks.blockCoefficients(model.parameters))
                .toArray(Coefficients[]::new);
        PartitionSums sums = scan.sum(new HeldOutSums.Models(coefficients, rule, classFactors), MiniBatch.ALL);
        int numClasses = setting.scaling.numClasses();
        return IntStream.range(0, models.length)
                .mapToObj(fold -> FoldMetrics.of(sums, fold, numClasses))
                .toList();
    }

    /** The mean of the parameters of all models, in the scaling of the last setting. */
    double[] meanParameters() {
        double[] mean = new double[models[0].parameters.length];
        for (Model model : models) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += model.parameters[i] / models.length;
            }
        }
        return mean;
    }
}
