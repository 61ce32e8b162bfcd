package sparksoftmax.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.spark.ml.linalg.SparseMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkproject.dmg.pmml.DataField;
import org.sparkproject.dmg.pmml.MiningField;
import org.sparkproject.dmg.pmml.PMML;
import org.sparkproject.dmg.pmml.Value;
import org.sparkproject.dmg.pmml.regression.NumericPredictor;
import org.sparkproject.dmg.pmml.regression.RegressionModel;
import org.sparkproject.dmg.pmml.regression.RegressionTable;
import org.sparkproject.jpmml.model.JAXBSerializer;

/**
 * PMML documents are valid against the schema, and give the probabilities that the definition gives when they are read
 * back and evaluated as the specification says: a margin is the intercept plus the sum of coefficients times fields,
 * and softmax makes them probabilities. (JPMML's evaluator has a licence that this project cannot use.)
 */
class PmmlExportTest {
    private static byte[] write(ExportedModel model) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PmmlExport().write(model, out);
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(PmmlExportTest.class.getResource("/pmml.xsd"))
                .newValidator()
                .validate(new StreamSource(new ByteArrayInputStream(out.toByteArray())));
        return out.toByteArray();
    }

    private static PMML read(byte[] document) throws Exception {
        return (PMML) new JAXBSerializer().unmarshal(new StreamSource(new ByteArrayInputStream(document)));
    }

    private static RegressionModel regression(PMML pmml) {
        return (RegressionModel) pmml.getModels().get(0);
    }

    private static List<String> features(PMML pmml) {
        return regression(pmml).getMiningSchema().getMiningFields().stream()
                .filter(field -> field.getUsageType() == MiningField.UsageType.ACTIVE)
                .map(MiningField::getName)
                .toList();
    }

    private static DataField target(PMML pmml) {
        String name = regression(pmml).getMiningSchema().getMiningFields().stream()
                .filter(field -> field.getUsageType() == MiningField.UsageType.TARGET)
                .map(MiningField::getName)
                .findFirst()
                .orElseThrow();
        return pmml.getDataDictionary().getDataFields().stream()
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The probabilities of the classes by their names. */
    private static Map<String, Double> evaluate(RegressionModel model, Map<String, Double> fields) {
        assertEquals(RegressionModel.NormalizationMethod.SOFTMAX, model.getNormalizationMethod());
        Map<String, Double> margins = new HashMap<>();
        for (RegressionTable table : model.getRegressionTables()) {
            double margin = table.getIntercept().doubleValue();
            for (NumericPredictor term : table.getNumericPredictors()) {
                margin += term.getCoefficient().doubleValue() * fields.get(term.getField());
            }
            margins.put((String) table.getTargetCategory(), margin);
        }
        double max = margins.values().stream().mapToDouble(z -> z).max().orElseThrow();
        double sum =
                margins.values().stream().mapToDouble(z -> Math.exp(z - max)).sum();
        margins.replaceAll((name, z) -> Math.exp(z - max) / sum);
        return margins;
    }

    private static void assertProbabilities(RandomModel model, PMML pmml) {
        List<String> features = features(pmml);
        List<Object> classes =
                target(pmml).getValues().stream().map(Value::getValue).toList();
        for (float[] row : model.rows(20, 0.0, 1.0)) {
            Map<String, Double> fields = new HashMap<>();
            for (int j = 0; j < row.length; j++) {
                fields.put(features.get(j), (double) row[j]);
            }
            Map<String, Double> found = evaluate(regression(pmml), fields);
            assertArrayEquals(
                    model.probabilities(RandomModel.doubles(row)),
                    classes.stream().mapToDouble(found::get).toArray(),
                    1e-12);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 4, 1.0", "2, 5, 1.0", "1, 2, 1.0", "100, 3, 1.0", "5, 60, 0.05", "3, 0, 1.0"})
    void probabilitiesAreThoseOfTheDefinition(int numClasses, int numFeatures, double density) throws Exception {
        RandomModel model = new RandomModel(numClasses, numFeatures, density, 1.0, numClasses);
        PMML pmml = read(write(model.exported(null, null, null)));
        assertProbabilities(model, pmml);
        assertEquals("label", target(pmml).getName());
        assertEquals("0", target(pmml).getValues().get(0).getValue());
        if (numFeatures > 0) {
            assertEquals("feature_0", features(pmml).get(0));
        }
    }

    @Test
    void numbersKeepTheirBitsAndNamesTheirCharacters() throws Exception {
        RandomModel model = new RandomModel(3, 4, 1.0, 1e-7, 3L);
        model.coefficients[1][2] = Double.MIN_VALUE;
        model.coefficients[2][2] = Math.nextUp(1e300);
        String[] classes = {"<setosa> & \"more\"", " d'été ", "日本 😀"};
        String[] features = {"a.b", "x[0] <= 3 & y", "  two  blanks ", "label"};
        PMML pmml = read(
                write(new ExportedModel(model.matrix(), model.intercepts, classes, features, null, null, "label")));
        assertEquals(List.of(features), features(pmml));
        assertEquals("label_", target(pmml).getName(), "since a feature has the name of the label column");
        assertEquals(
                List.of(classes),
                target(pmml).getValues().stream().map(Value::getValue).toList());
        assertEquals(
                Arrays.stream(classes).map(name -> "probability(" + name + ")").toList(),
                regression(pmml).getOutput().getOutputFields().stream()
                        .map(field -> field.getName())
                        .toList());
        for (int k = 0; k < 3; k++) {
            RegressionTable table = regression(pmml).getRegressionTables().get(k);
            assertEquals(classes[k], table.getTargetCategory());
            assertEquals(model.intercepts[k], table.getIntercept().doubleValue());
            for (int j = 0; j < 4; j++) {
                NumericPredictor term = table.getNumericPredictors().get(j);
                assertEquals(features[j], term.getField());
                assertEquals(model.coefficients[k][j], term.getCoefficient().doubleValue());
            }
        }
    }

    @Test
    void namesThatXmlCannotHoldAreReplaced() throws Exception {
        RandomModel model = new RandomModel(3, 5, 1.0, 1.0, 3L);
        PMML pmml = read(write(new ExportedModel(
                model.matrix(),
                model.intercepts,
                new String[] {"a\u0001", "1", "0"},
                new String[] {"twice", "", "twice", "line\nend", "feature_1"},
                null,
                null,
                "\t")));
        assertEquals(List.of("twice", "feature_1_", "feature_2", "feature_3", "feature_1"), features(pmml));
        assertEquals(
                List.of("0_", "1", "0"),
                target(pmml).getValues().stream().map(Value::getValue).toList());
        assertEquals("label", target(pmml).getName());
        assertProbabilities(model, pmml);
    }

    @Test
    void classesThatAreCertainOrImpossibleStayThat() throws Exception {
        RandomModel model = new RandomModel(3, 2, 1.0, 1.0, 6L);
        model.intercepts[1] = Double.NEGATIVE_INFINITY;
        assertProbabilities(model, read(write(model.exported(null, null, null))));
        model.intercepts[2] = Double.POSITIVE_INFINITY;
        assertEquals(
                Map.of("0", 0.0, "1", 0.0, "2", 1.0),
                evaluate(
                        regression(read(write(model.exported(null, null, null)))),
                        Map.of("feature_0", 1.0, "feature_1", -2.0)));
    }

    @Test
    void modelsThatDoNotFitAreRefused() {
        int size = 5_000_001;
        SparseMatrix large = new SparseMatrix(
                1, size, java.util.stream.IntStream.rangeClosed(0, size).toArray(), new int[size], ones(size));
        ExportedModel model = new ExportedModel(large, new double[1], null, null, null, null, "label");
        String message = assertThrows(IllegalArgumentException.class, () -> new PmmlExport()
                        .write(model, new ByteArrayOutputStream()))
                .getMessage();
        assertTrue(message.contains("at most 5000000 coefficients other than 0, but this one has 5000001"), message);
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1.0);
        return ones;
    }
}
