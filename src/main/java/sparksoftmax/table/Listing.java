package sparksoftmax.table;

import java.util.List;

/** Lists of names in messages, which are cut off where they become long. */
final class Listing {
    private static final int MOST = 20;

    private Listing() {}

    static String of(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(MOST, names.size())));
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }
}
