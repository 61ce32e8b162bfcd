package sparksoftmax.compat;

import java.util.Map;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.immutable.HashMap;
import scala.collection.immutable.List;

/**
 * Conversions between the collections of Java and Scala. Those of {@code scala.jdk} are not in Scala 2.12. Lists of
 * Scala are what both {@code Seq}s are, that of Scala 2.12 and that of Scala 2.13, which names another class.
 */
@SuppressWarnings({"deprecation", "unchecked"})
public final class ScalaCollections {
    private ScalaCollections() {}

    /** A list with the elements of a collection. */
    public static <T> List<T> asScala(java.util.Collection<T> collection) {
        return JavaConverters.collectionAsScalaIterable(collection).toList();
    }

    /** A map with the entries of a map. */
    public static <K, V> scala.collection.immutable.Map<K, V> asScala(Map<K, V> map) {
        scala.collection.immutable.Map<K, V> result = new HashMap<>();
        for (Map.Entry<K, V> entry : map.entrySet()) {
            result = result.$plus(new Tuple2<>(entry.getKey(), entry.getValue()));
        }
        return result;
    }

    /** A view of a sequence. */
    public static <T> java.util.List<T> asJava(scala.collection.Seq<T> sequence) {
        return JavaConverters.seqAsJavaList(sequence);
    }

    /** The elements of an iterator, as they come. */
    public static <T> java.util.Iterator<T> asJava(scala.collection.Iterator<T> iterator) {
        return JavaConverters.asJavaIterator(iterator);
    }
}
