package sparksoftmax.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/** An exported model in onnxruntime. */
public final class OnnxModel implements AutoCloseable {
    private final OrtSession session;

    public OnnxModel(byte[] bytes) {
        try {
            session = OrtEnvironment.getEnvironment().createSession(bytes, new OrtSession.SessionOptions());
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param labels {@code long[]} or {@code String[]}
     * @param probabilities [rows x numClasses]
     */
    public record Predictions(Object labels, float[][] probabilities) {}

    public Predictions predict(float[][] features) {
        try (OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), features);
                OrtSession.Result result = session.run(Map.of("features", input))) {
            return new Predictions(result.get("label").orElseThrow().getValue(), (float[][])
                    result.get("probabilities").orElseThrow().getValue());
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    public Map<String, String> metadata() {
        try {
            return session.getMetadata().getCustomMetadata();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
