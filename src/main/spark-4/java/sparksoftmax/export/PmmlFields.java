package sparksoftmax.export;

import jakarta.xml.bind.JAXBException;
import java.io.IOException;
import java.io.OutputStream;
import javax.xml.transform.stream.StreamResult;
import org.sparkproject.dmg.pmml.DataField;
import org.sparkproject.dmg.pmml.DataType;
import org.sparkproject.dmg.pmml.MiningField;
import org.sparkproject.dmg.pmml.OpType;
import org.sparkproject.dmg.pmml.OutputField;
import org.sparkproject.dmg.pmml.PMML;
import org.sparkproject.dmg.pmml.regression.NumericPredictor;
import org.sparkproject.jpmml.model.JAXBSerializer;

/** The fields of a PMML document by their names, as the JPMML of Spark 4 has them, and the document as XML. */
final class PmmlFields {
    /** The version of PMML that Spark's JPMML writes. */
    static final String VERSION = "4.4";

    private PmmlFields() {}

    static DataField data(String name, OpType opType, DataType dataType) {
        return new DataField(name, opType, dataType);
    }

    static MiningField mining(String name) {
        return new MiningField(name);
    }

    static OutputField output(String name, OpType opType, DataType dataType) {
        return new OutputField(name, opType, dataType);
    }

    static NumericPredictor predictor(String name, double coefficient) {
        return new NumericPredictor(name, coefficient);
    }

    static void write(PMML document, OutputStream out) throws IOException {
        try {
            new JAXBSerializer().marshalPretty(document, new StreamResult(out));
        } catch (JAXBException e) {
            throw new IOException("The PMML document could not be written", e);
        }
    }
}
