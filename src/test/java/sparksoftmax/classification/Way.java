package sparksoftmax.classification;

/** A way to train: what tests of settings go through. */
enum Way {
    AUTO(1.01),
    L_BFGS(1.0001),
    SGD(1.05),
    ADAM_ON_MINI_BATCHES(1.2),
    NESTEROV_ON_MINI_BATCHES(1.2),
    LOCAL_SGD(1.02);

    /**
     * The objective at the end is at most the optimum times this, on rows such as {@link sparksoftmax.GeneratedRows}.
     */
    final double nearness;

    Way(double nearness) {
        this.nearness = nearness;
    }

    /** A new classifier that trains in this way: tiny data on the driver, and other data on the cluster. */
    SoftmaxClassifier classifier() {
        SoftmaxClassifier classifier = new SoftmaxClassifier().setSeed(1L).setMaxDriverDataInMB(0.1);
        return switch (this) {
            case AUTO -> classifier.setSolver("auto");
            case L_BFGS -> classifier.setSolver("l-bfgs");
            case SGD -> classifier.setSolver("sgd").setMaxIter(20);
            case ADAM_ON_MINI_BATCHES -> onMiniBatches(classifier, "adam");
            case NESTEROV_ON_MINI_BATCHES -> onMiniBatches(classifier, "nesterov");
            case LOCAL_SGD -> classifier.setSolver("localSgd").setMaxIter(8);
        };
    }

    private static SoftmaxClassifier onMiniBatches(SoftmaxClassifier classifier, String optimizer) {
        return classifier
                .setSolver("sgd")
                .setOptimizer(optimizer)
                .setMiniBatchFraction(0.5)
                .setLearningRateSchedule("linear")
                .setMaxIter(8);
    }
}
