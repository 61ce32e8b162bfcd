package sparksoftmax.app;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.table.Cells;
import sparksoftmax.table.Missing;
import sparksoftmax.table.Table;
import sparksoftmax.table.TableColumns;

/** The options of a command that have a value: given, from a configuration file, or by default. */
final class EffectiveOptions {
    private EffectiveOptions() {}

    /** What a model is trained with. */
    static ModelSettings settings(
            CommandSpec command,
            SoftmaxClassificationModel model,
            SplitOptions split,
            Table table,
            TableColumns columns,
            Missing missing,
            Cells cells) {
        Map<String, String> options = of(command);
        // Those whose default follows from the rows or from other options.
        options.put("--reg-param", Double.toString(model.getRegParam()));
        options.put("--standardization", Boolean.toString(model.getStandardization()));
        options.put("--test-fraction", Double.toString(split.testFraction()));
        return new ModelSettings(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                List.copyOf(command.commandLine().getParseResult().originalArgs()),
                options,
                Versions.all(),
                table.source(),
                columns,
                missing,
                cells.sortedNullValues(),
                Character.toString(cells.decimal()));
    }

    private static Map<String, String> of(CommandSpec command) {
        Map<String, String> options = new TreeMap<>();
        for (OptionSpec option : command.options()) {
            if (option.getValue() != null && !option.versionHelp() && !option.usageHelp()) {
                options.put(option.longestName(), option.getValue().toString());
            }
        }
        return options;
    }
}
