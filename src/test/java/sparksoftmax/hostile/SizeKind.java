package sparksoftmax.hostile;

import static sparksoftmax.hostile.WrongResultException.check;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/** Fits of extreme sizes: very many classes or features, classes of one row, no features, many empty partitions. */
final class SizeKind implements Kind {
    @Override
    public String title() {
        return "fit: extreme sizes";
    }

    @Override
    public int share() {
        return 4;
    }

    @Override
    public Outcome run(CaseRandom random, Workspace workspace, StringBuilder description) {
        int numFeatures = random.oneOf(0, 1, 2, 1000, 1 << 20, 1 << 28, Integer.MAX_VALUE - 8, Integer.MAX_VALUE);
        int numClasses = numFeatures > 2 ? random.oneOf(1, 2, 5) : random.oneOf(1, 2, 100, 10_000);
        int rowsPerClass = numClasses > 100 ? 1 : random.oneOf(1, 1, 3);
        int partitions = random.oneOf(1, 2, 7, 40);
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < numClasses; k++) {
            for (int i = 0; i < rowsPerClass; i++) {
                rows.add(RowFactory.create(k, vector(random, numFeatures, k)));
            }
        }
        if (random.chance(0.2)) {
            // A row of another class has an index far above the others.
            rows.add(RowFactory.create(random.oneOf(9_999, Integer.MAX_VALUE - 1), vector(random, numFeatures, 0)));
        }
        SoftmaxClassifier estimator = new SoftmaxClassifier()
                .setSolver(random.oneOf("auto", "auto", "l-bfgs", "sgd", "localSgd"))
                .setMaxIter(2)
                .setRegParam(random.oneOf(0.0, 0.1))
                .setElasticNetParam(random.oneOf(0.0, 1.0))
                .setMaxDriverDataInMB(random.oneOf(-1.0, 0.0));
        if (random.chance(0.15)) {
            estimator.setNumClasses(random.oneOf(10_000, 1 << 28, Integer.MAX_VALUE));
        }
        description
                .append(rows.size())
                .append(" rows x ")
                .append(numFeatures)
                .append(" features, ")
                .append(numClasses);
        description
                .append(" classes, ")
                .append(partitions)
                .append(" partitions, ")
                .append(estimator.getSolver());
        description.append(estimator.isSet(estimator.numClasses()) ? ", numClasses " + estimator.getNumClasses() : "");
        Dataset<Row> data = workspace
                .spark()
                .createDataFrame(
                        JavaSparkContext.fromSparkContext(workspace.spark().sparkContext())
                                .parallelize(rows, partitions),
                        new StructType()
                                .add("label", DataTypes.IntegerType)
                                .add("features", SQLDataTypes.VectorType()));
        SoftmaxClassificationModel model = estimator.fit(data);
        check(model.numFeatures() == numFeatures, model.numFeatures() + " features");
        if (numFeatures <= 1 << 20) {
            ModelCheck.model(model, estimator.getSolver().equals("l-bfgs"));
            ModelCheck.predictions(model, model.transform(data.limit(5)), "features", null);
        }
        return Outcome.correct();
    }

    private static Vector vector(CaseRandom random, int size, int label) {
        if (size <= 2) {
            double[] x = new double[size];
            for (int j = 0; j < size; j++) {
                x[j] = random.nextGaussian() + label;
            }
            return Vectors.dense(x);
        }
        int first = random.nextInt(size / 2);
        return Vectors.sparse(size, new int[] {first, size - 1}, new double[] {random.nextGaussian(), label + 1.0});
    }
}
