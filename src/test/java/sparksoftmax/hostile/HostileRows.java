package sparksoftmax.hostile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Random rows, ordinary or hostile: features, labels and weights. */
final class HostileRows {
    private static final double[] SCALES = {
        1e308, 1e200, 1e160, 1e154, 1e30, 1e-30, 1e-160, 1e-170, 1e-200, 1e-308, Double.MIN_VALUE, -0.0, 0.0
    };

    private static final Object[] BAD_LABELS = {
        null,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        -1.0,
        0.5,
        1e10,
        2147483647.0,
        1e308,
        Double.MIN_VALUE
    };

    private static final Object[] BAD_WEIGHTS = {
        null, Double.NaN, Double.POSITIVE_INFINITY, -1.0, -Double.MIN_VALUE, Double.NEGATIVE_INFINITY
    };

    private static final double[] EXTREME_WEIGHTS = {0.0, -0.0, Double.MIN_VALUE, 1e-300, 1e-10, 1.0, 1e10, 1e150, 1e308
    };

    private final CaseRandom random;
    private final List<String> facts = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<PlainRow> plain = new ArrayList<>();
    private boolean bad;
    private boolean invalidFeatures;
    private boolean moderate = true;
    private final int numFeatures;
    private final int numClasses;

    HostileRows(CaseRandom random, boolean hostile) {
        this.random = random;
        numFeatures = hostile ? random.oneOf(0, 1, 2, 3, 5, 9, 20) : random.oneOf(1, 2, 3, 5, 9);
        numClasses = hostile ? random.oneOf(1, 2, 2, 3, 4, 30) : random.oneOf(2, 3, 4);
        int numRows = hostile ? random.oneOf(0, 1, 2, 3, 10, 25, 60) : random.oneOf(12, 25, 60);
        facts.add(numRows + " rows x " + numFeatures + " features, " + numClasses + " classes");
        make(numRows, hostile);
        if (hostile && numRows > 0) {
            for (int i = random.nextInt(2); i > 0; i--) {
                spoil();
            }
        }
    }

    private void make(int numRows, boolean hostile) {
        double[][] scale = new double[numFeatures][];
        for (int j = 0; j < numFeatures; j++) {
            scale[j] = new double[] {1.0, 0.0};
            if (hostile && random.chance(0.3)) {
                scale[j] = new double[] {SCALES[random.nextInt(SCALES.length)], 0.0};
                moderate = false;
                facts.add("feature " + j + " times " + scale[j][0]);
            } else if (hostile && random.chance(0.15)) {
                scale[j][1] = random.oneOf(1e3, -1e9, 1e15, 1e300);
                moderate = false;
                facts.add("feature " + j + " plus " + scale[j][1]);
            }
        }
        int weights = random.nextInt(hostile ? 4 : 2);
        int storage = random.nextInt(4);
        boolean separable = hostile && random.chance(0.2);
        facts.add("weights " + weights + ", storage " + storage + (separable ? ", separable" : ""));
        moderate &= weights < 2;
        for (int i = 0; i < numRows; i++) {
            int label = i < numClasses ? i : random.nextInt(random.chance(0.5) ? numClasses : Math.min(2, numClasses));
            double[] x = new double[numFeatures];
            for (int j = 0; j < numFeatures; j++) {
                boolean informative = j % numClasses == label;
                double base = separable
                        ? (informative ? 5.0 : 0.0) + random.nextDouble()
                        : random.nextGaussian() + (informative ? 0.8 : 0.0);
                x[j] = (storage > 0 && random.chance(0.4) ? 0.0 : base) * scale[j][0] + scale[j][1];
                x[j] = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, x[j]));
            }
            double weight = weights == 0
                    ? 1.0
                    : weights == 1
                            ? 0.5 + random.nextInt(3)
                            : weights == 2 ? EXTREME_WEIGHTS[random.nextInt(EXTREME_WEIGHTS.length)] : 0.0;
            add((double) label, weight, x, vector(x, storage));
        }
    }

    private void add(Object label, Object weight, double[] x, Vector vector) {
        rows.add(RowFactory.create(label, weight, random.chance(0.3), vector));
        plain.add(new PlainRow(
                x,
                label == null ? Double.NaN : ((Number) label).doubleValue(),
                weight == null ? Double.NaN : (Double) weight));
    }

    /** @param storage 0 for dense, 1 for sparse, 2 for both, 3 for sparse with explicit zeros */
    private Vector vector(double[] x, int storage) {
        if (storage == 0 || storage == 2 && random.nextBoolean()) {
            return Vectors.dense(x.clone());
        }
        int[] indices = IntStream.range(0, x.length)
                .filter(j -> storage == 3 && random.nextBoolean() || x[j] != 0.0)
                .toArray();
        double[] values = Arrays.stream(indices)
                .mapToDouble(j -> x[j] == 0.0 && random.nextBoolean() ? -0.0 : x[j])
                .toArray();
        return Vectors.sparse(x.length, indices, values);
    }

    /** Makes one row bad. */
    private void spoil() {
        int i = random.nextInt(rows.size());
        Row row = rows.get(i);
        PlainRow old = plain.get(i);
        Object label = row.get(0);
        Object weight = row.get(1);
        Vector vector = row.getAs(3);
        int what = random.nextInt(6);
        String fact;
        if (what == 0) {
            label = BAD_LABELS[random.nextInt(BAD_LABELS.length)];
            fact = "label " + label;
        } else if (what == 1) {
            weight = BAD_WEIGHTS[random.nextInt(BAD_WEIGHTS.length)];
            fact = "weight " + weight;
        } else if (what == 2) {
            vector = null;
            fact = "features null";
        } else if (what == 3 && numFeatures > 0 && vector != null) {
            double value = random.oneOf(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
            double[] x = vector.toArray().clone();
            x[random.nextInt(numFeatures)] = value;
            vector = random.nextBoolean() ? Vectors.dense(x) : Vectors.dense(x).toSparse();
            fact = "a feature " + value;
        } else if (what == 4) {
            vector = Vectors.sparse(
                    Integer.MAX_VALUE, new int[] {random.oneOf(0, Integer.MAX_VALUE - 1)}, new double[] {1.0});
            fact = "a vector of size 2^31 - 1";
        } else {
            vector = Vectors.dense(new double[numFeatures + 1]);
            fact = "a longer vector";
        }
        // A single vector of another size is not at odds with any other.
        boolean features = fact.equals("features null") || fact.startsWith("a feature ");
        invalidFeatures |= features;
        bad |= !features && (vector == null || vector.size() == numFeatures || rows.size() > 1);
        moderate = false;
        facts.add("in row " + i + ": " + fact);
        rows.set(i, RowFactory.create(label, weight, row.get(2), vector));
        plain.set(i, what == 1 ? new PlainRow(old.x(), old.label(), Double.NaN) : old);
    }

    /** The rows: label, weight, whether they are for validation, features. */
    List<Row> rows() {
        return rows;
    }

    /** The rows for the oracle; not those that are bad. */
    List<PlainRow> plain() {
        return plain;
    }

    /** Whether a fit must refuse them, whatever the columns are called. */
    boolean isBad() {
        return invalidFeatures || isBadWithoutInvalidFeatures();
    }

    /** The same where rows with invalid features are left out. */
    boolean isBadWithoutInvalidFeatures() {
        return bad || plain.stream().allMatch(row -> row.weight() == 0.0);
    }

    /** Whether formulas in double precision can tell what a fit must give. */
    boolean isModerate() {
        return moderate;
    }

    /** Whether some weights are not 1. */
    boolean isWeighted() {
        return plain.stream().anyMatch(row -> row.weight() != 1.0);
    }

    int numFeatures() {
        return numFeatures;
    }

    int numClasses() {
        return numClasses;
    }

    String facts() {
        return String.join(", ", facts);
    }
}
