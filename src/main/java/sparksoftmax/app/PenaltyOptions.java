package sparksoftmax.app;

import java.util.List;
import org.apache.spark.ml.param.Param;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import sparksoftmax.classification.SoftmaxClassifierCV;

/** The options of {@code tune} that are Params of {@link SoftmaxClassifierCV}: how a penalty is chosen. */
final class PenaltyOptions {
    private PenaltyOptions() {}

    static void addTo(CommandSpec command) {
        SoftmaxClassifierCV estimator = new SoftmaxClassifierCV();
        for (Param<?> param : params(estimator)) {
            command.addOption(ParamOptions.option(estimator, param));
        }
    }

    /** Those of the grid and of the folds have options of their own. */
    private static List<Param<?>> params(SoftmaxClassifierCV estimator) {
        return List.of(estimator.metric(), estimator.selection(), estimator.abandonment());
    }

    /**
     * An estimator with the values of these options set.
     *
     * @throws ParameterException if a value is not valid for its Param
     */
    static SoftmaxClassifierCV estimator(CommandSpec command) {
        SoftmaxClassifierCV estimator = new SoftmaxClassifierCV();
        for (Param<?> param : params(estimator)) {
            ParamOptions.set(command, estimator, param);
        }
        return estimator;
    }

    /**
     * Refuses these options where settings are not tried by {@link SoftmaxClassifierCV}.
     *
     * @throws ParameterException if one of them is given
     */
    static void refuse(CommandSpec command, SoftmaxClassifierCV estimator) {
        for (Param<?> param : params(estimator)) {
            if (estimator.isSet(param)) {
                throw new ParameterException(
                        command.commandLine(),
                        ParamOptions.names(param)[0]
                                + " is for grids of reg-param and elastic-net-param, with solver auto"
                                + " or l-bfgs and without validation rows. Other settings are compared by their mean"
                                + " log-loss: leave the option out.");
            }
        }
    }
}
