package sparksoftmax.scorer;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads values of a JSON document, one after the other. Memory grows with what is read, whatever sizes the document
 * states. Every method throws an {@link IllegalArgumentException} that says where in the document what was found if the
 * next value is not what it should be, and an {@link IOException} if the document cannot be read or is not JSON.
 */
final class JsonValues {
    private static final int FIRST_SIZE = 16;

    private final JsonReader json;

    JsonValues(JsonReader json) {
        this.json = json;
    }

    /** The message of an error at a path in the document, such as {@code $.coefficients.rows[2]}. */
    static IllegalArgumentException invalid(String path, String requirement, String found) {
        return new IllegalArgumentException(path + " must be " + requirement + ", but is " + found);
    }

    void expect(JsonToken token, String requirement) throws IOException {
        JsonToken found = json.peek();
        if (found != token) {
            String path = json.getPath();
            String value = found == JsonToken.STRING || found == JsonToken.NUMBER
                    ? "'" + json.nextString() + "'"
                    : words(found);
            throw invalid(path, requirement, value);
        }
    }

    private static String words(JsonToken token) {
        return switch (token) {
            case BEGIN_ARRAY -> "an array";
            case BEGIN_OBJECT -> "an object";
            case BOOLEAN -> "a Boolean";
            case NULL -> "null";
            default -> "missing";
        };
    }

    String string() throws IOException {
        expect(JsonToken.STRING, "a string");
        return json.nextString();
    }

    /** A whole number that is at least {@code least}. */
    int integer(int least) throws IOException {
        String requirement = "a whole number >= " + least;
        expect(JsonToken.NUMBER, requirement);
        String text = json.nextString();
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The message below says it better.
        }
        throw invalid(json.getPreviousPath(), requirement, text);
    }

    private double number(boolean mayBeInfinite) throws IOException {
        if (mayBeInfinite && json.peek() == JsonToken.STRING) {
            String text = json.nextString();
            if (text.equals("Infinity") || text.equals("-Infinity")) {
                return Double.parseDouble(text);
            }
            throw invalid(json.getPreviousPath(), "a number, \"Infinity\" or \"-Infinity\"", "'" + text + "'");
        }
        expect(JsonToken.NUMBER, "a finite number");
        String text = json.nextString();
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw invalid(json.getPreviousPath(), "a finite number", text);
        }
        return value;
    }

    /** An array of numbers, which may include the strings "Infinity" and "-Infinity" if that is allowed. */
    double[] numbers(boolean mayBeInfinite) throws IOException {
        expect(JsonToken.BEGIN_ARRAY, "an array of numbers");
        double[] values = new double[FIRST_SIZE];
        int size = 0;
        json.beginArray();
        while (json.hasNext()) {
            values = size < values.length ? values : Arrays.copyOf(values, 2 * size);
            values[size++] = number(mayBeInfinite);
        }
        json.endArray();
        return Arrays.copyOf(values, size);
    }

    /** An array of arrays of finite numbers. */
    List<double[]> rows() throws IOException {
        expect(JsonToken.BEGIN_ARRAY, "an array of arrays of numbers");
        List<double[]> rows = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            rows.add(numbers(false));
        }
        json.endArray();
        return rows;
    }

    int[] integers() throws IOException {
        expect(JsonToken.BEGIN_ARRAY, "an array of whole numbers");
        int[] values = new int[FIRST_SIZE];
        int size = 0;
        json.beginArray();
        while (json.hasNext()) {
            values = size < values.length ? values : Arrays.copyOf(values, 2 * size);
            values[size++] = integer(0);
        }
        json.endArray();
        return Arrays.copyOf(values, size);
    }

    List<String> strings() throws IOException {
        expect(JsonToken.BEGIN_ARRAY, "an array of strings");
        List<String> values = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            values.add(string());
        }
        json.endArray();
        return List.copyOf(values);
    }
}
