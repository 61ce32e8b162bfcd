package sparksoftmax.export;

import java.io.IOException;
import java.io.OutputStream;
import javax.xml.bind.JAXBException;
import javax.xml.transform.stream.StreamResult;
import org.sparkproject.dmg.pmml.DataField;
import org.sparkproject.dmg.pmml.DataType;
import org.sparkproject.dmg.pmml.FieldName;
import org.sparkproject.dmg.pmml.MiningField;
import org.sparkproject.dmg.pmml.OpType;
import org.sparkproject.dmg.pmml.OutputField;
import org.sparkproject.dmg.pmml.PMML;
import org.sparkproject.dmg.pmml.regression.NumericPredictor;
import org.sparkproject.jpmml.model.JAXBUtil;

/** The fields of a PMML document by their names, as the JPMML of Spark 3.5 has them, and the document as XML. */
final class PmmlFields {
    /** The version of PMML that Spark's JPMML writes. */
    static final String VERSION = "4.3";

    private PmmlFields() {}

    static DataField data(String name, OpType opType, DataType dataType) {
        return new DataField(FieldName.create(name), opType, dataType);
    }

    static MiningField mining(String name) {
        return new MiningField(FieldName.create(name));
    }

    static OutputField output(String name, OpType opType, DataType dataType) {
        return new OutputField(FieldName.create(name), dataType).setOpType(opType);
    }

    static NumericPredictor predictor(String name, double coefficient) {
        return new NumericPredictor(FieldName.create(name), coefficient);
    }

    static void write(PMML document, OutputStream out) throws IOException {
        try {
            JAXBUtil.marshalPMML(document, new StreamResult(out));
        } catch (JAXBException e) {
            throw new IOException("The PMML document could not be written", e);
        }
    }
}
