package sparksoftmax.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.Function2;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * {@code treeAggregate} with a fixed order of addition. Spark's own adds up results in the order in which tasks happen
 * to finish and shuffle blocks happen to arrive; floating-point sums then differ in their last bits from run to run,
 * and a training run of many steps amplifies that. Here neighbouring partitions form groups, every group is added up in
 * order on an executor, and so on for {@code depth} - 1 levels, as far as Spark's own would go; the driver adds the
 * rest in order, each as soon as its turn has come.
 */
final class OrderedTreeAggregate {
    private OrderedTreeAggregate() {}

    /** Adds the second sum to the first. */
    @FunctionalInterface
    interface Merger<A> extends Serializable {
        /** Adds {@code other}, the sum of later rows, to {@code sum}. */
        void merge(A sum, A other);
    }

    /** Adds up a partition. */
    @FunctionalInterface
    interface PartitionSum<T, A> extends Serializable {
        /** The sum of the elements of partition number {@code partition}. */
        A sum(int partition, Iterator<T> elements);
    }

    /**
     * The sum of an RDD of at least one partition.
     *
     * @param depth levels of the tree, at least 1
     */
    static <T, A> A aggregate(JavaRDD<T> rdd, PartitionSum<T, A> partitionSum, Merger<A> merger, int depth) {
        int numPartitions = rdd.getNumPartitions();
        int scale = Math.max(2, (int) Math.ceil(Math.pow(numPartitions, 1.0 / depth)));
        if (numPartitions <= scale + ceilDiv(numPartitions, scale)) {
            return mergeOnDriver(rdd, partitionSum, merger);
        }
        JavaRDD<A> level = rdd.mapPartitionsWithIndex(
                (partition, elements) ->
                        List.of(partitionSum.sum(partition, elements)).iterator(),
                true);
        while (numPartitions > scale + ceilDiv(numPartitions, scale)) {
            numPartitions = ceilDiv(numPartitions, scale);
            level = mergeGroups(level, merger, scale, numPartitions);
        }
        return mergeOnDriver(level, (partition, sums) -> sums.next(), merger);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    private static <A> JavaRDD<A> mergeGroups(JavaRDD<A> partials, Merger<A> merger, int groupSize, int numGroups) {
        return partials.mapPartitionsWithIndex(
                        (partition, sums) ->
                                List.of(new Tuple2<>(partition, sums.next())).iterator(),
                        true)
                .mapToPair(numbered -> numbered)
                .partitionBy(new Neighbours(groupSize, numGroups))
                .mapPartitions(group -> {
                    List<Tuple2<Integer, A>> members = new ArrayList<>();
                    group.forEachRemaining(members::add);
                    members.sort(Comparator.comparing(Tuple2::_1));
                    A sum = members.get(0)._2();
                    for (int i = 1; i < members.size(); i++) {
                        merger.merge(sum, members.set(i, null)._2());
                    }
                    return List.of(sum).iterator();
                });
    }

    /** One job, without an RDD of its own: preparing that takes as long as a small job. */
    private static <T, A> A mergeOnDriver(JavaRDD<T> rdd, PartitionSum<T, A> partitionSum, Merger<A> merger) {
        Arrivals<A> arrivals = new Arrivals<>(merger);
        Function2<TaskContext, scala.collection.Iterator<T>, A> task =
                (Function2<TaskContext, scala.collection.Iterator<T>, A> & Serializable) (context, elements) ->
                        partitionSum.sum(context.partitionId(), CollectionConverters.asJava(elements));
        Function2<Object, A, BoxedUnit> arrive = (partition, sum) -> arrivals.arrive((Integer) partition, sum);
        List<Object> numbers = new ArrayList<>();
        for (int p = 0; p < rdd.getNumPartitions(); p++) {
            numbers.add(p);
        }
        ClassTag<A> anyClass = ClassTag$.MODULE$.apply(Object.class);
        rdd.context()
                .runJob(rdd.rdd(), task, CollectionConverters.asScala(numbers).toSeq(), arrive, anyClass);
        return arrivals.sum;
    }

    /** Adds results in the order of their partitions, holding back those that come before their turn. */
    private static final class Arrivals<A> {
        private final Merger<A> merger;
        private final TreeMap<Integer, A> early = new TreeMap<>();
        private int turn;
        private A sum;

        Arrivals(Merger<A> merger) {
            this.merger = merger;
        }

        synchronized BoxedUnit arrive(int partition, A result) {
            early.put(partition, result);
            while (early.containsKey(turn)) {
                A next = early.remove(turn);
                if (turn == 0) {
                    sum = next;
                } else {
                    merger.merge(sum, next);
                }
                turn++;
            }
            return BoxedUnit.UNIT;
        }
    }

    /** Sends {@code groupSize} neighbouring partitions to one. */
    private static final class Neighbours extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int groupSize;
        private final int numGroups;

        Neighbours(int groupSize, int numGroups) {
            this.groupSize = groupSize;
            this.numGroups = numGroups;
        }

        @Override
        public int numPartitions() {
            return numGroups;
        }

        @Override
        public int getPartition(Object partition) {
            return (Integer) partition / groupSize;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Neighbours that && that.groupSize == groupSize && that.numGroups == numGroups;
        }

        @Override
        public int hashCode() {
            return 31 * groupSize + numGroups;
        }
    }
}
