package sparksoftmax.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Options from a properties file. Keys are the estimator's Param names ({@code maxIter}) or the other options' names
 * without dashes ({@code input}). An option on the command line has precedence.
 */
final class ConfigFile implements IDefaultValueProvider {
    static final String OPTION = "--config";

    private final Map<String, String> values = new TreeMap<>();

    private ConfigFile() {}

    /** The configuration file that the arguments name, if any. */
    static Optional<Path> named(String... args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith(OPTION + "=")) {
                return Optional.of(Path.of(args[i].substring(OPTION.length() + 1)));
            }
            if (args[i].equals(OPTION) && i + 1 < args.length) {
                return Optional.of(Path.of(args[i + 1]));
            }
        }
        return Optional.empty();
    }

    /**
     * Reads a file.
     *
     * @throws ParameterException if it cannot be read, or if a key is not an option of {@code command}
     */
    static ConfigFile read(Path file, CommandLine command) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(command, "The configuration file " + file + " could not be read: " + e);
        }
        ConfigFile config = new ConfigFile();
        for (String key : properties.stringPropertyNames()) {
            if (command.getCommandSpec().options().stream().noneMatch(option -> key.equals(key(option)))) {
                throw new ParameterException(command, "Unknown key '" + key + "' in configuration file " + file);
            }
            config.values.put(key, properties.getProperty(key).strip());
        }
        return config;
    }

    @Override
    public String defaultValue(ArgSpec arg) {
        return arg instanceof OptionSpec option ? values.get(key(option)) : null;
    }

    private static String key(OptionSpec option) {
        return option.descriptionKey() != null && !option.descriptionKey().isEmpty()
                ? option.descriptionKey()
                : option.longestName().replaceFirst("^-+", "");
    }
}
