package sparksoftmax.app;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import sparksoftmax.table.Suggestion;

/**
 * Options from a properties file. Keys are the names of options without dashes ({@code max-iter}) or those of Params
 * ({@code maxIter}). An option on the command line has precedence.
 */
final class ConfigFile implements IDefaultValueProvider {
    static final String OPTION = "--config";

    private final Path file;
    private final Map<String, String> values = new TreeMap<>();

    private ConfigFile(Path file) {
        this.file = file;
    }

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
     * @param args the command line; options that it gives are not taken from the file
     * @throws ParameterException if it cannot be read, or if a key is not an option of {@code command}
     */
    static ConfigFile read(Path file, CommandLine command, String... args) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(command, "The configuration file " + file + " could not be read: " + e);
        }
        ConfigFile config = new ConfigFile(file);
        List<OptionSpec> options = command.getCommandSpec().options();
        for (String key : properties.stringPropertyNames()) {
            OptionSpec option = options.stream()
                    .filter(candidate -> keys(candidate).contains(key))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            command,
                            "Unknown key '" + key + "' in configuration file " + file + "."
                                    + Suggestion.sentence(
                                            key,
                                            options.stream()
                                                    .flatMap(each -> keys(each).stream())
                                                    .toList())));
            String other = config.values.put(
                    option.longestName(), properties.getProperty(key).strip());
            if (other != null) {
                throw new ParameterException(
                        command, "Configuration file " + file + " sets " + option.longestName() + " twice");
            }
        }
        // Not left to picocli: of a flag whose default is true, the option means false.
        for (String arg : args) {
            OptionSpec given = command.getCommandSpec().optionsMap().get(arg.replaceFirst("=.*", ""));
            if (given != null) {
                config.values.remove(given.longestName());
            }
        }
        return config;
    }

    /** Says that a wrong value is from a configuration file, if the message names an option that is set there. */
    static String origin(ParameterException e) {
        if (!(e.getCommandLine().getDefaultValueProvider() instanceof ConfigFile config)) {
            return "";
        }
        boolean isSetThere = config.values.keySet().stream()
                .anyMatch(option -> Pattern.compile(Pattern.quote(option) + "(?![\\w-])")
                        .matcher(e.getMessage())
                        .find());
        return isSetThere ? ", in configuration file " + config.file : "";
    }

    @Override
    public String defaultValue(ArgSpec arg) {
        return arg instanceof OptionSpec option ? values.get(option.longestName()) : null;
    }

    /** The names of an option in a file: those of the command line without dashes, and that of its Param. */
    private static Set<String> keys(OptionSpec option) {
        Set<String> keys = new TreeSet<>();
        for (String name : option.names()) {
            keys.add(name.replaceFirst("^-+", ""));
        }
        if (option.descriptionKey() != null && !option.descriptionKey().isEmpty()) {
            keys.add(option.descriptionKey());
        }
        return keys;
    }
}
