package sparksoftmax.export;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names in a PMML document, where every field and every class must have a name, all different, of characters that
 * XML has. Those that cannot be used are replaced by {@code feature_3}, the index of a class, and {@code label}.
 *
 * @param target of the label
 * @param classes [numClasses]
 * @param features [numFeatures]
 */
record PmmlNames(String target, String[] classes, String[] features) {
    private static final Logger LOG = LoggerFactory.getLogger(PmmlNames.class);

    static PmmlNames of(ExportedModel model) {
        String[] classes = names(model.classNames(), model.numClasses(), Integer::toString, "classes");
        String[] features = names(model.featureNames(), model.numFeatures(), j -> "feature_" + j, "features");
        String wanted = isUsable(model.label()) ? model.label() : "label";
        return new PmmlNames(unused(wanted, new HashSet<>(Arrays.asList(features))), classes, features);
    }

    private static String[] names(String[] given, int size, IntFunction<String> substitute, String what) {
        String[] names = new String[size];
        Set<String> used = new HashSet<>();
        for (int i = 0; i < size && given != null; i++) {
            if (isUsable(given[i]) && used.add(given[i])) {
                names[i] = given[i];
            }
        }
        int numReplaced = 0;
        for (int i = 0; i < size; i++) {
            if (names[i] == null) {
                names[i] = unused(substitute.apply(i), used);
                used.add(names[i]);
                numReplaced++;
            }
        }
        if (given != null && numReplaced > 0) {
            LOG.warn(
                    "{} of {} {} have no name, or a name that PMML cannot hold (it must be unique, and without control"
                            + " characters): they are called {} and the like.",
                    numReplaced,
                    size,
                    what,
                    substitute.apply(0));
        }
        return names;
    }

    private static String unused(String wanted, Set<String> used) {
        String name = wanted;
        while (used.contains(name)) {
            name += "_";
        }
        return name;
    }

    /** Whether XML attributes have a name as it is: tabs and line ends would be read as blanks. */
    private static boolean isUsable(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .allMatch(c -> c >= ' ' && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000);
    }
}
