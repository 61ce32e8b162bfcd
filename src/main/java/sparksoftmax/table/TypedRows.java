package sparksoftmax.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import sparksoftmax.compat.ScalaCollections;

/**
 * Turns the rows of a table into the columns that {@link TablePipeline} expects: numbers and truth values as doubles,
 * categories and text as strings, arrays as vectors. Column {@link #PROBLEM} says why a row cannot be used, or is null.
 */
public final class TypedRows {
    /** The column with the reason why a row cannot be used. */
    public static final String PROBLEM = "_problem";

    /** The column with the row as it was read, if that was asked for. */
    public static final String INPUT = "_input";

    /**
     * The column, beside {@link #INPUT}, with the categories of a row that were not there in training: a map from the
     * name of the column to the value.
     */
    public static final String UNSEEN = "_unseen";

    /** The column, beside {@link #INPUT}, with the number of missing values of a row that is used all the same. */
    public static final String FILLED = "_filled";

    private TypedRows() {}

    /** What the rows are wanted for. */
    public enum Purpose {
        /** Labels and weights are needed. */
        learning,
        /** As for learning; the columns that are not used are kept as they are. */
        report,
        /** Labels and weights are left out; the row as it was read is kept. */
        prediction
    }

    /**
     * The rows of a table, typed.
     *
     * @throws IllegalArgumentException if a column is not there
     */
    public static Dataset<Row> of(Table table, TableColumns columns, Cells cells, Missing missing, Purpose purpose) {
        List<Source> sources = new ArrayList<>();
        StructType schema = new StructType();
        List<String> names = Arrays.asList(table.rows().columns());
        boolean learning = purpose != Purpose.prediction;
        Map<String, FeatureColumn> features = new HashMap<>();
        columns.features().forEach(column -> features.put(column.name(), column));
        needed(columns, learning).forEach(name -> check(table, name));
        Set<String> helpers = new HelperNames(columns).all();
        for (StructField field : table.columns()) {
            String name = field.name();
            int index = names.indexOf(name);
            FeatureColumn feature = features.get(name);
            if (feature != null) {
                sources.add(Source.feature(index, feature, cells));
                schema = schema.add(name, type(feature.kind()));
            } else if (learning && name.equals(columns.label().name())) {
                boolean indices = columns.label().indices();
                sources.add(Source.label(index, columns.label(), cells));
                schema = schema.add(name, indices ? DataTypes.DoubleType : DataTypes.StringType);
            } else if (learning && name.equals(columns.weight())) {
                sources.add(new Source(index, name, "weight"));
                schema = schema.add(name, DataTypes.DoubleType);
            } else if (learning && name.equals(columns.validation())) {
                sources.add(new Source(index, name, "truth"));
                schema = schema.add(name, DataTypes.BooleanType);
            } else if (purpose == Purpose.report) {
                sources.add(new Source(index, name, "other"));
                schema = schema.add(helpers.contains(name) ? name + "_" : name, field.dataType());
            }
        }
        schema = schema.add(PROBLEM, DataTypes.StringType);
        boolean keep = purpose == Purpose.prediction;
        int malformed = names.indexOf(TableReader.MALFORMED);
        if (keep) {
            schema = schema.add(INPUT, table.rows().schema())
                    .add(UNSEEN, DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType))
                    .add(FILLED, DataTypes.IntegerType);
        }
        return table.rows()
                .map(
                        new Convert(
                                sources.toArray(new Source[0]),
                                cells,
                                missing.fills(),
                                keep,
                                malformed,
                                table.malformed()),
                        Encoders.row(schema));
    }

    private static List<String> needed(TableColumns columns, boolean learning) {
        List<String> needed = new ArrayList<>(columns.inputs());
        if (learning) {
            needed.addAll(Stream.of(columns.label().name(), columns.weight(), columns.validation())
                    .filter(Objects::nonNull)
                    .toList());
        }
        return needed;
    }

    private static void check(Table table, String name) {
        List<String> names = table.names();
        if (!names.contains(name)) {
            throw new IllegalArgumentException("The model needs column '" + name + "', but '" + table.source()
                    + "' has the columns " + Listing.of(names) + "." + Suggestion.sentence(name, names));
        }
    }

    private static DataType type(ColumnKind kind) {
        return switch (kind) {
            case numeric, bool -> DataTypes.DoubleType;
            case categorical, text -> DataTypes.StringType;
            case vector -> SQLDataTypes.VectorType();
        };
    }

    /** Where a value comes from and what it is to be. A class and not a record: Kryo does not know records. */
    private static final class Source implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        private final int index;
        private final String name;
        private final String kind;
        private final int size;
        /** The classes of a label, or the categories of a feature; null for other columns. */
        private final Spellings known;

        Source(int index, String name, String kind) {
            this(index, name, kind, 1, null);
        }

        static Source label(int index, LabelColumn label, Cells cells) {
            return new Source(
                    index,
                    label.name(),
                    label.indices() ? "index" : "name",
                    label.classes().size(),
                    label.indices() ? null : new Spellings(label.classes(), cells));
        }

        static Source feature(int index, FeatureColumn column, Cells cells) {
            return new Source(
                    index,
                    column.name(),
                    column.kind().name(),
                    column.size(),
                    column.kind() == ColumnKind.categorical ? new Spellings(column.values(), cells) : null);
        }

        private Source(int index, String name, String kind, int size, Spellings known) {
            this.known = known;
            this.index = index;
            this.name = name;
            this.kind = kind;
            this.size = size;
        }
    }

    private static final class Convert implements MapFunction<Row, Row> {
        private static final long serialVersionUID = 1L;

        private final Source[] sources;
        private final Cells cells;
        private final boolean fills;
        private final boolean keepsInput;
        private final int malformed;
        private final String whyMalformed;

        Convert(Source[] sources, Cells cells, boolean fills, boolean keepsInput, int malformed, String whyMalformed) {
            this.whyMalformed = whyMalformed;
            this.sources = sources;
            this.cells = cells;
            this.fills = fills;
            this.keepsInput = keepsInput;
            this.malformed = malformed;
        }

        @Override
        public Row call(Row row) {
            Object[] values = new Object[sources.length + (keepsInput ? 4 : 1)];
            // The line as a whole, since the columns do not have all of it.
            String problem =
                    malformed >= 0 && !row.isNullAt(malformed) ? whyMalformed + ": " + row.getString(malformed) : null;
            Map<String, String> unseen = new HashMap<>();
            int filled = 0;
            for (int j = 0; j < sources.length; j++) {
                Object value = row.get(sources[j].index);
                if (sources[j].kind.equals("other")) {
                    values[j] = value;
                    continue;
                }
                values[j] = value(sources[j], value);
                if (problem == null && (values[j] == null || isWrong(sources[j], values[j]))) {
                    problem = problem(sources[j], value);
                    filled += problem == null ? 1 : 0;
                }
                if (keepsInput && sources[j].kind.equals("categorical") && values[j] != null) {
                    String text = values[j].toString();
                    if (sources[j].known.name(text) == null) {
                        unseen.put(sources[j].name, text);
                    }
                }
                if (values[j] == null) {
                    values[j] = placeholder(sources[j]);
                }
            }
            values[sources.length] = problem;
            if (keepsInput) {
                values[sources.length + 1] = row;
                values[sources.length + 2] = ScalaCollections.asScala(unseen);
                values[sources.length + 3] = filled;
            }
            return RowFactory.create(values);
        }

        private Object value(Source source, Object value) {
            return switch (source.kind) {
                case "numeric", "index", "weight" -> cells.number(value);
                case "bool" -> {
                    Boolean truth = cells.truth(value);
                    yield truth == null ? null : truth ? 1.0 : 0.0;
                }
                case "truth" -> cells.truth(value);
                case "vector" -> cells.vector(value);
                case "name", "categorical" -> {
                    String text = cells.text(value);
                    String name = text == null ? null : source.known.name(text);
                    yield name == null && source.kind.equals("categorical") ? text : name;
                }
                default -> cells.text(value);
            };
        }

        private boolean isWrong(Source source, Object value) {
            return switch (source.kind) {
                case "index" -> {
                    double k = (Double) value;
                    yield k != Math.rint(k) || k < 0 || k >= source.size;
                }
                case "vector" -> ((Vector) value).size() != source.size;
                case "numeric" -> ((Double) value).isInfinite();
                case "weight" -> ((Double) value).isInfinite() || (Double) value < 0;
                default -> false;
            };
        }

        /** Why a value that is null or wrong cannot be used; null if it can be. */
        private String problem(Source source, Object value) {
            boolean isMissing = cells.text(value) == null;
            if (source.kind.equals("text") || isMissing && fills && isFilled(source)) {
                return null;
            }
            String column = "column '" + source.name + "' ";
            if (isMissing) {
                return column + "has no value";
            }
            return switch (source.kind) {
                case "index", "name" ->
                    column + "must be one of the " + source.size + " classes, but is '" + shortened(value) + "'";
                case "weight" -> column + "must be a finite number >= 0, but is '" + shortened(value) + "'";
                case "vector" -> column + "must have " + source.size + " numbers";
                case "bool", "truth" -> column + "must be true or false, but is '" + shortened(value) + "'";
                default -> column + "must be a finite number, but is '" + shortened(value) + "'";
            };
        }

        private static boolean isFilled(Source source) {
            return switch (source.kind) {
                case "numeric", "bool", "categorical" -> true;
                default -> false;
            };
        }

        private static String shortened(Object value) {
            String text = value.toString();
            return text.length() > 40 ? text.substring(0, 40) + "..." : text;
        }

        /** What stands in the place of a missing value: something that the next stages take. */
        private Object placeholder(Source source) {
            return switch (source.kind) {
                case "numeric", "bool" -> fills ? Double.NaN : (Object) 0.0;
                case "vector" -> Vectors.sparse(source.size, new int[0], new double[0]);
                case "index", "weight" -> 0.0;
                case "truth" -> false;
                default -> "";
            };
        }
    }
}
