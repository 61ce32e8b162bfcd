package sparksoftmax.app;

import picocli.CommandLine.Option;

/** The option that names a configuration file. {@link Main} reads the file before it parses the command line. */
final class ConfigOption {
    @Option(
            names = ConfigFile.OPTION,
            paramLabel = "FILE",
            description = "Properties file with options, by their names without dashes (max-iter = 50) or by the names"
                    + " of Params (maxIter = 50). The command line has precedence.")
    private String config;
}
