package sparksoftmax.export;

import java.io.IOException;
import java.io.OutputStream;

/** A format of files that models are exported to. */
public sealed interface ExportFormat permits JsonExport, OnnxExport, PmmlExport {
    /**
     * Writes a model; the stream stays open.
     *
     * @throws IllegalArgumentException if the format cannot hold the model
     */
    void write(ExportedModel model, OutputStream out) throws IOException;
}
