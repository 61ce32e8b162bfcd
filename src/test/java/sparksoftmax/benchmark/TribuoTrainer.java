package sparksoftmax.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import scala.Tuple4;

/**
 * Oracle Tribuo's logistic regression, with its defaults: 5 epochs of AdaGrad, one thread. Its time does not include
 * bringing the rows into its form.
 */
final class TribuoTrainer {
    private final MutableDataset<Label> rows;

    TribuoTrainer(Dataset<Row> train) {
        LabelFactory factory = new LabelFactory();
        rows = new MutableDataset<>(new SimpleDataSourceProvenance("benchmark", factory), factory);
        train.select("label", "features").toLocalIterator().forEachRemaining(row -> rows.add(example(row)));
    }

    private static ArrayExample<Label> example(Row row) {
        SparseVector features = row.<Vector>getAs(1).toSparse();
        String[] names = new String[features.indices().length];
        for (int p = 0; p < names.length; p++) {
            names[p] = Integer.toString(features.indices()[p]);
        }
        return new ArrayExample<>(new Label(Integer.toString((int) row.getDouble(0))), names, features.values());
    }

    Benchmark.Fitted fit() {
        Model<Label> model = new LogisticRegressionTrainer().train(rows);
        return new Benchmark.Fitted() {
            @Override
            public double objective() {
                return Double.NaN;
            }

            @Override
            public MulticlassMetrics metrics(Dataset<Row> test) {
                return TribuoTrainer.metrics(model, test);
            }
        };
    }

    private static MulticlassMetrics metrics(Model<Label> model, Dataset<Row> test) {
        List<Tuple4<Object, Object, Object, double[]>> predictions = new ArrayList<>();
        int numClasses = 1
                + model.getOutputIDInfo().getDomain().stream()
                        .mapToInt(label -> Integer.parseInt(label.getLabel()))
                        .max()
                        .orElse(0);
        test.select("label", "features").toLocalIterator().forEachRemaining(row -> {
            Prediction<Label> prediction = model.predict(example(row));
            double[] probabilities = new double[numClasses];
            prediction
                    .getOutputScores()
                    .forEach((label, score) -> probabilities[Integer.parseInt(label)] = score.getScore());
            double predicted = Double.parseDouble(prediction.getOutput().getLabel());
            predictions.add(new Tuple4<>(predicted, row.getDouble(0), 1.0, probabilities));
        });
        return new MulticlassMetrics(
                JavaSparkContext.fromSparkContext(test.sparkSession().sparkContext())
                        .parallelize(predictions)
                        .rdd());
    }
}
