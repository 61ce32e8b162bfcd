package sparksoftmax.classification;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Writes the Params of the Java classes into {@code classification.py}: the Params themselves with their documentation
 * and defaults, getters, setters, and the constructor of the estimator. The module is written by hand but for the lines
 * between {@link #BEGIN} with the name of a part, and {@link #END}.
 */
final class PythonParams {
    private static final String BEGIN = "    # generated: ";
    private static final String END = "    # end of the generated part\n";
    private static final String INDENT = " ".repeat(4);
    private static final int LINE_LENGTH = 120;

    /**
     * What Python has for a type of Java.
     *
     * @param value the type of a value
     * @param accepted what may be given for it
     * @param converter what makes the first of the second
     */
    private record PythonType(String value, String accepted, String converter) {
        static PythonType of(String value, String converter) {
            return new PythonType(value, value, "TypeConverters." + converter);
        }

        /** By the class of the Param, or the type of its values. */
        static PythonType of(String javaType) {
            return switch (javaType) {
                case "IntParam", "LongParam" -> of("int", "toInt");
                case "DoubleParam", "FloatParam" -> of("float", "toFloat");
                case "BooleanParam" -> of("bool", "toBoolean");
                case "String" -> of("str", "toString");
                case "StringArrayParam" -> of("List[str]", "toListString");
                case "DoubleArrayParam" -> of("List[float]", "toListFloat");
                case "IntArrayParam" -> of("List[int]", "toListInt");
                case "DoubleArrayArrayParam" -> of("List[List[float]]", "toListListFloat");
                case "Vector" -> new PythonType("Vector", "VectorLike", "TypeConverters.toVector");
                case "Matrix" -> new PythonType("Matrix", "MatrixLike", "_toMatrix");
                default -> throw new IllegalStateException("add to PythonType what Python has for " + javaType);
            };
        }
    }

    /**
     * A Param as Python has it; {@code defaultValue} is null if it has none.
     *
     * @param isSettable whether its owner in Java has a setter
     */
    private record PythonParam(String name, String doc, PythonType type, String defaultValue, boolean isSettable) {
        static PythonParam of(Params owner, Param<?> param) {
            boolean hasDefault = owner.getDefault(param).isDefined();
            boolean isSettable = Arrays.stream(owner.getClass().getMethods())
                    .anyMatch(method -> method.getName().equals("set" + capitalized(param.name()))
                            && method.getParameterCount() == 1);
            return new PythonParam(
                    param.name(),
                    param.doc(),
                    PythonType.of(javaType(owner, param)),
                    hasDefault ? literal(owner.getDefault(param).get()) : null,
                    isSettable);
        }

        String method(String prefix) {
            return prefix + capitalized(name);
        }
    }

    private final List<PythonParam> ofEstimator;
    private final List<PythonParam> ofCrossValidation;
    private final List<PythonParam> ofModel;
    private final List<String> onlyForTraining;

    PythonParams() {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        ofEstimator = of(estimator);
        ofCrossValidation = of(new SoftmaxClassifierCV());
        ofModel = of(new SoftmaxClassificationModel("model", Matrices.zeros(2, 1), Vectors.zeros(2)));
        onlyForTraining = Stream.of(
                        estimator.softmaxParams().start(),
                        estimator.softmaxParams().bounds())
                .flatMap(List::stream)
                .map(Param::name)
                .toList();
    }

    private static List<PythonParam> of(Params owner) {
        return Arrays.stream(owner.params())
                .map(param -> PythonParam.of(owner, param))
                .toList();
    }

    /** The text of the module with the parts between the marks made anew. */
    String update(String module) {
        String updated = replaced(module, "shared", shared());
        updated = replaced(updated, "SoftmaxClassifier", estimator(ofEstimator, "SoftmaxClassifier"));
        updated = replaced(updated, "SoftmaxClassifierCV", estimator(ofCrossValidation, "SoftmaxClassifierCV"));
        return replaced(updated, "SoftmaxClassificationModel", model());
    }

    private static String replaced(String module, String part, String text) {
        String mark = BEGIN + part + "\n";
        int begin = module.indexOf(mark) + mark.length();
        int end = module.indexOf(END, begin);
        if (begin < mark.length() || end < 0) {
            throw new IllegalStateException("the module has lost the marks around the part '" + part + "'");
        }
        return module.substring(0, begin) + "\n" + text + "\n" + module.substring(end);
    }

    private String shared() {
        List<PythonParam> params = ofEstimator.stream().filter(in(ofModel)).toList();
        return definitions(params)
                + INDENT + "def __init__(self, *args: Any) -> None:\n"
                + INDENT.repeat(2) + "super().__init__(*args)\n"
                + defaults(params)
                + methods(params, PythonParams::getter);
    }

    private String estimator(List<PythonParam> params, String name) {
        List<PythonParam> own = params.stream().filter(in(ofModel).negate()).toList();
        String doc = "\"\"\"Sets Params by their names; the documentation of each is that of its setter.\"\"\"\n";
        return definitions(own)
                + INDENT + "@keyword_only\n"
                + INDENT + "def __init__(\n" + arguments(params) + INDENT + ") -> None:\n"
                + INDENT.repeat(2) + doc
                + INDENT.repeat(2) + "super().__init__()\n"
                + INDENT.repeat(2)
                + "self._java_obj = new_java_object(\"sparksoftmax.classification." + name + "\", self.uid)\n"
                + defaults(own)
                + INDENT.repeat(2) + "self._set_given(**self._input_kwargs)\n\n"
                + INDENT + "@keyword_only\n"
                + INDENT + "def setParams(\n" + arguments(params) + INDENT + ") -> \"" + name + "\":\n"
                + INDENT.repeat(2) + doc
                + INDENT.repeat(2) + "return self._set_given(**self._input_kwargs)\n"
                + methods(own, PythonParams::getter)
                + methods(params, param -> setter(param, name));
    }

    private String model() {
        List<PythonParam> own =
                ofModel.stream().filter(in(ofEstimator).negate()).toList();
        return INDENT + "_ONLY_FOR_TRAINING = (\n"
                + onlyForTraining.stream()
                        .map(name -> INDENT.repeat(2) + "\"" + name + "\",\n")
                        .collect(Collectors.joining())
                + INDENT + ")\n\n"
                + definitions(own).stripTrailing() + "\n"
                + methods(own, PythonParams::getter)
                + methods(ofModel, param -> setter(param, "SoftmaxClassificationModel"));
    }

    private static Predicate<PythonParam> in(List<PythonParam> others) {
        return param -> others.stream().anyMatch(other -> other.name().equals(param.name()));
    }

    private static String definitions(List<PythonParam> params) {
        StringBuilder text = new StringBuilder();
        for (PythonParam param : params) {
            text.append(INDENT + param.name() + ": Param[" + param.type().value() + "] = Param(\n");
            text.append(INDENT.repeat(2) + "Params._dummy(),\n");
            text.append(INDENT.repeat(2) + "\"" + param.name() + "\",\n");
            List<String> lines = wrapped(escaped(param.doc()), LINE_LENGTH - 12);
            for (int i = 0; i < lines.size(); i++) {
                boolean isLast = i == lines.size() - 1;
                text.append(INDENT.repeat(2) + "\"" + lines.get(i) + (isLast ? "\",\n" : " \"\n"));
            }
            text.append(INDENT.repeat(2) + "typeConverter=" + param.type().converter() + ",\n" + INDENT + ")\n\n");
        }
        return text.toString();
    }

    private static String defaults(List<PythonParam> params) {
        return params.stream()
                .filter(param -> param.defaultValue() != null)
                .map(param -> INDENT.repeat(3) + param.name() + "=" + param.defaultValue() + ",\n")
                .collect(Collectors.joining("", INDENT.repeat(2) + "self._setDefault(\n", INDENT.repeat(2) + ")\n"));
    }

    private static String arguments(List<PythonParam> params) {
        return params.stream()
                .map(param -> {
                    String type = param.type().accepted();
                    String declared = param.defaultValue() == null
                            ? "Optional[" + type + "] = None"
                            : type + " = " + param.defaultValue();
                    return INDENT.repeat(2) + param.name() + ": " + declared + ",\n";
                })
                .collect(Collectors.joining("", INDENT.repeat(2) + "self,\n" + INDENT.repeat(2) + "*,\n", ""));
    }

    private static String methods(List<PythonParam> params, Function<PythonParam, String> methodOf) {
        return params.stream().map(methodOf).collect(Collectors.joining());
    }

    private static String getter(PythonParam param) {
        return "\n" + INDENT + "def " + param.method("get") + "(self) -> "
                + param.type().value() + ":\n"
                + INDENT.repeat(2) + "\"\"\"The value of :py:attr:`" + param.name() + "`, or its default.\"\"\"\n"
                + INDENT.repeat(2) + "return self.getOrDefault(self." + param.name() + ")\n";
    }

    /** Empty if Java has no setter. */
    private static String setter(PythonParam param, String owner) {
        if (!param.isSettable()) {
            return "";
        }
        String doc = "Sets :py:attr:`" + param.name() + "`: " + escaped(param.doc()) + ".";
        List<String> lines = wrapped(doc, LINE_LENGTH - 8);
        boolean isShort = lines.size() == 1 && doc.length() <= LINE_LENGTH - 14;
        String text = isShort
                ? INDENT.repeat(2) + "\"\"\"" + doc + "\"\"\"\n"
                : Stream.of(List.of("\"\"\""), lines, List.of("\"\"\""))
                        .flatMap(List::stream)
                        .map(line -> INDENT.repeat(2) + line + "\n")
                        .collect(Collectors.joining());
        return "\n" + INDENT + "def " + param.method("set") + "(self, value: "
                + param.type().accepted() + ") -> \""
                + owner + "\":\n" + text
                + INDENT.repeat(2) + "return self._set(" + param.name() + "=value)\n";
    }

    /**
     * The class of a Param, or if it is Param itself or one of ours, the type of the values that its accessor names.
     */
    private static String javaType(Params owner, Param<?> param) {
        if (param.getClass().getPackage() == Param.class.getPackage() && param.getClass() != Param.class) {
            return param.getClass().getSimpleName();
        }
        Method accessor = accessor(owner, param.name());
        Type type = accessor.getGenericReturnType();
        if (type instanceof ParameterizedType parameterized) {
            return ((Class<?>) parameterized.getActualTypeArguments()[0]).getSimpleName();
        }
        throw new IllegalStateException("the accessor of Param " + param.name() + " names no type: " + accessor);
    }

    private static Method accessor(Params owner, String name) {
        try {
            return owner.getClass().getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Param " + name + " has no accessor", e);
        }
    }

    private static String literal(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof String text) {
            return "\"" + escaped(text) + "\"";
        }
        if (value instanceof Double || value instanceof Float) {
            return value.toString().toLowerCase(Locale.ROOT).replace(".0e", "e");
        }
        if (value instanceof Number) {
            return value.toString();
        }
        if (value instanceof Object[] array) {
            return Arrays.stream(array).map(PythonParams::literal).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof double[] array) {
            return Arrays.stream(array).mapToObj(PythonParams::literal).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof int[] array) {
            return Arrays.toString(array);
        }
        throw new IllegalStateException(
                value instanceof Vector || value instanceof Matrix
                        ? "a default that is a vector or a matrix has no short form in Python"
                        : "add to literal() what Python has for a default of " + value.getClass());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The words of a text in lines of at most the given length. */
    private static List<String> wrapped(String text, int length) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > length) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
