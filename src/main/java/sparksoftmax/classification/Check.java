package sparksoftmax.classification;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import scala.Function1;

/**
 * Validators of Param values. Spark's own validation says only that a value is invalid; these also say what must hold:
 * they throw an {@link IllegalArgumentException} instead of returning {@code false}. They are serializable, since
 * Params travel with models.
 */
final class Check {
    /** At most as many characters of a value are shown. */
    private static final int MOST_CHARACTERS = 200;

    private Check() {}

    /** A condition on a value of any type. */
    @FunctionalInterface
    interface Condition<T> extends Predicate<T>, Serializable {}

    /** A condition on an integer. */
    @FunctionalInterface
    interface IntCondition extends IntPredicate, Serializable {}

    /** A condition on a number. */
    @FunctionalInterface
    interface DoubleCondition extends DoublePredicate, Serializable {}

    @FunctionalInterface
    private interface Validator<T> extends Function1<T, Object>, Serializable {}

    /**
     * A validator that rejects null and values that do not satisfy a condition.
     *
     * @param owner uid of the Param's owner
     * @param requirement the condition in words, which continue the sentence "it must be ..."
     */
    static <T> Function1<T, Object> that(String owner, String name, String requirement, Condition<T> condition) {
        return (Validator<T>) value -> {
            if (value == null || !condition.test(value)) {
                throw new IllegalArgumentException(owner + " parameter " + name + " given invalid value " + text(value)
                        + ": it must be " + requirement + ".");
            }
            return true;
        };
    }

    /** The same for a Param of type int. */
    static Function1<Object, Object> integer(String owner, String name, String requirement, IntCondition condition) {
        return that(
                owner, name, requirement, value -> value instanceof Number number && condition.test(number.intValue()));
    }

    /** The same for a Param of type double. */
    static Function1<Object, Object> number(String owner, String name, String requirement, DoubleCondition condition) {
        return that(
                owner,
                name,
                requirement,
                value -> value instanceof Number number && condition.test(number.doubleValue()));
    }

    /** Thresholds of classes, unchanged, if they are not null; Spark checks their values. */
    static double[] thresholds(String owner, double[] thresholds) {
        if (thresholds == null) {
            throw new IllegalArgumentException(owner
                    + " parameter thresholds given invalid value null: it must be an array of numbers >= 0 of which at most"
                    + " one is 0 (clear the Param to have no thresholds).");
        }
        return thresholds;
    }

    private static String text(Object value) {
        String text = value instanceof Object[] array ? Arrays.toString(array) : String.valueOf(value);
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + " ...";
    }
}
