package sparksoftmax.scorer;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Scores rows by a model in a virtual machine without Spark, in several threads at once, and prints how many of them
 * got the expected probabilities, to the bit.
 */
public final class ScorerWithoutSpark {
    private ScorerWithoutSpark() {}

    /** A model in JSON, and a file of the number of rows and, for each row, features and expected probabilities. */
    public static void main(String[] args) throws Exception {
        for (String absent : new String[] {
            "org.apache.spark.sql.SparkSession",
            "scala.Option",
            "com.fasterxml.jackson.core.JsonFactory",
            "org.slf4j.Logger",
            "org.apache.hadoop.fs.Path"
        }) {
            try {
                Class.forName(absent);
                throw new IllegalStateException(absent + " is on the class path");
            } catch (ClassNotFoundException e) {
                // As it should be.
            }
        }
        SoftmaxScorer scorer = SoftmaxScorer.load(Path.of(args[0]));
        double[][] rows;
        double[][] expected;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(Path.of(args[1])))) {
            int numRows = in.readInt();
            rows = new double[numRows][];
            expected = new double[numRows][];
            for (int i = 0; i < numRows; i++) {
                rows[i] = read(in, scorer.numFeatures());
                expected[i] = read(in, scorer.numClasses());
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Callable<Long> score = () -> IntStream.range(0, rows.length)
                .filter(i -> java.util.Arrays.equals(expected[i], scorer.probabilities(rows[i])))
                .count();
        long same = 0;
        for (var result : threads.invokeAll(java.util.Collections.nCopies(4, score))) {
            same += result.get();
        }
        threads.shutdown();
        System.out.println(same + " of " + 4 * rows.length + ", " + scorer.classNames());
    }

    private static double[] read(DataInputStream in, int size) throws IOException {
        double[] values = new double[size];
        for (int j = 0; j < size; j++) {
            values[j] = in.readDouble();
        }
        return values;
    }
}
