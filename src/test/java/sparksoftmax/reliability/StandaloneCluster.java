package sparksoftmax.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import sparksoftmax.ExecutorClassPath;
import sparksoftmax.OwnSessionExtension;

/**
 * A standalone cluster that {@code scripts/cluster.sh} starts, and stops when this is closed, or at the latest when
 * this virtual machine ends: two workers with one core each.
 */
public final class StandaloneCluster implements AutoCloseable {
    /** The number of workers, and of the executors of an application. */
    public static final int WORKERS = 2;

    private final Path folder;
    private final String master;
    private final Thread atTheLatest = new Thread(this::stop);

    private StandaloneCluster(Path folder, String master) {
        this.folder = folder;
        this.master = master;
        Runtime.getRuntime().addShutdownHook(atTheLatest);
    }

    /**
     * Starts a cluster.
     *
     * @param name the name of its folder below {@code target}; a cluster that is left there is stopped before
     * @param options further options of the script
     */
    public static StandaloneCluster start(String name, String... options) {
        Path folder = Path.of(System.getProperty("basedir", ""), "target", name).toAbsolutePath();
        if (Files.exists(folder.resolve("state"))) {
            run("stop", folder);
        }
        ScriptRun started = run("start", folder, options);
        return new StandaloneCluster(folder, started.out().strip());
    }

    private static ScriptRun run(String action, Path folder, String... options) {
        List<String> words = new ArrayList<>(List.of(action, "--folder", folder.toString()));
        words.addAll(List.of(options));
        ScriptRun run = ScriptRun.of(Map.of(), "cluster.sh", words.toArray(new String[0]));
        if (run.exitCode() != 0) {
            throw new IllegalStateException("scripts/cluster.sh " + action + " failed: " + run);
        }
        return run;
    }

    /** The address of the master. */
    public String master() {
        return master;
    }

    /** Where workers and applications have their files. */
    public Path folder() {
        return folder;
    }

    /** The processes of master and workers, the master first. */
    public List<ProcessHandle> daemons() {
        try (Stream<String> lines = Files.lines(folder.resolve("state"))) {
            return lines.map(line -> line.split(" "))
                    .filter(words -> words[0].equals("process"))
                    .flatMap(words -> ProcessHandle.of(Long.parseLong(words[2])).stream())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The processes of the executors that run now. */
    public List<ProcessHandle> executors() {
        return daemons().stream()
                .skip(1)
                .flatMap(ProcessHandle::children)
                .filter(StandaloneCluster::runs)
                .toList();
    }

    /** The number by which Spark knows an executor. The JDK does not tell such long command lines, but Linux does. */
    static String executorId(ProcessHandle executor) {
        try {
            List<String> words = List.of(Files.readString(Path.of("/proc", Long.toString(executor.pid()), "cmdline"))
                    .split("\0"));
            return words.get(words.indexOf("--executor-id") + 1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a session on this cluster, which is ready when all its executors are. */
    public SparkSession session(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(ExecutorClassPath.SETTING, ExecutorClassPath.get());
        // Without the number of cores Spark does not know how many executors to wait for.
        all.put("spark.cores.max", Integer.toString(WORKERS));
        all.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
        all.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
        all.putAll(settings);
        return OwnSessionExtension.start(master, all);
    }

    /**
     * A process that has ended keeps its number until its parent asks for its exit code, but has no program any more.
     */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private void stop() {
        run("stop", folder);
    }

    @Override
    public void close() {
        List<ProcessHandle> processes = new ArrayList<>(executors());
        processes.addAll(daemons());
        stop();
        Runtime.getRuntime().removeShutdownHook(atTheLatest);
        List<ProcessHandle> left =
                processes.stream().filter(StandaloneCluster::runs).toList();
        if (!left.isEmpty() || Files.exists(folder)) {
            throw new IllegalStateException("scripts/cluster.sh stop must leave nothing behind, but left the processes "
                    + left + (Files.exists(folder) ? " and the folder " + folder : ""));
        }
    }
}
