package sparksoftmax.state;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of a fit after a pass: values by name. The parts of a fit put their values under names of their own, and
 * take them back when the fit is resumed. Arrays are not copied: a state is written to a file before the fit goes on,
 * and an array of one that was read belongs to the part that takes it, so that a resumed fit does not hold what it no
 * longer needs. Not thread safe.
 */
public final class State {
    /** In place of an array that was taken. */
    private static final Object TAKEN = new Object();

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Puts a text. */
    public void put(String name, String value) {
        putNew(name, value);
    }

    /** Puts a whole number. */
    public void put(String name, long value) {
        putNew(name, value);
    }

    /** Puts a number. */
    public void put(String name, double value) {
        putNew(name, value);
    }

    /** Puts an array. */
    public void put(String name, double[] value) {
        putNew(name, value);
    }

    /** Puts an array. */
    public void put(String name, float[] value) {
        putNew(name, value);
    }

    private void putNew(String name, Object value) {
        if (values.putIfAbsent(name, value) != null) {
            throw new IllegalStateException("a state must have only one value of a name, but has two of " + name);
        }
    }

    /** Whether there is a value of that name, or was one that has been taken. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The text of that name. */
    public String text(String name) {
        return value(name, String.class);
    }

    /** The whole number of that name. */
    public long integer(String name) {
        return value(name, Long.class);
    }

    /** The number of that name. */
    public double number(String name) {
        return value(name, Double.class);
    }

    /** The array of that name, not a copy. The state no longer holds it, and it cannot be taken again. */
    public double[] takeDoubles(String name) {
        return taken(name, double[].class);
    }

    /** The array of that name, not a copy. The state no longer holds it, and it cannot be taken again. */
    public float[] takeFloats(String name) {
        return taken(name, float[].class);
    }

    private <T> T taken(String name, Class<T> type) {
        T value = value(name, type);
        values.put(name, TAKEN);
        return value;
    }

    private <T> T value(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalStateException(
                    "a state must have a " + type.getSimpleName() + " of name " + name + ", but has "
                            + (value == null
                                    ? "none"
                                    : value == TAKEN
                                            ? "none any more, since it was taken"
                                            : "a " + value.getClass().getSimpleName()));
        }
        return type.cast(value);
    }

    /** All values by name, in the order in which they were put: String, Long, Double, double[] or float[]. */
    public Map<String, Object> all() {
        return values;
    }
}
