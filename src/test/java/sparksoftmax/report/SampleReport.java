package sparksoftmax.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A report with every part, and with names that are not harmless in HTML and JavaScript. */
final class SampleReport {
    static final List<String> NAMES = List.of(
            "<b>bold</b>",
            "</script><script>window.injected = true</script>",
            "\"double\" and 'single'",
            "😀 emoji \u2028 \u2029",
            "שלום <i>עולם</i>",
            "a & b &amp; {c|rich} ${d}");

    private SampleReport() {}

    static ReportData of(int numClasses) {
        List<String> names = new ArrayList<>(NAMES);
        while (names.size() < numClasses) {
            names.add("class " + names.size());
        }
        List<ReportData.Confusion> confusions = new ArrayList<>();
        List<ReportData.ClassFigures> figures = new ArrayList<>();
        for (int k = 0; k < numClasses; k++) {
            confusions.add(new ReportData.Confusion(k, k, 3.0));
            confusions.add(new ReportData.Confusion(k, (k + 1) % numClasses, 1.0));
            figures.add(new ReportData.ClassFigures(k, 0.75, 0.75, 0.75, 4.0));
        }
        return new ReportData(
                NAMES.get(1),
                "2026-01-01T00:00:00Z",
                "scripts/softmax train --input '</script>.csv'",
                new ReportData.Rows(
                        "<i>file</i>.csv", 100L, "the test rows", 4L * numClasses, 4.0 * numClasses, true, 16),
                new ReportData.Classes(
                        names,
                        figures,
                        new ReportData.ClassFigures(-1, 0.75, 0.75, 0.75, numClasses),
                        new ReportData.ClassFigures(-1, 0.75, 0.75, 0.75, 4.0 * numClasses)),
                new ReportData.Quality(
                        0.75,
                        0.5,
                        1,
                        0.25,
                        1.5,
                        0.8,
                        0.4,
                        List.of(new ReportData.TopK(1, 0.75), new ReportData.TopK(2, 0.9))),
                new ReportData.Training(List.of(1.5, 0.7, 0.6), List.of(1.5, 0.8, 0.9), 65.0, true, "a < b & \"c\""),
                new ReportData.Tuning(
                        List.of("regParam", NAMES.get(0)),
                        "log-loss <nats>",
                        false,
                        List.of(
                                new ReportData.Trial(List.of("0.1", NAMES.get(1)), 0.6, false),
                                new ReportData.Trial(List.of("0.01", NAMES.get(3)), 0.5, true))),
                confusions,
                new ReportData.Calibration(
                        0.1,
                        0.85,
                        List.of(
                                new ReportData.Bin(0.0, 0.5, 0.0, 0.0, 0.0),
                                new ReportData.Bin(0.5, 1.0, 4.0 * numClasses, 0.85, 0.75))),
                new ReportData.Mistakes(
                        numClasses,
                        List.of(NAMES.get(0), NAMES.get(4)),
                        3,
                        List.of(new ReportData.Mistake(
                                1,
                                3,
                                0.9,
                                0.05,
                                List.of(NAMES.get(1), NAMES.get(2)),
                                IntStream.range(0, 16).mapToObj(j -> (double) j).toList()))),
                new ReportData.Coefficients(
                        true,
                        List.of(new ReportData.ClassCoefficients(
                                1, -0.5, List.of(new ReportData.Coefficient(3, NAMES.get(1), -1.25)))),
                        numClasses - 1),
                new ReportData.Pictures(
                        new ImageShape(4, 4),
                        List.of(new ReportData.Picture(
                                1, IntStream.range(0, 16).mapToObj(j -> j - 8.0).toList()))),
                List.of(
                        new ReportData.Setting("regParam", NAMES.get(1), true, "a < b"),
                        new ReportData.Setting("tol", "1.0E-6", false, "tolerance")),
                List.of(new ReportData.Entry("Java", NAMES.get(1))));
    }
}
