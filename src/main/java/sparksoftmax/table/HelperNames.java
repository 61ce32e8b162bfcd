package sparksoftmax.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names of the columns between the stages of {@link TablePipeline}: that of a column with what was done to it, such as
 * {@code age_filled}, with underscores at the end until it occurs in no other name. It must not even be a part of one,
 * since the stage that gives the features their names replaces it wherever it finds it.
 */
final class HelperNames {
    private static final String FILLED = "filled";
    private static final String INDEX = "index";
    private static final String ENCODED = "encoded";
    private static final String WORDS = "words";
    private static final String COUNTS = "counts";
    private static final String RARITY = "rarity";
    private static final String SCALED = "scaled";

    private final Map<String, String> names = new LinkedHashMap<>();

    /** @param columns the columns of the training rows, of which no name and no category may contain a helper's */
    HelperNames(TableColumns columns) {
        StringBuilder taken = new StringBuilder();
        columns.features().forEach(column -> {
            add(taken, column.name());
            column.values().forEach(value -> add(taken, value));
        });
        columns.leftOut().forEach(column -> add(taken, column.name()));
        add(taken, columns.label().name());
        add(taken, String.valueOf(columns.weight()));
        add(taken, String.valueOf(columns.validation()));
        for (FeatureColumn column : columns.features()) {
            for (String purpose : purposes(column.kind())) {
                String name = column.name() + "_" + purpose;
                while (taken.indexOf(name.toLowerCase(Locale.ROOT)) >= 0) {
                    name = name + "_";
                }
                add(taken, name);
                names.put(key(column.name(), purpose), name);
            }
        }
    }

    private static List<String> purposes(ColumnKind kind) {
        return switch (kind) {
            case numeric, bool -> List.of(FILLED);
            case categorical -> List.of(INDEX, ENCODED);
            case text -> List.of(WORDS, COUNTS, RARITY, SCALED);
            case vector -> List.of();
        };
    }

    /** Spark does not tell upper from lower case in names of columns. */
    private static void add(StringBuilder taken, String name) {
        taken.append(name.toLowerCase(Locale.ROOT)).append('\n');
    }

    private static String key(String column, String purpose) {
        return purpose + " " + column;
    }

    private String name(String column, String purpose) {
        return names.get(key(column, purpose));
    }

    String filled(String column) {
        return name(column, FILLED);
    }

    String index(String column) {
        return name(column, INDEX);
    }

    String encoded(String column) {
        return name(column, ENCODED);
    }

    String words(String column) {
        return name(column, WORDS);
    }

    String counts(String column) {
        return name(column, COUNTS);
    }

    String rarity(String column) {
        return name(column, RARITY);
    }

    String scaled(String column) {
        return name(column, SCALED);
    }

    /** All of them. */
    Set<String> all() {
        return Set.copyOf(names.values());
    }
}
