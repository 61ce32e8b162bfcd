package sparksoftmax.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.RandomRows;
import sparksoftmax.block.Block;
import sparksoftmax.block.BlockBuilder;
import sparksoftmax.block.Coefficients;
import sparksoftmax.sums.FixedPointUnits;
import sparksoftmax.sums.PartitionSums;

/** Sums by fold are those over the rows of the fold, or of the others, computed without folds. */
class FoldGradientsTest {
    private static final int FOLDS = 3;

    private final RandomRows rows = new RandomRows(90, 4, 3, 1L).weighted(2L);
    private final Coefficients[] models = new Coefficients[FOLDS];

    FoldGradientsTest() {
        Random random = new Random(3L);
        Arrays.setAll(
                models,
                m -> new Coefficients(
                        random.doubles(12, -1.0, 1.0).toArray(),
                        random.doubles(3, -1.0, 1.0).toArray()));
    }

    private List<Block> blocks(int fold, boolean sparse) {
        List<Block> blocks = new ArrayList<>();
        BlockBuilder builder = new BlockBuilder(sparse ? 100 : 4, fold);
        for (int i = fold; i < rows.y.length; i += FOLDS) {
            if (sparse) {
                builder.addSparse(rows.y[i], rows.w[i], new int[] {0, 1, 2, 3}, rows.x[i]);
            } else {
                builder.addDense(rows.y[i], rows.w[i], rows.x[i]);
            }
            if (builder.numRows() == 7) {
                blocks.add(builder.build());
            }
        }
        blocks.add(builder.build());
        return blocks;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyModelLeavesItsFoldOut(boolean sparse) {
        int numFeatures = sparse ? 100 : 4;
        double[] bounds = new double[numFeatures + 1];
        Arrays.fill(bounds, 1000.0);
        FixedPointUnits units = FixedPointUnits.ofBounds(bounds, 3);
        Coefficients[] wide = Arrays.stream(models)
                .map(model -> sparse ? widened(model) : model)
                .toArray(Coefficients[]::new);
        int[] folds = {2, 0};
        FoldGradients joint =
                new FoldGradients.Models(new FusedLoss(), folds, new Coefficients[] {wide[2], wide[0]}, units).create();
        for (int fold = 0; fold < FOLDS; fold++) {
            blocks(fold, sparse).forEach(joint::add);
        }
        PartitionSums sums = joint.sums(0);
        double[] gradients = sums.vector(units.repeated(2));
        int length = gradients.length / 2;
        for (int m = 0; m < 2; m++) {
            GradientAccumulator alone = new GradientAccumulator.Model(new FusedLoss(), wide[folds[m]], units).create();
            for (int fold = 0; fold < FOLDS; fold++) {
                if (fold != folds[m]) {
                    blocks(fold, sparse).forEach(alone::add);
                }
            }
            PartitionSums expected = alone.sums(0);
            assertEquals(expected.number(GradientAccumulator.LOSS), sums.number(FoldGradients.loss(m)));
            assertEquals(expected.number(GradientAccumulator.WEIGHT), sums.number(FoldGradients.weight(m)));
            assertArrayEquals(expected.vector(units), Arrays.copyOfRange(gradients, m * length, (m + 1) * length));
        }
    }

    private static Coefficients widened(Coefficients model) {
        Random random = new Random(4L);
        return new Coefficients(
                random.doubles(300, -1.0, 1.0).toArray(),
                random.doubles(3, -1.0, 1.0).toArray());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aModelIsEvaluatedOnItsFold(boolean thresholds) {
        double[] limits = thresholds ? new double[] {0.2, 0.5, 0.9} : null;
        double[] factors = {2.0, 1.0, 0.5};
        HeldOutSums sums = new HeldOutSums.Models(models, new DecisionRule(limits, null), factors).create();
        for (int fold = 0; fold < FOLDS; fold++) {
            blocks(fold, false).forEach(sums::add);
        }
        PartitionSums found = sums.sums(0);
        for (int fold = 0; fold < FOLDS; fold++) {
            double loss = 0.0;
            double[] labeled = new double[3];
            double[] predicted = new double[3];
            double[] correct = new double[3];
            for (int i = fold; i < rows.y.length; i += FOLDS) {
                double[] p = probabilities(fold, rows.x[i]);
                double weight = rows.w[i] / factors[rows.y[i]];
                double[] ratios = new double[3];
                Arrays.setAll(ratios, k -> limits == null ? p[k] : p[k] / limits[k]);
                int choice = ratios[0] >= ratios[1] && ratios[0] >= ratios[2] ? 0 : ratios[1] >= ratios[2] ? 1 : 2;
                loss -= weight * Math.log(p[rows.y[i]]);
                labeled[rows.y[i]] += weight;
                predicted[choice] += weight;
                correct[choice] += choice == rows.y[i] ? weight : 0.0;
            }
            assertEquals(loss, HeldOutSums.loss(found, fold, 3), 1e-12 * loss);
            assertArrayEquals(labeled, HeldOutSums.labeled(found, fold, 3), 1e-12);
            assertArrayEquals(predicted, HeldOutSums.predicted(found, fold, 3), 1e-12);
            assertArrayEquals(correct, HeldOutSums.correct(found, fold, 3), 1e-12);
        }
    }

    /** The loss is that of the rows repeated for every class, whose weights were multiplied by class as well. */
    @Test
    void distributionsAreEvaluatedAsRowsOfEveryClass() {
        double[] factors = {2.0, 1.0, 0.5};
        Random random = new Random(5L);
        BlockBuilder soft = new BlockBuilder(4, 1);
        BlockBuilder repeated = new BlockBuilder(4, 1);
        for (int i = 0; i < 20; i++) {
            double[] q = random.doubles(3).toArray();
            double sum = q[0] + q[1] + q[2];
            int largest = 0;
            for (int k = 0; k < 3; k++) {
                q[k] /= sum;
                largest = q[k] > q[largest] ? k : largest;
                repeated.addDense(k, factors[k] * rows.w[i] * q[k], rows.x[i]);
            }
            soft.addDense(largest, q, rows.w[i], rows.x[i]);
        }
        Block block = soft.build();
        HeldOutSums.Models factory = new HeldOutSums.Models(models, new DecisionRule(null, null), factors);
        HeldOutSums ofSoft = factory.create();
        ofSoft.add(block.withTargets(block.targets().weightedByClass(factors)));
        HeldOutSums ofRepeated = factory.create();
        ofRepeated.add(repeated.build());
        assertEquals(HeldOutSums.loss(ofRepeated.sums(0), 1, 3), HeldOutSums.loss(ofSoft.sums(0), 1, 3), 1e-10);
    }

    /** softmax(Wᵀ x + b), with W given by its values as the test has drawn them. */
    private double[] probabilities(int fold, double[] x) {
        Random random = new Random(3L);
        double[] w = null;
        double[] b = null;
        for (int m = 0; m <= fold; m++) {
            w = random.doubles(12, -1.0, 1.0).toArray();
            b = random.doubles(3, -1.0, 1.0).toArray();
        }
        double[] p = b.clone();
        for (int j = 0; j < 4; j++) {
            for (int k = 0; k < 3; k++) {
                p[k] += w[j * 3 + k] * x[j];
            }
        }
        double sum = Math.exp(p[0]) + Math.exp(p[1]) + Math.exp(p[2]);
        for (int k = 0; k < 3; k++) {
            p[k] = Math.exp(p[k]) / sum;
        }
        return p;
    }
}
