package sparksoftmax.training;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sparksoftmax.optim.LearningRateSchedule;
import sparksoftmax.optim.Optimizer;

/** What a plan decides, case by case. */
class PlanTest {
    /**
     * A row of the table.
     *
     * @param decided solver; where passes are made; storage; partitions as they came, coalesced to groups, or
     *     exchanged; local passes x rows of a step; correlations learned; equal rows merged; start at the classes'
     *     shares; and, for auto only, memory for quasi-Newton steps
     */
    private record Case(String name, PlannedData data, String decided) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case when(String name, PlannedData data, String decided) {
        return new Case(name, data, decided);
    }

    private static PlannedData data(long numRows, int numFeatures, int numClasses) {
        return new PlannedData(numRows, numFeatures, numClasses);
    }

    private static PlannedData small() {
        return data(150, 4, 3).maxDriverDataInMB(-1.0);
    }

    /** 80,000,000 multiplications a pass. */
    private static PlannedData medium() {
        return data(40_000, 200, 10);
    }

    /** 5,000,000 multiplications a pass. */
    private static PlannedData moderate() {
        return data(10_000, 50, 10);
    }

    /** 30 words of 20,000 in a row. */
    private static PlannedData text() {
        return data(40_000, 20_000, 50).perRow(30);
    }

    static Stream<Case> cases() {
        return Stream.of(
                when("small", small(), "l-bfgs driver AS_READ keep:4 - - - shares"),
                when(
                        "small, l-bfgs asked for",
                        small().solver(SolverName.LBFGS),
                        "l-bfgs driver AS_READ keep:4 - - - shares"),
                when("small, sgd asked for", small().solver(SolverName.SGD), "sgd driver AS_READ keep:4 - - - -"),
                when(
                        "small, localSgd asked for",
                        small().solver(SolverName.LOCAL_SGD),
                        "localSgd driver DENSE_FLOAT groups:2 100x8 - - -"),
                when(
                        "small, one partition holds all",
                        small().partitionsOf(1, 0, 0, 0),
                        "l-bfgs driver AS_READ exchange:2:blocks - - - shares"),
                when("small, equal rows", small().repeatsRows(), "l-bfgs driver AS_READ keep:4 - - - shares"),
                when(
                        "small, not on the driver",
                        small().maxDriverDataInMB(0.0),
                        "l-bfgs cluster AS_READ keep:4 - - - shares"),
                when(
                        "moderate",
                        moderate().maxDriverDataInMB(-1.0),
                        "l-bfgs driver DENSE_FLOAT keep:4 - correlations - shares"),
                when(
                        "moderate, in one partition",
                        moderate().maxDriverDataInMB(-1.0).partitions(1),
                        "l-bfgs driver DENSE_FLOAT exchange:2:blocks - correlations - shares"),
                when(
                        "moderate, in 200 partitions",
                        moderate().maxDriverDataInMB(-1.0).partitions(200),
                        "l-bfgs driver DENSE_FLOAT groups:2 - correlations - shares"),
                when(
                        "moderate, not on the driver",
                        moderate(),
                        "auto cluster DENSE_FLOAT keep:4 12x8 correlations - shares memory"),
                when(
                        "moderate, more than the limit, which is 3 MB",
                        moderate().maxDriverDataInMB(3.0),
                        "auto cluster DENSE_FLOAT keep:4 12x8 correlations - shares memory"),
                when(
                        "medium, on the driver",
                        medium().maxDriverDataInMB(-1.0).inOneProcess(),
                        "auto driver DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when(
                        "medium, of one class by partition, on the driver",
                        medium().maxDriverDataInMB(-1.0)
                                .inOneProcess()
                                .partitions(10)
                                .groupedByClass(),
                        "auto driver DENSE_FLOAT exchange:4:rows 6x8 correlations - shares memory"),
                when(
                        "text, on the driver",
                        text().maxDriverDataInMB(-1.0).inOneProcess().driverMemory(1L << 30),
                        "auto driver SPARSE_FLOAT keep:4 6x1 - - shares memory"),
                when(
                        "a cluster of many cores is quicker than the driver",
                        data(300_000, 100, 200)
                                .maxDriverDataInMB(1000.0)
                                .cores(64)
                                .driverCores(2),
                        "auto cluster DENSE_FLOAT exchange:64:rows 4x8 correlations - shares memory"),
                when("medium", medium(), "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when(
                        "medium, without the Vector API",
                        medium().withoutVectorApi(),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when(
                        "large",
                        data(3_000_000, 100, 2),
                        "auto cluster DENSE_FLOAT exchange:14:rows 4x8 correlations - shares memory"),
                when(
                        "large, little memory",
                        data(3_000_000, 100, 2).taskMemory(512L << 20),
                        "auto cluster DENSE_FLOAT exchange:28:rows 4x8 correlations - shares memory"),
                when(
                        "few rows of many features",
                        data(2_000, 20_000, 3),
                        "auto cluster DENSE_FLOAT keep:4 12x8 - - shares memory"),
                when(
                        "many classes",
                        data(20_000, 20, 1_000),
                        "auto cluster DENSE_FLOAT keep:4 8x8 correlations - shares memory"),
                when("text, 0.15 % not zero", text(), "auto cluster SPARSE_FLOAT keep:4 6x1 - - shares memory"),
                when(
                        "text, 0.1 % not zero",
                        data(100_000, 10_000, 30).perRow(10), "auto cluster SPARSE_FLOAT keep:4 5x1 - - shares memory"),
                when(
                        "5 % not zero",
                        data(40_000, 200, 100).perRow(10), "auto cluster SPARSE_FLOAT keep:4 6x1 - - shares memory"),
                when(
                        "18 % not zero",
                        data(40_000, 200, 50).perRow(36),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when(
                        "18 % not zero, l-bfgs",
                        data(40_000, 200, 50).perRow(36).solver(SolverName.LBFGS),
                        "l-bfgs cluster SPARSE_FLOAT keep:4 - correlations - shares"),
                when(
                        "18 % not zero, l-bfgs, without the Vector API",
                        data(40_000, 200, 50)
                                .perRow(36)
                                .solver(SolverName.LBFGS)
                                .withoutVectorApi(),
                        "l-bfgs cluster DENSE_FLOAT keep:4 - correlations - shares"),
                when(
                        "30 % not zero, l-bfgs",
                        data(40_000, 200, 50).perRow(60).solver(SolverName.LBFGS),
                        "l-bfgs cluster DENSE_FLOAT keep:4 - correlations - shares"),
                when(
                        "huge mean",
                        medium().mean(1e6),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when(
                        "huge mean, no intercept",
                        medium().mean(1e6).noIntercept(),
                        "l-bfgs cluster AS_READ keep:4 - correlations - -"),
                when(
                        "huge mean, bounds on intercepts",
                        medium().mean(1e6).boundedIntercepts(),
                        "l-bfgs cluster AS_READ keep:4 - - - shares"),
                when(
                        "huge mean of one feature of sparse data",
                        text().firstFeatureEverywhere().mean(1e6),
                        "l-bfgs cluster SPARSE_DOUBLE keep:4 - - - shares"),
                when(
                        "huge mean, 18 % not zero",
                        data(40_000, 200, 50)
                                .perRow(36)
                                .firstFeatureEverywhere()
                                .mean(1e6),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when(
                        "huge mean, 18 % not zero, l-bfgs",
                        data(40_000, 200, 50)
                                .perRow(36)
                                .firstFeatureEverywhere()
                                .mean(1e6)
                                .solver(SolverName.LBFGS),
                        "l-bfgs cluster DENSE_FLOAT keep:4 - correlations - shares"),
                when(
                        "bounds on coefficients",
                        medium().nonNegativeCoefficients(),
                        "l-bfgs cluster DENSE_FLOAT keep:4 - - - shares"),
                when(
                        "bounds on intercepts",
                        medium().boundedIntercepts(),
                        "l-bfgs cluster DENSE_FLOAT keep:4 - - - shares"),
                when(
                        "L1",
                        medium().regParam(0.01).elasticNetParam(1.0),
                        "auto cluster DENSE_FLOAT keep:4 6x8 - - shares memory"),
                when("L2", medium().regParam(0.01), "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when(
                        "elasticNetParam without regParam",
                        medium().elasticNetParam(1.0),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when(
                        "no intercept",
                        medium().noIntercept(),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - - memory"),
                when(
                        "no standardization",
                        medium().noStandardization(),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when("stepSize", medium().stepSize(0.1), "sgd cluster DENSE_FLOAT keep:4 - - - -"),
                when(
                        "stepSize, no standardization",
                        medium().stepSize(0.1).noStandardization(),
                        "sgd cluster AS_READ keep:4 - - - -"),
                when("optimizer", medium().optimizer(Optimizer.ADAM), "sgd cluster DENSE_FLOAT keep:4 - - - -"),
                when(
                        "learningRateSchedule",
                        medium().schedule(LearningRateSchedule.LINEAR),
                        "sgd cluster DENSE_FLOAT keep:4 - - - -"),
                when("miniBatchFraction", medium().miniBatchFraction(0.1), "sgd cluster DENSE_FLOAT keep:4 - - - -"),
                when(
                        "defaults given",
                        medium().optimizer(Optimizer.SGD)
                                .schedule(LearningRateSchedule.CONSTANT)
                                .miniBatchFraction(1.0),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when("sgd asked for", medium().solver(SolverName.SGD), "sgd cluster DENSE_FLOAT keep:4 - - - -"),
                when(
                        "l-bfgs asked for",
                        medium().solver(SolverName.LBFGS),
                        "l-bfgs cluster DENSE_FLOAT keep:4 - correlations - shares"),
                when(
                        "localSgd asked for",
                        medium().solver(SolverName.LOCAL_SGD),
                        "localSgd cluster DENSE_FLOAT keep:4 100x8 - - -"),
                when(
                        "localSgd with stepSize",
                        medium().solver(SolverName.LOCAL_SGD).stepSize(0.1),
                        "localSgd cluster DENSE_FLOAT keep:4 100x8 - - -"),
                when(
                        "batchSize",
                        medium().batchSize(32),
                        "auto cluster DENSE_FLOAT keep:4 6x32 correlations - shares memory"),
                when("tol", medium().tolGiven(), "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when("maxIter 3", medium().maxIter(3), "auto cluster DENSE_FLOAT keep:4 3x8 - - shares memory"),
                when(
                        "maxIter 0, l-bfgs",
                        medium().maxIter(0).solver(SolverName.LBFGS),
                        "l-bfgs cluster DENSE_FLOAT keep:4 - - - shares"),
                when(
                        "maxIter 0, localSgd",
                        medium().maxIter(0).solver(SolverName.LOCAL_SGD),
                        "localSgd cluster DENSE_FLOAT keep:4 0x8 - - -"),
                when(
                        "one partition",
                        medium().partitions(1),
                        "auto cluster DENSE_FLOAT exchange:4:rows 6x8 correlations - shares memory"),
                when(
                        "one partition, one core",
                        medium().partitions(1).cores(1),
                        "auto cluster DENSE_FLOAT keep:1 6x8 correlations - shares memory"),
                when(
                        "one partition, l-bfgs",
                        medium().partitions(1).solver(SolverName.LBFGS),
                        "l-bfgs cluster DENSE_FLOAT exchange:4:blocks - correlations - shares"),
                when(
                        "8 partitions",
                        medium().partitions(8),
                        "auto cluster DENSE_FLOAT groups:4 6x8 correlations - shares memory"),
                when(
                        "8 partitions, l-bfgs",
                        medium().partitions(8).solver(SolverName.LBFGS),
                        "l-bfgs cluster DENSE_FLOAT keep:8 - correlations - shares"),
                when(
                        "200 partitions",
                        medium().partitions(200),
                        "auto cluster DENSE_FLOAT groups:4 6x8 correlations - shares memory"),
                when(
                        "1,000 partitions of text",
                        text().partitions(1_000),
                        "auto cluster SPARSE_FLOAT groups:4 6x1 - - shares memory"),
                when(
                        "1,000 partitions, 990 empty",
                        medium().partitionsWithRows(1_000, 10),
                        "auto cluster DENSE_FLOAT groups:4 6x8 correlations - shares memory"),
                when(
                        "1,000 partitions, 995 empty",
                        medium().partitionsWithRows(1_000, 5),
                        "auto cluster DENSE_FLOAT exchange:4:rows 6x8 correlations - shares memory"),
                when(
                        "one partition holds all, l-bfgs",
                        medium().partitionsOf(0, 0, 1, 0).solver(SolverName.LBFGS),
                        "l-bfgs cluster DENSE_FLOAT exchange:4:blocks - correlations - shares"),
                when(
                        "partitions by class",
                        medium().partitions(10).groupedByClass(),
                        "auto cluster DENSE_FLOAT exchange:4:rows 6x8 correlations - shares memory"),
                when(
                        "partitions by class, l-bfgs",
                        medium().partitions(10).groupedByClass().solver(SolverName.LBFGS),
                        "l-bfgs cluster DENSE_FLOAT groups:4 - correlations - shares"),
                when(
                        "little memory",
                        text().driverMemory(64L << 20),
                        "auto cluster SPARSE_FLOAT keep:4 6x1 - - shares -"),
                when(
                        "some features constant",
                        medium().constant(50),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when(
                        "all features constant",
                        medium().constant(200),
                        "l-bfgs cluster SPARSE_FLOAT keep:4 - - - shares"),
                when(
                        "equal rows of text",
                        text().repeatsRows(),
                        "auto cluster SPARSE_FLOAT keep:4 6x1 - merged shares memory"),
                when(
                        "equal rows, dense",
                        medium().repeatsRows(),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - shares memory"),
                when(
                        "initialIntercepts",
                        medium().start(new Start(
                                null, medium().intercepts("initialIntercepts", 0.5), false, false, false, null)),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - - memory"),
                when(
                        "initialCoefficients",
                        medium().start(new Start(
                                medium().coefficients("initialCoefficients", 0.5), null, false, false, false, null)),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - - memory"),
                when(
                        "initialization given",
                        medium().start(new Start(null, null, false, true, false, null)),
                        "auto cluster DENSE_FLOAT keep:4 6x8 correlations - - memory"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decides(Case row) {
        assertEquals(row.decided(), decisions(row.data().plan()));
    }

    /** All that a plan decides, in the order of the table's columns; a dash for what it does without. */
    private static String decisions(Plan plan) {
        boolean local = plan.solver().isLocal();
        return String.join(
                " ",
                Stream.of(
                                plan.solver().toString(),
                                plan.onDriver() ? "driver" : "cluster",
                                plan.storage().name(),
                                spread(plan.partitioning()),
                                local ? plan.localPasses() + "x" + plan.batchSize() : "-",
                                plan.learnsCorrelations() ? "correlations" : "-",
                                plan.mergesEqualRows() ? "merged" : "-",
                                plan.startsAtClassShares() ? "shares" : "-",
                                plan.solver() != SolverName.AUTO ? "" : plan.driverHoldsQuasiNewton() ? "memory" : "-")
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    private static String spread(Partitioning partitioning) {
        if (partitioning instanceof Partitioning.Keep keep) {
            return "keep:" + keep.numPartitions();
        }
        if (partitioning instanceof Partitioning.Grouped grouped) {
            return "groups:" + grouped.groups().length;
        }
        Partitioning.Exchanged exchanged = (Partitioning.Exchanged) partitioning;
        return "exchange:" + exchanged.numPartitions() + ":" + (exchanged.rowByRow() ? "rows" : "blocks");
    }

    @Test
    void theDescriptionIsOneLineThatNamesTheSizes() {
        String line = medium().constant(50).partitions(200).plan().description();
        assertEquals(1, line.lines().count());
        for (String part :
                List.of("auto", "40000 rows", "200 features", "150 vary", "10 classes", "4 partitions", "200,")) {
            assertTrue(line.contains(part), () -> part + " is missing in: " + line);
        }
    }

    @Test
    void theDescriptionNamesTheSolverAskedForThatTakesQuasiNewtonSteps() {
        assertTrue(small().plan().description().contains("solver auto takes quasi-Newton steps"));
        assertTrue(small().solver(SolverName.LBFGS).plan().description().contains("solver l-bfgs takes quasi-Newton"));
    }

    @Test
    void theDescriptionAnnouncesQuasiNewtonStepsOnlyIfPassesAndMemoryAreLeft() {
        PlannedData data = new PlannedData(40_000, 200, 10);
        assertTrue(data.plan().description().contains("and then quasi-Newton steps"));
        for (int maxIter : new int[] {0, 3, 6}) {
            String line =
                    new PlannedData(40_000, 200, 10).maxIter(maxIter).plan().description();
            assertFalse(line.contains("quasi-Newton") || line.contains("correlations"), line);
        }
        String poor =
                new PlannedData(40_000, 200, 10).driverMemory(1 << 18).plan().description();
        assertTrue(poor.contains("no quasi-Newton steps, for which the driver's memory is too small"), poor);
        assertFalse(poor.contains("correlations"), poor);
    }

    @Test
    void theDescriptionSaysWhyAutoBecomesSgd() {
        String why =
                "solver is auto, but stepSize is set, or optimizer, learningRateSchedule or miniBatchFraction is not the default";
        assertTrue(small().stepSize(0.1).plan().description().contains(why));
        assertFalse(small().stepSize(0.1)
                .solver(SolverName.SGD)
                .plan()
                .description()
                .contains("auto"));
    }

    @Test
    void theDescriptionSaysThatTheDriverIsTooSmallForQuasiNewtonSteps() {
        String line = text().driverMemory(64L << 20).plan().description();
        assertTrue(line.contains("no quasi-Newton steps, for which the driver's memory is too small"), line);
    }

    @Test
    void localStepsShrinkLinearlyUnlessTheirSizeOrScheduleIsGiven() {
        assertEquals(LearningRateSchedule.LINEAR, medium().plan().schedule());
        PlannedData local = medium().solver(SolverName.LOCAL_SGD);
        assertEquals(LearningRateSchedule.LINEAR, local.plan().schedule());
        assertEquals(
                LearningRateSchedule.CONSTANT,
                local.schedule(LearningRateSchedule.CONSTANT).plan().schedule());
        assertEquals(
                LearningRateSchedule.CONSTANT,
                medium().solver(SolverName.LOCAL_SGD).stepSize(0.1).plan().schedule());
        assertEquals(
                LearningRateSchedule.CONSTANT,
                medium().solver(SolverName.SGD).plan().schedule());
    }

    @Test
    void miniBatchesCutAPassOfSgdOnly() {
        assertEquals(10, medium().miniBatchFraction(0.1).plan().stepsPerPass());
        assertEquals(
                1,
                medium().miniBatchFraction(0.1)
                        .solver(SolverName.LOCAL_SGD)
                        .plan()
                        .stepsPerPass());
        assertEquals(3, small().miniBatchFraction(0.3).packing().stepsPerPass());
    }

    @Test
    void aPassOfSgdHasNoMoreStepsThanRowsAndNoMoreThanTenThousand() {
        PlannedData tiny = small().miniBatchFraction(1e-6);
        assertEquals(150, tiny.plan().stepsPerPass());
        assertEquals(
                List.of(
                        "Parameter miniBatchFraction asks for 1000000 steps per pass, but a pass takes 150: there are no"
                                + " more steps than rows (150), and at most 10000."),
                tiny.solver(SolverName.SGD).plan().warnings());
        assertEquals(10_000, medium().miniBatchFraction(1e-300).plan().stepsPerPass());
        assertEquals(10_000, tiny.packing().stepsPerPass());
        assertEquals(
                List.of(),
                medium().solver(SolverName.SGD).miniBatchFraction(1e-4).plan().warnings());
    }

    static Stream<Arguments> batchSizes() {
        return Stream.of(
                Arguments.of("as asked for", medium().batchSize(1_000), 1_000, false),
                Arguments.of("all rows of a partition", medium().batchSize(Integer.MAX_VALUE), 10_000, false),
                Arguments.of(
                        "of the largest group of partitions",
                        medium().partitions(8).batchSize(Integer.MAX_VALUE),
                        10_000,
                        false),
                // 64 MB of rows of 4 bytes a feature, 12 a class, and 16.
                Arguments.of(
                        "what 64 MB hold",
                        data(200_000, 784, 10).batchSize(1_000_000),
                        (64 << 20) / (4 * 784 + 12 * 10 + 16),
                        true),
                // A sixteenth of 160 MB.
                Arguments.of(
                        "what a task with little memory holds",
                        data(200_000, 784, 10).taskMemory(160L << 20).batchSize(1_000_000),
                        (10 << 20) / (4 * 784 + 12 * 10 + 16),
                        true),
                Arguments.of("sparse rows are not copied", text().batchSize(1_000_000), 10_000, false),
                Arguments.of("at least one row", medium().taskMemory(1L << 10).batchSize(100), 1, true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("batchSizes")
    void aLocalStepUsesNoMoreRowsThanThereAreAndMemoryHolds(
            String name, PlannedData data, int expected, boolean warned) {
        Plan plan = data.plan();
        assertEquals(expected, plan.batchSize());
        assertEquals(warned ? 1 : 0, plan.warnings().size());
        assertTrue(plan.warnings().stream().allMatch(sentence -> sentence.contains("local steps use " + expected)));
    }

    static Stream<Arguments> ignoredParams() {
        PlannedData lbfgs = small().solver(SolverName.LBFGS)
                .stepSize(0.1)
                .optimizer(Optimizer.ADAM)
                .schedule(LearningRateSchedule.LINEAR)
                .miniBatchFraction(0.1)
                .batchSize(4);
        return Stream.of(
                Arguments.of(
                        lbfgs,
                        "l-bfgs",
                        List.of("stepSize", "optimizer", "learningRateSchedule", "miniBatchFraction", "batchSize")),
                Arguments.of(small().solver(SolverName.SGD).stepSize(0.1).batchSize(4), "sgd", List.of("batchSize")),
                Arguments.of(
                        small().solver(SolverName.LOCAL_SGD)
                                .stepSize(0.1)
                                .miniBatchFraction(0.1)
                                .batchSize(4),
                        "localSgd",
                        List.of("miniBatchFraction")),
                Arguments.of(small().batchSize(4), "l-bfgs", List.of("batchSize")),
                Arguments.of(medium().batchSize(4), "auto", List.of()),
                Arguments.of(
                        small().solver(SolverName.LBFGS)
                                .optimizer(Optimizer.SGD)
                                .schedule(LearningRateSchedule.CONSTANT),
                        "l-bfgs",
                        List.of()));
    }

    @ParameterizedTest
    @MethodSource("ignoredParams")
    void paramsThatTheSolverDoesNotUseAreNamed(PlannedData data, String solver, List<String> params) {
        List<String> warnings = data.plan().warnings();
        assertEquals(params.size(), warnings.size(), warnings::toString);
        for (int i = 0; i < params.size(); i++) {
            String start = "Parameter " + params.get(i) + " is ignored, since solver " + solver + " is used";
            assertTrue(warnings.get(i).startsWith(start), warnings.get(i));
        }
    }

    @Test
    void paramsThatTurnAutoIntoSgdAreNamed() {
        List<String> warnings =
                medium().stepSize(0.1).miniBatchFraction(0.1).plan().warnings();
        assertEquals(1, warnings.size());
        assertTrue(
                warnings.get(0).startsWith("Solver auto becomes sgd because of stepSize, miniBatchFraction."),
                warnings.get(0));
    }

    @Test
    void aTaskHoldsASixteenthOfItsMemory() {
        assertEquals(32L << 20, medium().taskMemory(512L << 20).plan().partBytes());
    }

    @Test
    void blocksHaveOneMegabyteUnlessGiven() {
        assertEquals(1L << 20, small().packing().blockBytes());
        assertEquals(1L << 19, small().maxBlockSizeInMB(0.5).packing().blockBytes());
    }

    @Test
    void blocksAreSmallerIfTasksHaveLittleMemory() {
        PlannedData poor = small().taskMemory((1L << 30) - 1);
        assertEquals((long) (0.4 * (1 << 20)), poor.packing().blockBytes());
        assertEquals(1L << 19, poor.maxBlockSizeInMB(0.5).packing().blockBytes());
    }

    @Test
    void fewRowsToValidateOnGoToTheDriver() {
        Plan plan = medium().plan();
        assertTrue(plan.validatesAsRead(data(400, 200, 10).statisticsOnly()));
        assertFalse(plan.validatesAsRead(data(1_000, 200, 10).statisticsOnly()));
    }

    @Test
    void rowsToValidateOnAreWhereTrainingRowsAreIfBothFit() {
        Plan onDriver = medium().maxDriverDataInMB(100.0).inOneProcess().plan();
        assertTrue(onDriver.validatesOnDriver(data(1_000, 200, 10).statisticsOnly()));
        assertFalse(onDriver.validatesOnDriver(data(40_000, 200, 10).statisticsOnly()));
        Plan onCluster = medium().maxDriverDataInMB(0.0).plan();
        assertFalse(onCluster.validatesOnDriver(data(1_000, 200, 10).statisticsOnly()));
    }

    @Test
    void manyRowsToValidateOnAreSpreadOverTheCores() {
        Plan plan = medium().plan();
        assertEquals(
                "groups:4",
                spread(plan.validationPartitioning(
                        data(10_000, 200, 10).partitions(200).partitions())));
        assertEquals(
                "exchange:4:blocks",
                spread(plan.validationPartitioning(
                        data(10_000, 200, 10).partitions(1).partitions())));
        assertEquals(
                "keep:1",
                spread(plan.validationPartitioning(
                        data(1_000, 200, 10).partitions(1).partitions())));
    }

    static Stream<Arguments> contradictions() {
        Given one = small().intercepts("upperBoundsOnIntercepts", 1.0);
        Given two = small().intercepts("lowerBoundsOnIntercepts", 2.0);
        return Stream.of(
                Arguments.of(
                        "initialIntercepts",
                        small().noIntercept().start(new Start(null, one, false, false, false, null))),
                Arguments.of("optimizer", small().solver(SolverName.LOCAL_SGD).optimizer(Optimizer.ADAM)),
                Arguments.of(
                        "elasticNetParam", small().nonNegativeCoefficients().elasticNetParam(0.5)),
                Arguments.of("fitIntercept", small().boundedIntercepts().noIntercept()),
                Arguments.of("sgd", small().nonNegativeCoefficients().solver(SolverName.SGD)),
                Arguments.of("localSgd", small().nonNegativeCoefficients().solver(SolverName.LOCAL_SGD)),
                Arguments.of("stepSize", small().nonNegativeCoefficients().stepSize(0.1)),
                Arguments.of("miniBatchFraction", small().boundedIntercepts().miniBatchFraction(0.5)),
                Arguments.of(
                        "lowerBoundsOnIntercepts must be at most upperBoundsOnIntercepts",
                        small().bounds(new GivenBounds(null, null, two, one))));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void settingsThatContradictEachOtherAreNamed(String named, PlannedData data) {
        String message = assertThrows(IllegalArgumentException.class, () -> PlanBeforeReading.check(data.settings()))
                .getMessage();
        assertTrue(message.contains(named), message);
    }

    @Test
    void settingsThatAgreePass() {
        for (PlannedData data : List.of(
                small(),
                small().noIntercept(),
                small().solver(SolverName.LOCAL_SGD).stepSize(0.1),
                small().nonNegativeCoefficients().noIntercept(),
                small().boundedIntercepts().solver(SolverName.LBFGS),
                small().nonNegativeCoefficients().schedule(LearningRateSchedule.CONSTANT),
                small().optimizer(Optimizer.ADAM).elasticNetParam(0.5))) {
            assertDoesNotThrow(() -> PlanBeforeReading.check(data.settings()));
        }
    }

    @Test
    void aModelThatTheDriverCannotHoldIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> data(600, 40, 10_000_001).driverMemory(1L << 30).plan())
                .getMessage();
        assertTrue(message.contains("for 10000001 classes and 40 varying features, but it has 1024 MB"), message);
        assertDoesNotThrow(() -> data(600, 40, 100_000).driverMemory(1L << 30).plan());
    }

    /** 10,000 classes and 40 features: an array of parameters takes 3.3 MB. */
    @ParameterizedTest
    @CsvSource({"LBFGS, 8", "SGD, 5", "LOCAL_SGD, 4", "AUTO, 4"})
    void aModelForWhichTheDriverHasLessThanTheSolverNeedsInAPassIsRefused(SolverName solver, int arrays) {
        long bytes = 8L * 10_000 * 41;
        String message = assertThrows(IllegalArgumentException.class, () -> data(600, 40, 10_000)
                        .solver(solver)
                        .driverMemory(arrays * bytes - 1)
                        .plan())
                .getMessage();
        assertTrue(message.contains("at least " + arrays + " arrays"), message);
        assertEquals(arrays > 4, message.contains("or set solver to localSgd"), message);
        assertDoesNotThrow(() -> data(600, 40, 10_000)
                .solver(solver)
                .driverMemory(arrays * bytes)
                .plan());
    }

    @Test
    void solverLbfgsWarnsOfAHeapThatMayNotHoldItsPairs() {
        long bytes = 8L * 10_000 * 41;
        PlannedData data = data(600, 40, 10_000).driverMemory(27 * bytes - 1);
        assertEquals(List.of(), data.solver(SolverName.LOCAL_SGD).plan().warnings());
        List<String> warnings = data.solver(SolverName.LBFGS).plan().warnings();
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("Solver l-bfgs needs up to 27 arrays"), warnings.toString());
        assertEquals(List.of(), data.driverMemory(27 * bytes).plan().warnings());
    }

    @Test
    void sumsLargerThanSparkBringsToTheDriverAreWarnedOf() {
        long bytes = 8L * 10_000 * 41;
        PlannedData data = data(600, 40, 10_000).solver(SolverName.LBFGS).mostResultBytes(bytes - 1);
        List<String> warnings = data.maxDriverDataInMB(0.0).plan().warnings();
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("spark.driver.maxResultSize is 3 MB"), warnings.toString());
        assertEquals(List.of(), data.mostResultBytes(bytes).plan().warnings());
        assertEquals(
                List.of(),
                data.mostResultBytes(bytes - 1).maxDriverDataInMB(-1.0).plan().warnings());
    }

    @Test
    void boundsOfAnotherShapeThanTheDataAreNamed() {
        PlannedData other = data(150, 5, 3);
        PlannedData data = small().bounds(new GivenBounds(other.coefficients("lowerBounds", 0.0), null, null, null));
        String message =
                assertThrows(IllegalArgumentException.class, data::plan).getMessage();
        assertTrue(message.contains("lowerBounds must be a 3 x 4 matrix"), message);
    }

    /** Without a penalty, few rows of many words are always separable, so that their optimum is arbitrary. */
    @Test
    void fewRowsOfManyFeaturesAreNotTrainedToAnArbitraryOptimum() {
        assertEquals(
                SolverName.AUTO, new PlannedData(80, 3000, 3).perRow(8).plan().solver());
        assertEquals(
                SolverName.AUTO, new PlannedData(800, 3000, 3).perRow(8).plan().solver());
        assertEquals(
                SolverName.LBFGS,
                new PlannedData(80, 3000, 3).perRow(8).regParam(0.01).plan().solver());
        assertEquals(
                SolverName.LBFGS, new PlannedData(80, 100, 3).perRow(8).plan().solver());
    }
}
