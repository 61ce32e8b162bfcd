package sparksoftmax.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.sparkproject.dmg.pmml.Application;
import org.sparkproject.dmg.pmml.DataDictionary;
import org.sparkproject.dmg.pmml.DataField;
import org.sparkproject.dmg.pmml.DataType;
import org.sparkproject.dmg.pmml.Header;
import org.sparkproject.dmg.pmml.MiningField;
import org.sparkproject.dmg.pmml.MiningFunction;
import org.sparkproject.dmg.pmml.MiningSchema;
import org.sparkproject.dmg.pmml.OpType;
import org.sparkproject.dmg.pmml.Output;
import org.sparkproject.dmg.pmml.PMML;
import org.sparkproject.dmg.pmml.ResultFeature;
import org.sparkproject.dmg.pmml.Value;
import org.sparkproject.dmg.pmml.regression.RegressionModel;
import org.sparkproject.dmg.pmml.regression.RegressionTable;
import scala.runtime.BoxedUnit;

/**
 * Writes models as PMML 4.4 (4.3 with Spark 3.5): a {@code RegressionModel} with one {@code RegressionTable} for each
 * class and the normalization method softmax, by the classes that Spark MLlib has for its own models. Coefficients that
 * are 0 are left out. Thresholds and costs are left out, since PMML has nothing like them.
 *
 * <p>Source: Data Mining Group, "PMML 4.4 - Regression", https://dmg.org/pmml/v4-4-1/Regression.html.
 */
public final class PmmlExport implements ExportFormat {
    /** So many coefficients other than 0, each of them an XML element and a few objects, a model may have. */
    private static final int MOST_COEFFICIENTS = 5_000_000;

    @Override
    public void write(ExportedModel model, OutputStream out) throws IOException {
        int numNonZeros = model.coefficients().numNonzeros();
        if (numNonZeros > MOST_COEFFICIENTS) {
            throw new IllegalArgumentException("A model for PMML, where every coefficient is an XML element, must have"
                    + " at most " + MOST_COEFFICIENTS + " coefficients other than 0, but this one has " + numNonZeros
                    + ": export it as JSON or ONNX, or as a model of Spark.");
        }
        PmmlFields.write(document(model, PmmlNames.of(model)), out);
    }

    private static PMML document(ExportedModel model, PmmlNames names) {
        DataDictionary dictionary = new DataDictionary();
        MiningSchema schema = new MiningSchema();
        DataField target = PmmlFields.data(names.target(), OpType.CATEGORICAL, DataType.STRING);
        dictionary.addDataFields(target);
        schema.addMiningFields(PmmlFields.mining(names.target()).setUsageType(MiningField.UsageType.TARGET));
        for (String feature : names.features()) {
            dictionary.addDataFields(PmmlFields.data(feature, OpType.CONTINUOUS, DataType.DOUBLE));
            schema.addMiningFields(PmmlFields.mining(feature));
        }
        Output output = new Output();
        for (String name : names.classes()) {
            target.addValues(new Value(name));
            output.addOutputFields(PmmlFields.output("probability(" + name + ")", OpType.CONTINUOUS, DataType.DOUBLE)
                    .setResultFeature(ResultFeature.PROBABILITY)
                    .setValue(name));
        }
        dictionary.setNumberOfFields(1 + names.features().length);
        RegressionModel regression = new RegressionModel(
                        MiningFunction.CLASSIFICATION, schema, regressionTables(model, names))
                .setModelName("softmax regression")
                .setNormalizationMethod(RegressionModel.NormalizationMethod.SOFTMAX)
                .setOutput(output);
        Header header =
                new Header().setDescription("softmax regression").setApplication(new Application("Spark Softmax"));
        return new PMML(PmmlFields.VERSION, header, dictionary).addModels(regression);
    }

    private static List<RegressionTable> regressionTables(ExportedModel model, PmmlNames names) {
        List<RegressionTable> tables = new ArrayList<>();
        double[] intercepts = model.finiteIntercepts();
        for (int k = 0; k < model.numClasses(); k++) {
            tables.add(new RegressionTable(intercepts[k]).setTargetCategory(names.classes()[k]));
        }
        model.coefficients().foreachActive((k, j, value) -> {
            if ((Double) value != 0.0) {
                tables.get((Integer) k)
                        .addNumericPredictors(PmmlFields.predictor(names.features()[(Integer) j], (Double) value));
            }
            return BoxedUnit.UNIT;
        });
        return tables;
    }
}
