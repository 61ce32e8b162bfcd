package sparksoftmax.classification;

import org.apache.spark.ml.param.Param;
import scala.Function1;

/**
 * A Param that knows the class of its values. Spark Connect converts a client's value to that class (since Spark 4.0),
 * and refuses Params that do not know theirs.
 *
 * @param <T> the class of its values
 */
class TypedParam<T> extends Param<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;

    TypedParam(String owner, String name, String doc, Function1<T, Object> isValid, Class<T> type) {
        super(owner, name, doc, isValid);
        this.type = type;
    }

    /** The class of the values. Not marked as an override, since Spark 3.5 has no such method. */
    public Class<T> dataClass() {
        return type;
    }
}
