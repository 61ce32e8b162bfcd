package sparksoftmax.classification;

import org.apache.spark.ml.param.Param;

/** The default values, of estimator and model alike: the one place that states them. */
final class Defaults {
    private Defaults() {}

    static void set(SoftmaxClassifierParams owner) {
        set(owner, owner.maxIter(), 100);
        set(owner, owner.tol(), 1e-6);
        set(owner, owner.regParam(), 0.0);
        set(owner, owner.elasticNetParam(), 0.0);
        set(owner, owner.standardization(), true);
        set(owner, owner.fitIntercept(), true);
        set(owner, owner.aggregationDepth(), 2);
        set(owner, owner.maxBlockSizeInMB(), 0.0);
        set(owner, owner.seed(), (long) SoftmaxClassifier.class.getName().hashCode());
        set(owner, owner.lossVariant(), "fused");
        set(owner, owner.solver(), "auto");
        set(owner, owner.optimizer(), "sgd");
        set(owner, owner.learningRateSchedule(), "constant");
        set(owner, owner.miniBatchFraction(), 1.0);
        set(owner, owner.labelSmoothing(), 0.0);
        set(owner, owner.classWeighting(), SoftmaxParams.UNWEIGHTED);
        set(owner, owner.patience(), 5);
        set(owner, owner.validationTol(), 0.0);
        set(owner, owner.initialization(), SoftmaxParams.ZEROS);
    }

    private static <T> void set(SoftmaxClassifierParams owner, Param<T> param, T value) {
        owner.setDefault(param, value);
    }
}
