package sparksoftmax.scoring;

import java.io.Serializable;
import java.util.function.Supplier;
import org.apache.spark.SparkException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import sparksoftmax.cluster.BroadcastValue;
import sparksoftmax.columns.FeatureColumns;
import sparksoftmax.columns.FeatureVector;
import sparksoftmax.columns.VectorFeatures;
import sparksoftmax.loss.Choice;
import sparksoftmax.loss.DecisionRule;

/**
 * What a model computes for one row in Spark's internal form; features are a value of {@link FeatureColumns#packed}.
 * Small when it is serialized, since it refers to the broadcast model. Public, since the code that Spark generates
 * calls it.
 *
 * @param columns the columns of features
 * @param invalid what becomes of rows with invalid features
 * @param model the coefficients and intercepts
 * @param choice how a class is chosen
 * @param topK how many of the most probable classes are given, if these are asked for
 */
public record RowFunctions(
        FeatureColumns columns,
        InvalidFeatures invalid,
        BroadcastValue.Reference<LinearModel> model,
        BroadcastValue.Reference<ClassChoice> choice,
        int topK)
        implements Serializable {
    /**
     * Classes with their probabilities: an array of structs with the index of a class, its name, which is null if the
     * classes have no names, and its probability.
     */
    public static final DataType TOP_CLASSES = DataTypes.createArrayType(
            new StructType()
                    .add("class", DataTypes.IntegerType, false)
                    .add("className", DataTypes.StringType, true)
                    .add("probability", DataTypes.DoubleType, false),
            false);

    private static final String UNPREDICTABLE = "A row could not be predicted: ";

    /** Whether features can be predicted from. */
    public boolean areValid(Object features) {
        FeatureVector read = columns.readPacked(features);
        return read != null && read.firstInvalid() < 0;
    }

    /** The margins W x + b of features x. */
    public InternalRow margins(Object features) {
        return VectorFeatures.dense(marginsOf(features));
    }

    /** The probabilities for features. */
    public InternalRow probabilities(Object features) {
        return VectorFeatures.dense(Probabilities.of(marginsOf(features)));
    }

    /** The softmax of margins. */
    public InternalRow softmax(InternalRow margins) {
        return VectorFeatures.dense(Probabilities.of(VectorFeatures.copyOfValues(margins)));
    }

    /** The class for features. */
    public double predictFeatures(Object features) {
        return rule().byMargins(marginsOf(features));
    }

    /** The class for margins. */
    public double predictMargins(InternalRow margins) {
        return rule().byMargins(VectorFeatures.values(margins));
    }

    /** The class for probabilities. */
    public double predictProbabilities(InternalRow probabilities) {
        return rule().byProbabilities(VectorFeatures.values(probabilities));
    }

    /** The most probable classes for features. */
    public ArrayData topOfFeatures(Object features) {
        return top(Probabilities.of(marginsOf(features)));
    }

    /** The most probable classes for margins. */
    public ArrayData topOfMargins(InternalRow margins) {
        return top(Probabilities.of(VectorFeatures.copyOfValues(margins)));
    }

    /** The most probable classes for probabilities. */
    public ArrayData topOfProbabilities(InternalRow probabilities) {
        return top(VectorFeatures.values(probabilities));
    }

    /** A value of type {@link #TOP_CLASSES}. */
    private ArrayData top(double[] probabilities) {
        ClassChoice classes = choice.value();
        int[] top = Choice.top(probabilities, topK);
        Object[] structs = new Object[top.length];
        for (int place = 0; place < top.length; place++) {
            int k = top[place];
            structs[place] = new GenericInternalRow(new Object[] {k, classes.nameIfKnown(k), probabilities[k]});
        }
        return new GenericArrayData(structs);
    }

    /** The name of a class. */
    public UTF8String name(double prediction) {
        return choice.value().name(prediction);
    }

    private double[] marginsOf(Object value) {
        try {
            FeatureVector features = columns.readPacked(value);
            invalid.checkPresence(features, columns);
            LinearModel linear = model.value();
            double[] margins = linear.margins(features, columns);
            if (!linear.showFinite(margins)) {
                invalid.checkValues(features, columns);
            }
            return margins;
        } catch (IllegalArgumentException e) {
            // Where the optimizer evaluates rows on the driver, callers get the exception that they get of tasks.
            throw RowFunctions.<RuntimeException>unchecked(new SparkException(UNPREDICTABLE + e.getMessage(), e));
        }
    }

    /**
     * The result of a query with predictions.
     *
     * @throws IllegalArgumentException if a row cannot be predicted; Spark's exception has the stack traces of tasks in
     *     its message
     */
    public static <T> T unwrapped(Supplier<T> query) {
        try {
            return query.get();
        } catch (Throwable thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                String message = String.valueOf(cause.getMessage());
                if (message.startsWith(UNPREDICTABLE)) {
                    throw new IllegalArgumentException(message, thrown);
                }
            }
            throw thrown;
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private DecisionRule rule() {
        return choice.value().rule();
    }
}
