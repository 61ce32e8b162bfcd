package sparksoftmax.scoring;

import java.io.Serializable;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.cluster.BroadcastValue;

/**
 * The coefficients and intercepts of a model as a table: for each class the intercept, then the coefficients of all
 * features. Rows are made when they are used, from their numbers, so that memory is that of the model.
 */
public final class CoefficientsTable {
    private static final StructType SCHEMA = new StructType()
            .add("class", DataTypes.IntegerType, false)
            .add("className", DataTypes.StringType, true)
            .add("feature", DataTypes.IntegerType, true)
            .add("featureName", DataTypes.StringType, true)
            .add("coefficient", DataTypes.DoubleType, false);

    /** A task makes at most so many rows: about as many as a file of a table should have. */
    private static final long ROWS_OF_TASK = 1 << 20;

    /** The names of classes and features; each is null if there are none. Not a record, which Kryo cannot write. */
    private static final class Names implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String[] ofClasses;
        private final String[] ofFeatures;

        Names(String[] ofClasses, String[] ofFeatures) {
            this.ofClasses = ofClasses;
            this.ofFeatures = ofFeatures;
        }

        String ofClass(int k) {
            return ofClasses == null ? null : ofClasses[k];
        }

        String ofFeature(int j) {
            return ofFeatures == null || ofFeatures[j].isEmpty() ? null : ofFeatures[j];
        }
    }

    private final Names names;
    private final int numClasses;
    private final int numFeatures;

    /**
     * @param classNames [numClasses]; null if there are none
     * @param featureNames [numFeatures], empty for a feature without a name; null if no feature has one
     */
    public CoefficientsTable(String[] classNames, String[] featureNames, int numClasses, int numFeatures) {
        names = new Names(classNames, featureNames);
        this.numClasses = numClasses;
        this.numFeatures = numFeatures;
    }

    /** The table of a model. */
    public Dataset<Row> of(BroadcastModel model, SparkSession session) {
        long rowsOfClass = numFeatures + 1L;
        long numRows = numClasses * rowsOfClass;
        int numTasks = (int) ((numRows + ROWS_OF_TASK - 1) / ROWS_OF_TASK);
        BroadcastModel.Reference linear = model.on(session);
        BroadcastValue.Reference<Names> ofTable = new BroadcastValue<>(names).on(session.sparkContext());
        MapFunction<Long, Row> toRow =
                i -> row(linear.get(), ofTable.value(), (int) (i / rowsOfClass), (int) (i % rowsOfClass) - 1);
        return session.range(0, numRows, 1, numTasks).map(toRow, Encoders.row(SCHEMA));
    }

    /** The row of a class and a feature, -1 for the intercept. */
    private static Row row(LinearModel model, Names names, int k, int j) {
        return j < 0
                ? RowFactory.create(
                        k, names.ofClass(k), null, null, model.intercepts().apply(k))
                : RowFactory.create(
                        k,
                        names.ofClass(k),
                        j,
                        names.ofFeature(j),
                        model.coefficients().apply(k, j));
    }
}
