package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.reflect.ClassTag$;
import sparksoftmax.SharedSpark;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;
import sparksoftmax.training.SolverName;
import sparksoftmax.training.TrainingSettings;

/** What every Param must have, in estimator and model, and that Params travel. */
class ParamsTest {
    private static SoftmaxClassificationModel model() {
        return new SoftmaxClassificationModel("model", DenseMatrix.zeros(2, 3), Vectors.zeros(2));
    }

    private static List<Field> fields() {
        return Arrays.stream(SoftmaxParams.class.getDeclaredFields())
                .filter(field -> Param.class.isAssignableFrom(field.getType()))
                .toList();
    }

    private static String capitalized(Param<?> param) {
        return param.name().substring(0, 1).toUpperCase() + param.name().substring(1);
    }

    private static Object get(Params owner, Param<?> param) throws ReflectiveOperationException {
        try {
            return owner.getClass().getMethod("get" + capitalized(param)).invoke(owner);
        } catch (InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    @Test
    void everyFieldIsAParamOfEstimatorAndModelWithItsName() throws IllegalAccessException {
        assertTrue(fields().size() >= 32);
        for (SoftmaxClassifierParams owner : List.of(new SoftmaxClassifier("estimator"), model())) {
            for (Field field : fields()) {
                Param<?> param = (Param<?>) field.get(owner.softmaxParams());
                assertEquals(field.getName(), param.name());
                assertEquals(owner.uid(), param.parent());
                assertSame(param, owner.getParam(param.name()));
            }
        }
    }

    @Test
    void everyParamHasAccessorGetterSetterAndDoc() throws ReflectiveOperationException {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        Set<String> ofEstimator = names(estimator);
        Set<String> ofModel = names(model());
        Set<String> onlyEstimator = new TreeSet<>(ofEstimator);
        onlyEstimator.removeAll(ofModel);
        assertEquals(Set.of("checkpointInterval", "checkpointPath", "numClasses"), onlyEstimator);
        ofModel.removeAll(ofEstimator);
        assertEquals(Set.of("featureNames", "labelNames", "temperature"), ofModel);
        for (Param<?> param : estimator.params()) {
            assertTrue(Param.class.isAssignableFrom(
                    SoftmaxClassifier.class.getMethod(param.name()).getReturnType()));
            Class<?> type = SoftmaxClassifier.class
                    .getMethod("get" + capitalized(param))
                    .getReturnType();
            if (!onlyEstimator.contains(param.name())) {
                assertTrue(Param.class.isAssignableFrom(
                        SoftmaxClassificationModel.class.getMethod(param.name()).getReturnType()));
                assertEquals(
                        type,
                        SoftmaxClassificationModel.class
                                .getMethod("get" + capitalized(param))
                                .getReturnType());
            }
            Method setter = Arrays.stream(SoftmaxClassifier.class.getMethods())
                    .filter(method -> method.getName().equals("set" + capitalized(param)) && !method.isBridge())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no setter of " + param.name()));
            assertArrayEquals(new Class<?>[] {type}, setter.getParameterTypes(), param.name());
            assertTrue(setter.getReturnType().isAssignableFrom(SoftmaxClassifier.class), param.name());
            assertFalse(param.doc().isBlank(), param.name());
            assertFalse(param.doc().endsWith("."), "the command line adds a full stop: " + param.name());
            assertTrue(estimator.explainParams().contains(param.name() + ": " + param.doc()));
        }
    }

    private static Set<String> names(Params owner) {
        return Arrays.stream(owner.params()).map(Param::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void classNamesAreAllDifferentAndNoneNull() {
        for (String[] names : List.of(new String[] {"a", null}, new String[] {"a", "a"}, new String[0])) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> new SoftmaxClassifier().setClassNames(names))
                    .getMessage();
            assertTrue(message.contains("classNames given invalid value " + Arrays.toString(names)), message);
        }
    }

    /** The estimator has numClasses as a Param, and the model as a number. */
    @Test
    void theNumberOfClassesIsAParamOfTheEstimatorOnly(@TempDir Path folder) throws IOException {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        assertFalse(estimator.isDefined(estimator.numClasses()));
        assertThrows(NoSuchElementException.class, estimator::getNumClasses);
        assertEquals(estimator.numClasses(), estimator.getParam("numClasses"));
        assertEquals(estimator.uid(), estimator.numClasses().parent());
        String message = assertThrows(IllegalArgumentException.class, () -> estimator.setNumClasses(0))
                .getMessage();
        assertTrue(message.contains("numClasses given invalid value 0: it must be > 0"), message);
        estimator.setNumClasses(7);
        assertEquals(7, estimator.copy(ParamMap.empty()).getNumClasses());
        assertEquals(
                8,
                estimator.copy(new ParamMap().put(estimator.numClasses().w(8))).getNumClasses());
        SharedSpark.session();
        estimator.save(folder.resolve("estimator").toString());
        assertEquals(
                7,
                SoftmaxClassifier.load(folder.resolve("estimator").toString()).getNumClasses());
        assertEquals(2, model().numClasses());
    }

    @Test
    void settersAndGettersAreThoseOfTheirParam() throws ReflectiveOperationException {
        Params values = new SoftmaxClassifier()
                .setFeaturesCols(new String[] {"x", "y"})
                .setClassNames(new String[] {"a", "b"})
                .setClassWeights(Vectors.dense(1, 2))
                .setInitialCoefficients(DenseMatrix.ones(2, 2))
                .setInitialIntercepts(Vectors.dense(3, 4))
                .setLowerBoundsOnCoefficients(DenseMatrix.zeros(2, 1))
                .setUpperBoundsOnCoefficients(DenseMatrix.ones(2, 1))
                .setLowerBoundsOnIntercepts(Vectors.dense(0, 1))
                .setUpperBoundsOnIntercepts(Vectors.dense(1, 2))
                .setStepSize(0.25)
                .setBatchSize(3)
                .setWeightCol("w")
                .setValidationIndicatorCol("v")
                .setCosts(DenseMatrix.eye(2))
                .setTopKCol("t")
                .setLabelDistributionCol("q")
                .setPredictionNameCol("n");
        for (Field field : fields()) {
            Param<?> param = values.getParam(field.getName());
            Object value = get(values, param);
            SoftmaxClassifier estimator = new SoftmaxClassifier();
            Arrays.stream(SoftmaxClassifier.class.getMethods())
                    .filter(method -> method.getName().equals("set" + capitalized(param)))
                    .findFirst()
                    .orElseThrow()
                    .invoke(estimator, value);
            assertEquals(
                    List.of(param.name()),
                    Arrays.stream(estimator.params())
                            .filter(estimator::isSet)
                            .map(Param::name)
                            .toList());
            assertEquals(value, get(estimator, param), param.name());
        }
    }

    @Test
    void defaultsAreTheSameInEstimatorAndModel() throws ReflectiveOperationException {
        SoftmaxClassifier estimator = new SoftmaxClassifier();
        SoftmaxClassificationModel model = model();
        for (Param<?> param : estimator.params()) {
            if (!model.hasParam(param.name())) {
                continue;
            }
            Param<Object> ofModel = model.getParam(param.name());
            assertEquals(estimator.getDefault(param), model.getDefault(ofModel), param.name());
            if (estimator.hasDefault(param)) {
                assertEquals(estimator.getDefault(param).get(), get(estimator, param), param.name());
                assertEquals(model.getDefault(ofModel).get(), get(model, param), param.name());
            } else {
                assertThrows(NoSuchElementException.class, () -> get(estimator, param), param.name());
            }
        }
        assertEquals(-392163612L, estimator.getSeed());
        assertEquals((long) SoftmaxClassifier.class.getName().hashCode(), model.getSeed());
    }

    @Test
    void theDocStringOfANameParamExplainsEachName() throws IllegalAccessException {
        int found = 0;
        for (Field field : fields()) {
            if (field.get(new SoftmaxClassifier().softmaxParams()) instanceof NameParam param) {
                found++;
                for (String name : param.names()) {
                    assertTrue(param.doc().matches("(?s).*\\b" + name + "\\b.*"), param.name() + ": " + name);
                }
            }
        }
        assertEquals(7, found);
    }

    /** As LogisticRegression's getFamily. */
    @Test
    void aNameStaysAsItWasSpelled() {
        SoftmaxClassifier classifier = new SoftmaxClassifier()
                .setSolver("AuTo")
                .setLossVariant("FUSED")
                .setOptimizer("Adam")
                .setLearningRateSchedule("Cosine")
                .setClassWeighting("Balanced")
                .setInitialization("Uniform");
        assertEquals("AuTo", classifier.getSolver());
        assertEquals("FUSED", classifier.getLossVariant());
        assertEquals("Adam", classifier.getOptimizer());
        assertEquals("Cosine", classifier.getLearningRateSchedule());
        assertEquals("Balanced", classifier.getClassWeighting());
        assertEquals("Uniform", classifier.getInitialization());
        TrainingSettings settings = new FitParams(classifier).settings(null, false);
        assertEquals(SolverName.AUTO, settings.solver());
        assertEquals("fused", settings.loss().name());
        assertEquals(Optimizer.ADAM, settings.optimizer());
        assertEquals(LearningRateSchedule.COSINE, settings.schedule());
        assertTrue(settings.classWeighting().balanced());
        assertTrue(settings.start().uniform());
    }

    static Stream<SerializerInstance> serializers() {
        return Stream.of(
                new JavaSerializer(new SparkConf()).newInstance(), new KryoSerializer(new SparkConf()).newInstance());
    }

    @SuppressWarnings("unchecked")
    private static <T> T sent(SerializerInstance serializer, T value) {
        return (T) serializer.deserialize(
                serializer.serialize(value, ClassTag$.MODULE$.apply(value.getClass())),
                ClassTag$.MODULE$.apply(value.getClass()));
    }

    @ParameterizedTest
    @MethodSource("serializers")
    void estimatorsAndModelsTravelWithTheirParams(SerializerInstance serializer) {
        SoftmaxClassifier estimator = new SoftmaxClassifier("sent")
                .setMaxIter(7)
                .setSolver("SGD")
                .setClassNames(new String[] {"a", "b"})
                .setLowerBoundsOnIntercepts(new DenseVector(new double[] {0, Double.NEGATIVE_INFINITY}));
        SoftmaxClassifier found = sent(serializer, estimator);
        assertEquals(
                estimator.explainParams().replaceAll("\\[[LD][^ ,)]*", ""),
                found.explainParams().replaceAll("\\[[LD][^ ,)]*", ""));
        assertEquals(7, found.getMaxIter());
        assertEquals(estimator.getSolver(), found.getSolver());
        assertArrayEquals(estimator.getClassNames(), found.getClassNames());
        assertEquals(estimator.getLowerBoundsOnIntercepts(), found.getLowerBoundsOnIntercepts());
        // Conditions travel, too.
        for (Runnable invalid : List.<Runnable>of(
                () -> found.setMaxIter(-1),
                () -> found.setTol(-1.0),
                () -> found.setSolver("liblinear"),
                () -> found.setWeightCol(null),
                () -> found.setClassNames(new String[0]),
                () -> found.setClassWeights(Vectors.dense(1, -1)),
                () -> found.setInitialCoefficients(new DenseMatrix(1, 1, new double[] {Double.NaN})),
                () -> found.setUpperBoundsOnIntercepts(Vectors.dense(Double.NaN)))) {
            String message =
                    assertThrows(IllegalArgumentException.class, invalid::run).getMessage();
            assertTrue(message.startsWith("sent parameter ") && message.contains(": it must be "), message);
        }
        SoftmaxClassificationModel original = model();
        original.set(original.maxIter(), 9);
        SoftmaxClassificationModel model = sent(serializer, original);
        assertEquals(9, model.getMaxIter());
        assertEquals("fused", model.getLossVariant());
        assertEquals(DenseMatrix.zeros(2, 3), model.coefficientMatrix());
    }
}
