package sparksoftmax.cluster;

import com.esotericsoftware.kryo.Kryo;
import java.lang.reflect.Array;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Registers classes with Kryo: all classes of this library that are sent between driver and executors, cached or
 * shuffled, and the classes of Spark that are needed to fit, save and load models and that Spark does not register
 * itself. It is needed if {@code spark.kryo.registrationRequired} is true:
 *
 * <pre>
 *   spark.kryo.registrator  sparksoftmax.cluster.SoftmaxKryoRegistrator
 * </pre>
 *
 * <p>Without that setting, Kryo works without this class, too; it then writes class names into its messages.
 */
public final class SoftmaxKryoRegistrator implements KryoRegistrator {
    /** By name, since most of them are not public. */
    private static final List<String> CLASSES = List.of(
            "sparksoftmax.block.Block",
            "sparksoftmax.block.BlockSum",
            "sparksoftmax.block.Coefficients",
            "sparksoftmax.block.DenseDoubleBlock",
            "sparksoftmax.block.DenseFloatBlock",
            "sparksoftmax.block.FeatureMap",
            "sparksoftmax.block.MiniBatch",
            "sparksoftmax.block.SparseDoubleBlock",
            "sparksoftmax.block.SparseFloatBlock",
            "sparksoftmax.block.Storage",
            "sparksoftmax.block.Targets",
            "sparksoftmax.cluster.MomentShuffle$Slice",
            "sparksoftmax.cluster.PartitionReport",
            "sparksoftmax.block.DealtRows",
            "sparksoftmax.curvature.SecondMomentMatrix$Sample",
            "sparksoftmax.curvature.SecondMomentProduct$Direction",
            "sparksoftmax.features.PartitionMoments",
            "sparksoftmax.features.PartitionStatistics",
            "sparksoftmax.inference.ContrastLayout",
            "sparksoftmax.inference.InformationSums$Point",
            "sparksoftmax.inference.TemperatureSums$Point",
            "sparksoftmax.local.LocalPass",
            "sparksoftmax.local.LocalPenalty",
            "sparksoftmax.local.LocalTraining",
            "sparksoftmax.local.StepSizeTrial",
            "sparksoftmax.loss.DecisionRule",
            "sparksoftmax.loss.DoubleSoftmaxLoss",
            "sparksoftmax.loss.FoldGradients$Models",
            "sparksoftmax.loss.FusedLoss",
            "sparksoftmax.loss.GradientAccumulator$Model",
            "sparksoftmax.loss.HeldOutSums$Models",
            "sparksoftmax.loss.LogSoftmaxNllLoss",
            "sparksoftmax.loss.LowLevelLoss",
            "sparksoftmax.loss.SmoothedLoss",
            "sparksoftmax.memory.ClassMoments",
            "sparksoftmax.memory.CurvatureSums$Model",
            "sparksoftmax.rows.PackedElement",
            "sparksoftmax.scoring.ClassChoice",
            "sparksoftmax.scoring.CoefficientsTable$Names",
            "sparksoftmax.scoring.LinearModel",
            "sparksoftmax.sums.FixedPointSum",
            "sparksoftmax.sums.FixedPointUnits",
            "sparksoftmax.sums.PartitionSums",
            "sparksoftmax.sums.SpareArrays",
            "org.apache.spark.ml.linalg.MatrixUDT",
            "org.apache.spark.ml.linalg.VectorUDT",
            // What Spark sends when rows are brought to the driver one partition after the other.
            "org.apache.spark.util.io.ChunkedByteBuffer",
            // What Spark sends when it finds the types of columns, of a CSV file or of a saved model.
            "org.apache.spark.sql.types.ArrayType",
            "org.apache.spark.sql.types.BooleanType$",
            "org.apache.spark.sql.types.DataType",
            "org.apache.spark.sql.types.DateType$",
            "org.apache.spark.sql.types.DecimalType",
            "org.apache.spark.sql.types.DoubleType$",
            "org.apache.spark.sql.types.IntegerType$",
            "org.apache.spark.sql.types.LongType$",
            "org.apache.spark.sql.types.NullType$",
            "org.apache.spark.sql.types.ByteType$",
            "org.apache.spark.sql.types.FloatType$",
            "org.apache.spark.sql.types.MapType",
            "org.apache.spark.sql.types.Metadata",
            "org.apache.spark.sql.types.ShortType$",
            "org.apache.spark.sql.types.StringType",
            "org.apache.spark.sql.types.StringType$",
            "org.apache.spark.sql.types.StructField",
            "org.apache.spark.sql.types.StructType",
            "org.apache.spark.sql.types.TimestampNTZType$",
            "org.apache.spark.sql.types.TimestampType$");

    @Override
    public void registerClasses(Kryo kryo) {
        for (String name : CLASSES) {
            Class<?> type = named(name);
            kryo.register(type);
            kryo.register(Array.newInstance(type, 0).getClass());
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name, false, SoftmaxKryoRegistrator.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("class " + name + " must be on the class path, but is not", e);
        }
    }
}
