package sparksoftmax.app;

/** The formats of {@link ExportCommand}. */
enum ExportTarget {
    onnx("an ONNX model"),
    pmml("a PMML document"),
    spark("Spark's LogisticRegressionModel"),
    json("JSON");

    private final String description;

    ExportTarget(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }
}
