package sparksoftmax.soak;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.RecordedJobs;

/**
 * What a fit took. Of passes there is the mean.
 *
 * @param seconds of the whole fit, with making the rows
 * @param numPasses the number of jobs that went over all packed rows
 * @param secondsPerPass from the start of the first pass to the end of the last, divided by their number
 * @param taskSecondsPerPass the processor time of the tasks
 * @param tasksPerPass the number of tasks, in all stages
 * @param bytesToDriverPerPass the size of what the tasks returned
 * @param shuffledBytesPerPass the size of what the tasks wrote for shuffles
 * @param spilledBytes the size on disk of what all tasks of the fit spilled in sorting and aggregation
 * @param cachedInMemory the peak size of the cached rows in memory, in bytes
 * @param cachedOnDisk the same, on disk
 * @param heapAfterCollection the peak of the heap after a garbage collection, in bytes
 * @param heapPeak the peak of the heap, in bytes
 * @param objective at the end
 */
record FitLoad(
        double seconds,
        int numPasses,
        double secondsPerPass,
        double taskSecondsPerPass,
        double tasksPerPass,
        double bytesToDriverPerPass,
        double shuffledBytesPerPass,
        long spilledBytes,
        long cachedInMemory,
        long cachedOnDisk,
        long heapAfterCollection,
        long heapPeak,
        double objective) {
    /** Trains and measures. */
    static FitLoad of(SparkSession spark, Contender contender, Dataset<Row> rows) throws Exception {
        CachedBytes cached = new CachedBytes();
        double[] objective = new double[1];
        double[] seconds = new double[1];
        spark.sparkContext().addSparkListener(cached);
        try (HeapPeaks heap = new HeapPeaks()) {
            List<RecordedJobs.Job> jobs = RecordedJobs.of(spark, () -> {
                long start = System.nanoTime();
                objective[0] = contender.fit(rows);
                seconds[0] = (System.nanoTime() - start) / 1e9;
            });
            return of(contender, jobs, seconds[0], cached, heap, objective[0]);
        } finally {
            spark.sparkContext().removeSparkListener(cached);
        }
    }

    private static FitLoad of(
            Contender contender,
            List<RecordedJobs.Job> jobs,
            double seconds,
            CachedBytes cached,
            HeapPeaks heap,
            double objective) {
        List<RecordedJobs.Job> passes = jobs.stream().filter(contender::isPass).toList();
        if (passes.isEmpty()) {
            throw new IllegalStateException("The fit of " + contender.name()
                    + " must have passes that are Spark jobs, but its jobs are " + jobs);
        }
        RecordedJobs.Work all = work(jobs);
        RecordedJobs.Work ofPasses = work(passes);
        double count = passes.size();
        long millis = passes.get(passes.size() - 1).endMillis() - passes.get(0).startMillis();
        return new FitLoad(
                seconds,
                passes.size(),
                millis / 1e3 / count,
                ofPasses.cpuNanos() / 1e9 / count,
                passes.stream()
                                .flatMap(job -> job.tasksOfStages().stream())
                                .mapToInt(Integer::intValue)
                                .sum()
                        / count,
                ofPasses.bytesToDriver() / count,
                ofPasses.shuffledBytes() / count,
                all.spilledBytes(),
                cached.peakMemory(),
                cached.peakDisk(),
                heap.afterCollection(),
                heap.atAnyTime(),
                objective);
    }

    private static RecordedJobs.Work work(List<RecordedJobs.Job> jobs) {
        return jobs.stream()
                .map(RecordedJobs.Job::work)
                .reduce(RecordedJobs.Work::plus)
                .orElseThrow();
    }
}
