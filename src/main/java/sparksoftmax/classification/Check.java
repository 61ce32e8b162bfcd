package sparksoftmax.classification;

import java.io.Serializable;
import java.util.List;
import java.util.function.Predicate;
import scala.Function1;

/**
 * What a Param's value must satisfy. Spark's own validation says only that a value is invalid; this one also says what
 * must hold, so a value that fails is answered with an {@link IllegalArgumentException} rather than {@code false}.
 */
final class Check {
    private Check() {}

    /** A condition that can travel with the Params of a model. */
    @FunctionalInterface
    interface Condition<T> extends Predicate<T>, Serializable {}

    @FunctionalInterface
    private interface Validator<T> extends Function1<T, Object>, Serializable {}

    /**
     * A validator for a Param.
     *
     * @param owner uid of the Param's owner
     * @param requirement continues the sentence "it ..."
     */
    static <T> Function1<T, Object> that(String owner, String name, String requirement, Condition<T> condition) {
        return (Validator<T>) value -> {
            if (value == null || !condition.test(value)) {
                throw new IllegalArgumentException(
                        owner + " parameter " + name + " given invalid value " + value + ": it " + requirement + ".");
            }
            return true;
        };
    }

    static Function1<Object, Object> number(
            String owner, String name, String requirement, Condition<Number> condition) {
        return that(owner, name, requirement, value -> value instanceof Number number && condition.test(number));
    }

    static Function1<String, Object> oneOf(String owner, String name, List<String> names) {
        List<String> allowed = List.copyOf(names);
        return that(owner, name, "must be one of " + String.join(", ", allowed), value -> allowed.stream()
                .anyMatch(value::equalsIgnoreCase));
    }

    /**
     * The one of the allowed names that a value is, upper and lower case being the same, as with Spark's own Params.
     */
    static String spelled(String value, List<String> names) {
        return names.stream().filter(value::equalsIgnoreCase).findFirst().orElse(value);
    }
}
