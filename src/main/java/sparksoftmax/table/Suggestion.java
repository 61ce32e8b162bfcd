package sparksoftmax.table;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that somebody may have meant. */
public final class Suggestion {
    /** At most this share of the letters may differ. */
    private static final double MOST_DIFFERENT = 0.4;

    private Suggestion() {}

    /** " Did you mean 'x'?" for the most similar candidate, or nothing where none is similar. */
    public static String sentence(String name, Collection<String> candidates) {
        return among(name, candidates)
                .map(candidate -> " Did you mean '" + candidate + "'?")
                .orElse("");
    }

    /** The candidate that is most similar to a name, apart from upper and lower case. */
    static Optional<String> among(String name, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(name, candidate)
                        <= Math.max(1, MOST_DIFFERENT * Math.max(name.length(), candidate.length())))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    private static int distance(String name, String other) {
        return LevenshteinDistance.getDefaultInstance()
                .apply(name.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }
}
