package sparksoftmax.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the class or category that a text names. Texts that mean the same ({@link Cells#meaning}) name the same one: 1
 * and 1.0, true and TRUE.
 */
final class Spellings implements Serializable {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, String> names = new HashMap<>();
    private final Cells cells;

    /** @param names the classes or categories, no two of which mean the same */
    Spellings(Collection<String> names, Cells cells) {
        this.cells = cells;
        names.forEach(name -> this.names.put(cells.meaning(name), name));
        // Most texts are spelled as the names are, which takes one look-up to see.
        names.forEach(name -> this.names.put(name, name));
    }

    /** The class or category that a text names, or null if there is none. */
    String name(String text) {
        String name = names.get(text);
        return name != null ? name : names.get(cells.meaning(text));
    }

    /** How often each class or category occurs; each is named by its shortest spelling. */
    static Map<String, Long> merged(Map<String, Long> counted, Cells cells) {
        Map<String, List<Map.Entry<String, Long>>> groups = new TreeMap<>();
        counted.entrySet()
                .forEach(entry -> groups.computeIfAbsent(cells.meaning(entry.getKey()), key -> new ArrayList<>())
                        .add(entry));
        Map<String, Long> merged = new LinkedHashMap<>();
        for (List<Map.Entry<String, Long>> group : groups.values()) {
            String shortest = group.stream()
                    .map(Map.Entry::getKey)
                    .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                    .orElseThrow();
            merged.put(shortest, group.stream().mapToLong(Map.Entry::getValue).sum());
        }
        return merged;
    }
}
