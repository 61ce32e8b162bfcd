package sparksoftmax.loss;

import java.util.List;

/** The names of the loss variants, which are the values of the Param {@code lossVariant}. */
public final class LossVariant {
    private static final List<SoftmaxLoss> ALL =
            List.of(new FusedLoss(), new LogSoftmaxNllLoss(), new LowLevelLoss(), new DoubleSoftmaxLoss());

    private LossVariant() {}

    /** All names, the default first. */
    public static List<String> names() {
        return ALL.stream().map(SoftmaxLoss::name).toList();
    }

    /**
     * The loss with the given name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SoftmaxLoss named(String name) {
        return ALL.stream()
                .filter(loss -> loss.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "lossVariant must be one of " + String.join(", ", names()) + ", but was " + name));
    }
}
