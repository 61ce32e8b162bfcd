package sparksoftmax.app;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import sparksoftmax.kernel.Kernels;
import sparksoftmax.report.ReportData.Entry;

/** The versions and the machine that a report names. */
final class ReportEnvironment {
    private static final long MEBIBYTE = 1L << 20;

    private ReportEnvironment() {}

    static List<Entry> of(CommandSpec command, SparkSession spark) {
        return List.of(
                new Entry("Program", String.join(", ", command.root().version())),
                new Entry("Spark", spark.version()),
                new Entry("Java", System.getProperty("java.vm.name") + " " + Runtime.version()),
                new Entry(
                        "Operating system",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                                + System.getProperty("os.arch")),
                new Entry("Arithmetic of the driver", Kernels.fastest().description()),
                new Entry("Spark master", spark.sparkContext().master()),
                new Entry("Cores", Integer.toString(spark.sparkContext().defaultParallelism())),
                new Entry("Memory of the driver", Runtime.getRuntime().maxMemory() / MEBIBYTE + " MiB at most"));
    }
}
