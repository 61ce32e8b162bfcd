package sparksoftmax.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which rows are held out. */
final class SplitOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--test-fraction",
            paramLabel = "NUMBER",
            description = "Share of the rows of each class to hold out for testing, in [0, 1). Default: 0.2, or 0 with"
                    + " --test")
    private Double testFraction;

    @Option(
            names = "--validation-fraction",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "Share of the rows of each class to hold out for validation, in [0, 1): training stops when"
                    + " their loss has not improved for --patience passes. Default: ${DEFAULT-VALUE}")
    private double validationFraction;

    @Option(
            names = "--test",
            paramLabel = "PATH",
            description = "Files with the rows to test on, in the same format as --input.")
    private String test;

    /** @throws ParameterException if the options contradict each other */
    void check() {
        if (testFraction != null && !(testFraction >= 0.0 && testFraction < 1.0)) {
            throw usage("--test-fraction must be in [0, 1), but was " + testFraction);
        }
        if (!(validationFraction >= 0.0 && validationFraction < 1.0)) {
            throw usage("--validation-fraction must be in [0, 1), but was " + validationFraction);
        }
        if (test != null && testFraction != null && testFraction > 0.0) {
            throw usage("--test and --test-fraction exclude each other");
        }
        if (testFraction() + validationFraction >= 1.0) {
            throw usage("--test-fraction and --validation-fraction must leave rows to train on, but add up to "
                    + (testFraction() + validationFraction));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    double testFraction() {
        return testFraction != null ? testFraction : test != null ? 0.0 : 0.2;
    }

    double validationFraction() {
        return validationFraction;
    }

    /** The path of the rows to test on, or null. */
    String test() {
        return test;
    }
}
