package sparksoftmax.classification;

import java.util.Arrays;
import java.util.List;

/** A Param whose value is one of several names. Upper and lower case are the same, as in Spark's own Params. */
final class NameParam extends TypedParam<String> {
    private static final long serialVersionUID = 1L;

    private final String[] names;

    NameParam(String owner, String name, String doc, List<String> names) {
        super(
                owner,
                name,
                doc,
                Check.that(owner, name, "one of " + String.join(", ", names), isOneOf(names.toArray(String[]::new))),
                String.class);
        this.names = names.toArray(String[]::new);
    }

    /** Captures an array rather than a list: Kryo cannot read Java's immutable lists. */
    private static Check.Condition<String> isOneOf(String[] names) {
        return value -> Arrays.stream(names).anyMatch(value::equalsIgnoreCase);
    }

    /** The allowed names. */
    List<String> names() {
        return List.of(names);
    }
}
