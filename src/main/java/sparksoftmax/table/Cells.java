package sparksoftmax.table;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import scala.collection.Iterable;
import scala.collection.Iterator;

/** Reads single values of a table, whatever their type: text is trimmed, and some texts mean "missing". */
public final class Cells implements Serializable {
    private static final long serialVersionUID = 1L;

    private final HashSet<String> nullValues;
    private final char decimal;

    /**
     * @param nullValues the texts that mean "missing"
     * @param decimal the decimal separator, a point or a comma
     */
    public Cells(Collection<String> nullValues, char decimal) {
        this.nullValues = new HashSet<>(nullValues);
        this.nullValues.add("");
        this.decimal = decimal;
    }

    /** The texts that mean "missing". */
    public Set<String> nullValues() {
        return Set.copyOf(nullValues);
    }

    /** The decimal separator. */
    public char decimal() {
        return decimal;
    }

    /** The value as text, or null if it is missing. Whole numbers have no decimal point. */
    String text(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String string) {
            String trimmed = string.strip();
            return nullValues.contains(trimmed) ? null : trimmed;
        }
        if (value instanceof Number number) {
            double d = number.doubleValue();
            return Double.isNaN(d) ? null : value instanceof Long ? value.toString() : Numbers.name(d);
        }
        return value.toString();
    }

    /** The value as a number, or null if it is missing or not a number. */
    Double number(Object value) {
        if (value instanceof Number number) {
            double d = number.doubleValue();
            return Double.isNaN(d) ? null : d;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1.0 : 0.0;
        }
        String text = text(value);
        return text == null ? null : Numbers.parse(text, decimal);
    }

    /**
     * What a name means: the same text for all ways to write a number, or a truth value, and otherwise the name itself.
     * Codes, which are numbers with a zero before other digits, are names.
     */
    String meaning(String name) {
        String number = Numbers.exact(name, decimal);
        if (number != null) {
            return number;
        }
        String lower = name.length() > 5 ? name : name.toLowerCase(Locale.ROOT);
        return lower.equals("true") || lower.equals("false") ? lower : name;
    }

    /** The value as a truth value, or null if it is missing or none. */
    Boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        String text = text(value);
        return text == null
                ? null
                : switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "1" -> Boolean.TRUE;
                    case "false", "0" -> Boolean.FALSE;
                    default -> null;
                };
    }

    /** A vector, or an array of numbers as a vector; null if it is null or has a null in it. */
    Vector vector(Object value) {
        if (value instanceof Vector vector) {
            return vector;
        }
        if (!(value instanceof Iterable<?> numbers)) {
            return null;
        }
        double[] values = new double[numbers.size()];
        Iterator<?> iterator = numbers.iterator();
        for (int i = 0; i < values.length; i++) {
            if (!(iterator.next() instanceof Number number)) {
                return null;
            }
            values[i] = number.doubleValue();
        }
        return Vectors.dense(values);
    }

    /** These rules, for JSON. */
    public List<String> sortedNullValues() {
        return nullValues.stream().sorted().toList();
    }
}
