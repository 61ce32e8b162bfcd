package sparksoftmax.state;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state of a fit after a pass: values by name. The parts of a fit put their values under names of their own, and
 * take them back when the fit is resumed. Arrays are not copied: a state is written to a file before the fit goes on,
 * and one that was read belongs to the part that takes its values. Not thread safe.
 */
public final class State {
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

    /** Whether there is a value of that name. */
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

    /** The array of that name, not a copy. */
    public double[] doubles(String name) {
        return value(name, double[].class);
    }

    /** The array of that name, not a copy. */
    public float[] floats(String name) {
        return value(name, float[].class);
    }

    private <T> T value(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalStateException(
                    "a state must have a " + type.getSimpleName() + " of name " + name + ", but has "
                            + (value == null ? "none" : "a " + value.getClass().getSimpleName()));
        }
        return type.cast(value);
    }

    /** All values by name, in the order in which they were put: String, Long, Double, double[] or float[]. */
    public Map<String, Object> all() {
        return values;
    }
}
