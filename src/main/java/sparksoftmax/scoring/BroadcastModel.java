package sparksoftmax.scoring;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.cluster.BroadcastValue;
import sparksoftmax.columns.FeatureColumns;

/**
 * A model on the driver that tasks use; see {@link BroadcastValue} for what is sent when, and for how long it is kept.
 * A model and its copies share one object of this class. Thread safe.
 */
public final class BroadcastModel {
    private final BroadcastValue<LinearModel> linear;
    private BroadcastValue<ClassChoice> choice;

    /** Nothing is sent yet. */
    public BroadcastModel(LinearModel linear) {
        this.linear = new BroadcastValue<>(linear);
    }

    /** What tasks capture instead of the model. */
    @FunctionalInterface
    public interface Reference extends Serializable {
        /** The model; the first call on an executor fetches it. */
        LinearModel get();
    }

    /** What tasks of a session capture instead of the model. */
    public Reference on(SparkSession session) {
        return linear.on(session.sparkContext())::value;
    }

    /**
     * What is computed for a row.
     *
     * @param features the columns of features
     * @param invalid what becomes of rows with invalid features
     * @param classChoice how a class is chosen, and what the classes are called
     * @param topK the number of classes that {@link RowFunctions#topOfFeatures} and the like give
     */
    synchronized RowFunctions rowFunctions(
            SparkSession session, FeatureColumns features, InvalidFeatures invalid, ClassChoice classChoice, int topK) {
        if (choice == null || choice.value() != classChoice) {
            choice = new BroadcastValue<>(classChoice);
        }
        SparkContext context = session.sparkContext();
        return new RowFunctions(features, invalid, linear.on(context), choice.on(context), topK);
    }
}
