package sparksoftmax.table;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of libsvm files: a label and index:value pairs, separated by blanks; what follows a # is a comment. Spark's own
 * reader takes comments only as lines of their own, and does not say which file has a line that it cannot read.
 */
final class LibsvmRows {
    private static final StructType SCHEMA =
            new StructType().add("label", DataTypes.DoubleType).add("features", SQLDataTypes.VectorType());

    private LibsvmRows() {}

    /**
     * The rows.
     *
     * @param lines the lines of the files
     * @param numFeatures the number of features; null for the largest index, which takes a pass over the lines
     * @param source the files, for messages
     */
    static Dataset<Row> of(Dataset<String> lines, Integer numFeatures, String source) {
        Parser parser = new Parser("'" + source + "'");
        Dataset<String> rows = lines.filter((FilterFunction<String>) line -> !isComment(line));
        int size = numFeatures != null ? numFeatures : largestIndex(rows, parser);
        return rows.map((MapFunction<String, Row>) line -> parser.row(line, size), Encoders.row(SCHEMA));
    }

    /**
     * Checks the first lines of a file.
     *
     * @throws IllegalArgumentException if one cannot be read, with its number
     */
    static void check(List<String> lines, String name) {
        for (int i = 0; i < lines.size(); i++) {
            if (!isComment(lines.get(i))) {
                new Parser("'" + name + "', line " + (i + 1) + ",").row(lines.get(i), Integer.MAX_VALUE);
            }
        }
    }

    private static boolean isComment(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    private static int largestIndex(Dataset<String> rows, Parser parser) {
        List<Integer> largest = rows.mapPartitions(
                        (MapPartitionsFunction<String, Integer>) part -> {
                            int most = 0;
                            while (part.hasNext()) {
                                most = Math.max(most, parser.largestIndex(part.next()));
                            }
                            return List.of(most).iterator();
                        },
                        Encoders.INT())
                .collectAsList();
        return largest.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Reads lines. A class of its own, since it travels to the executors. */
    private static final class Parser implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String where;

        /** @param where what is read, for messages */
        Parser(String where) {
            this.where = where;
        }

        int largestIndex(String line) {
            String[] words = words(line);
            return words.length == 1 ? 0 : index(words[words.length - 1], line);
        }

        Row row(String line, int size) {
            String[] words = words(line);
            int[] indices = new int[words.length - 1];
            double[] values = new double[words.length - 1];
            int previous = 0;
            for (int i = 0; i < indices.length; i++) {
                int index = index(words[i + 1], line);
                if (index <= previous) {
                    throw wrong("indices must be in ascending order, but " + index + " follows " + previous, line);
                }
                if (index > size) {
                    throw wrong(
                            "indices must be at most " + size + ", the number of features, but one is " + index
                                    + "; --num-features sets another number for training",
                            line);
                }
                indices[i] = index - 1;
                values[i] = number(words[i + 1].substring(words[i + 1].indexOf(':') + 1), line);
                previous = index;
            }
            return RowFactory.create(number(words[0], line), Vectors.sparse(size, indices, values));
        }

        private static String[] words(String line) {
            int comment = line.indexOf('#');
            return (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
        }

        private int index(String pair, String line) {
            int colon = pair.indexOf(':');
            int index;
            try {
                index = Integer.parseInt(pair.substring(0, Math.max(0, colon)));
            } catch (NumberFormatException e) {
                throw wrong("after the label must come pairs index:value, but there is '" + pair + "'", line);
            }
            if (index < 1) {
                throw wrong("indices must begin at 1, but one is " + index + ": add 1 to all of them", line);
            }
            return index;
        }

        private double number(String text, String line) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw wrong("labels and values must be numbers, but there is '" + text + "'", line);
            }
        }

        private IllegalArgumentException wrong(String reason, String line) {
            String start = line.length() > 60 ? line.substring(0, 60) + "..." : line;
            return new IllegalArgumentException(
                    where + " could not be read as libsvm: " + reason + ", in \"" + start + "\"");
        }
    }
}
