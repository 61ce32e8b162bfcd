package sparksoftmax.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.List;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import scala.runtime.BoxedUnit;

/**
 * Writes models as ONNX, with operators of the default set, version 13, only.
 *
 * <ul>
 *   <li>input {@code features}: float, [rows x numFeatures];
 *   <li>output {@code label}: the predicted classes, [rows]: their names (strings), or their indices (int64) if they
 *       have no names;
 *   <li>output {@code probabilities}: float, [rows x numClasses].
 * </ul>
 *
 * <p>Inside, all numbers are doubles: with single precision, margins W x + b of features that are far from 0 would lose
 * the digits that the classes differ in. The metadata of the model have the names of classes and features, as arrays in
 * JSON. Thresholds or costs are part of the computation of the label.
 *
 * <p>Source: ONNX operators, https://onnx.ai/onnx/operators/.
 */
public final class OnnxExport implements ExportFormat {
    /** The version of the default operator set, and that of the file format which came with it. */
    private static final int OPERATORS = 13;

    private static final int FILE_FORMAT = 7;

    /** Protocol buffers of 2^31 bytes or more cannot be read; a part is left for names and all else. */
    private static final long MOST_COEFFICIENTS = (Integer.MAX_VALUE - (1 << 26)) / Double.BYTES;

    private static final String FEATURES = "features";
    private static final String LABEL = "label";
    private static final String PROBABILITIES = "probabilities";

    @Override
    public void write(ExportedModel model, OutputStream out) throws IOException {
        long numCoefficients = (long) model.numClasses() * model.numFeatures();
        if (numCoefficients > MOST_COEFFICIENTS) {
            throw new IllegalArgumentException("A model for ONNX, whose files are smaller than 2 GB, must have at most "
                    + MOST_COEFFICIENTS + " coefficients, but this one has " + model.numClasses() + " classes x "
                    + model.numFeatures() + " features: export it as JSON, or as a model of Spark.");
        }
        ModelProto.newBuilder()
                .setIrVersion(FILE_FORMAT)
                .setProducerName("spark-softmax")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
                .setGraph(graph(model))
                .addAllMetadataProps(metadata(model))
                .build()
                .writeTo(out);
    }

    private static GraphProto graph(ExportedModel model) {
        int numClasses = model.numClasses();
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("softmax")
                .addInput(tensor(FEATURES, TensorProto.DataType.FLOAT, model.numFeatures()))
                .addInitializer(doubles("coefficients", coefficients(model), model.numFeatures(), numClasses))
                .addInitializer(doubles("intercepts", bytes(model.finiteIntercepts()), numClasses))
                .addNode(node("Cast", "x", FEATURES)
                        .addAttribute(integer("to", TensorProto.DataType.DOUBLE.getNumber())))
                .addNode(node("MatMul", "products", "x", "coefficients"))
                .addNode(node("Add", "margins", "products", "intercepts"))
                .addNode(node("Softmax", "p", "margins").addAttribute(integer("axis", 1)))
                .addNode(node("Cast", PROBABILITIES, "p")
                        .addAttribute(integer("to", TensorProto.DataType.FLOAT.getNumber())));
        String scores = model.thresholds() == null ? "margins" : addRatios(graph, model.thresholds());
        String choice = "ArgMax";
        if (model.costs() != null) {
            scores = addExpectedCosts(graph, model.costs());
            choice = "ArgMin";
        }
        boolean named = model.classNames() != null;
        graph.addNode(node(choice, named ? "index" : LABEL, scores)
                .addAttribute(integer("axis", 1))
                .addAttribute(integer("keepdims", 0)));
        if (named) {
            graph.addInitializer(strings("classNames", model.namesOfClasses()))
                    .addNode(node("Gather", LABEL, "classNames", "index").addAttribute(integer("axis", 0)))
                    .addOutput(tensor(LABEL, TensorProto.DataType.STRING));
        } else {
            graph.addOutput(tensor(LABEL, TensorProto.DataType.INT64));
        }
        return graph.addOutput(tensor(PROBABILITIES, TensorProto.DataType.FLOAT, numClasses))
                .build();
    }

    /** Adds p / t, [rows x numClasses], and returns its name. */
    private static String addRatios(GraphProto.Builder graph, double[] thresholds) {
        int numClasses = thresholds.length;
        graph.addInitializer(doubles("thresholds", bytes(thresholds), numClasses))
                .addNode(node("Div", "quotients", "p", "thresholds"));
        // Where both are 0, the quotient is NaN: such a class must not be chosen.
        graph.addInitializer(doubles("zero", bytes(0.0)))
                .addInitializer(doubles("never", bytes(-1.0)))
                .addNode(node("Equal", "impossible", "p", "zero"))
                .addNode(node("Where", "ratios", "impossible", "never", "quotients"));
        return "ratios";
    }

    /** Adds the expected costs Σ_i p_i c_ij of predicting class j, [rows x numClasses], and returns their name. */
    private static String addExpectedCosts(GraphProto.Builder graph, Matrix costs) {
        graph.addInitializer(doubles("costs", bytes(costs.transpose().toArray()), costs.numRows(), costs.numCols()))
                .addNode(node("MatMul", "expectedCosts", "p", "costs"));
        return "expectedCosts";
    }

    private static List<StringStringEntryProto> metadata(ExportedModel model) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<StringStringEntryProto> entries = new java.util.ArrayList<>();
        if (model.classNames() != null) {
            entries.add(entry("classNames", json.writeValueAsString(model.classNames())));
        }
        if (model.featureNames() != null) {
            entries.add(entry("featureNames", json.writeValueAsString(model.featureNames())));
        }
        return entries;
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** An input or output, [rows x sizes]. */
    private static ValueInfoProto tensor(String name, TensorProto.DataType type, int... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"));
        for (int size : sizes) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    private static TensorProto doubles(String name, ByteString values, int... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.DOUBLE.getNumber())
                .setRawData(values);
        for (int size : shape) {
            tensor.addDims(size);
        }
        return tensor.build();
    }

    private static TensorProto strings(String name, List<String> values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.STRING.getNumber())
                .addDims(values.size());
        values.forEach(value -> tensor.addStringData(ByteString.copyFromUtf8(value)));
        return tensor.build();
    }

    /** The transpose of W, [numFeatures x numClasses], row-major: W column by column. */
    private static ByteString coefficients(ExportedModel model) {
        if (model.coefficients() instanceof DenseMatrix dense && !dense.isTransposed()) {
            return bytes(dense.values());
        }
        int numClasses = model.numClasses();
        ByteBuffer bytes = buffer(numClasses * model.numFeatures());
        model.coefficients().foreachActive((k, j, value) -> {
            bytes.putDouble(Double.BYTES * ((Integer) j * numClasses + (Integer) k), (Double) value);
            return BoxedUnit.UNIT;
        });
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    private static ByteString bytes(double... values) {
        ByteBuffer bytes = buffer(values.length);
        DoubleBuffer doubles = bytes.asDoubleBuffer();
        doubles.put(values);
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** Room for some doubles in the order of bytes that ONNX prescribes. */
    private static ByteBuffer buffer(int numValues) {
        return ByteBuffer.allocate(Double.BYTES * numValues).order(ByteOrder.LITTLE_ENDIAN);
    }
}
