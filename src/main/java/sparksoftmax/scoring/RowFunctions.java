package sparksoftmax.scoring;

import java.io.Serializable;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import sparksoftmax.cluster.BroadcastValue;
import sparksoftmax.loss.SoftmaxInPlace;

/**
 * What a model computes for one row. Small when it is serialized, since it refers to the broadcast model.
 *
 * @param column the column of features, for messages
 * @param invalid what becomes of rows with invalid features
 * @param model the coefficients and intercepts
 * @param choice how a class is chosen
 */
record RowFunctions(
        String column,
        InvalidFeatures invalid,
        BroadcastValue.Reference<LinearModel> model,
        BroadcastValue.Reference<ClassChoice> choice)
        implements Serializable {
    /** The margins W x + b of features x. */
    DenseVector margins(Vector features) {
        return model.value().margins(invalid.checked(features, column));
    }

    /** The probabilities for features. */
    DenseVector probabilities(Vector features) {
        return softmaxInPlace(margins(features));
    }

    /** The softmax of margins, which are not changed. */
    static DenseVector softmax(Vector margins) {
        return softmaxInPlace(new DenseVector(margins.toArray().clone()));
    }

    private static DenseVector softmaxInPlace(DenseVector margins) {
        SoftmaxInPlace.softmax(margins.values(), 0, margins.size());
        return margins;
    }

    double predictFeatures(Vector features) {
        return predictMargins(margins(features));
    }

    double predictMargins(Vector margins) {
        ClassChoice rule = choice.value();
        return rule.hasThresholds() ? rule.predict(softmax(margins)) : margins.argmax();
    }

    double predictProbabilities(Vector probabilities) {
        return choice.value().predict(probabilities);
    }

    String name(double prediction) {
        return choice.value().name(prediction);
    }
}
