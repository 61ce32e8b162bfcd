package sparksoftmax.sums;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of vectors in whole numbers: one bit pattern in any order and grouping, and the right one. */
class FixedPointSumTest {
    private static final int NUM_PARTITIONS = 50;
    private static final int NUM_GROUPS = 12;
    private static final int WIDTH = 3;
    private static final int NUM_MERGES = 1000;

    /** Which groups a partition's vector has values for. */
    private enum Present {
        /** All, without a list of groups. */
        ALL {
            @Override
            int[] groups(int partition, Random random) {
                return null;
            }
        },
        /** The same four for every partition. */
        THE_SAME {
            @Override
            int[] groups(int partition, Random random) {
                return new int[] {1, 2, 7, 11};
            }
        },
        /** One for each partition, so that most partitions have none in common. */
        DISJOINT {
            @Override
            int[] groups(int partition, Random random) {
                return new int[] {partition % NUM_GROUPS};
            }
        },
        /** Some at random, of few that occur at all. */
        FEW_OVERLAPPING {
            @Override
            int[] groups(int partition, Random random) {
                return random.ints(0, NUM_GROUPS / 3)
                        .limit(random.nextInt(4))
                        .sorted()
                        .distinct()
                        .toArray();
            }
        },
        /** Anything: none, some, all by a list, all without one. */
        MIXED {
            @Override
            int[] groups(int partition, Random random) {
                double share = random.nextInt(5) / 4.0;
                return partition % 7 == 0
                        ? null
                        : IntStream.range(0, NUM_GROUPS)
                                .filter(g -> random.nextDouble() < share)
                                .toArray();
            }
        };

        abstract int[] groups(int partition, Random random);
    }

    /** A partition's vector. */
    private record Summand(int[] groups, double[] values) {
        FixedPointSum sum(FixedPointUnits units) {
            return FixedPointSum.of(units, groups, values);
        }

        double value(int group, int i) {
            int place = groups == null ? group : Arrays.binarySearch(groups, group);
            return place < 0 ? 0.0 : values[place * WIDTH + i];
        }
    }

    /** Vectors of values of very different sizes, some of them 0. */
    private static List<Summand> summands(Present present, long seed) {
        Random random = new Random(seed);
        List<Summand> summands = new ArrayList<>();
        for (int p = 0; p < NUM_PARTITIONS; p++) {
            int[] groups = present.groups(p, random);
            double[] values = new double[(groups == null ? NUM_GROUPS : groups.length) * WIDTH];
            Arrays.setAll(
                    values,
                    i -> random.nextInt(10) == 0
                            ? 0.0
                            : random.nextGaussian() * Math.pow(10.0, random.nextInt(13) - 6));
            summands.add(new Summand(groups, values));
        }
        return summands;
    }

    /** The tightest units that are allowed: of the sums of absolute values. */
    private static FixedPointUnits units(List<Summand> summands) {
        double[] bounds = new double[NUM_GROUPS];
        for (int g = 0; g < NUM_GROUPS; g++) {
            for (int i = 0; i < WIDTH; i++) {
                double sum = 0.0;
                for (Summand summand : summands) {
                    sum += Math.abs(summand.value(g, i));
                }
                bounds[g] = Math.max(bounds[g], sum);
            }
        }
        return FixedPointUnits.ofBounds(bounds, WIDTH);
    }

    private static FixedPointSum added(FixedPointSum sum, FixedPointSum other) {
        sum.add(other);
        return sum;
    }

    private static FixedPointSum none(FixedPointUnits units) {
        return FixedPointSum.of(units, new int[0], new double[0]);
    }

    private static BigDecimal exactSum(List<Summand> summands, int group, int i) {
        return summands.stream()
                .map(summand -> new BigDecimal(summand.value(group, i)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** 2^e of a group. */
    private static BigDecimal unit(FixedPointUnits units, int group) {
        return new BigDecimal(1.0 / units.firstFactor(group)).multiply(new BigDecimal(1.0 / units.secondFactor(group)));
    }

    private static void assertSameBits(double[] expected, double[] found) {
        assertArrayEquals(
                Arrays.stream(expected).mapToLong(Double::doubleToRawLongBits).toArray(),
                Arrays.stream(found).mapToLong(Double::doubleToRawLongBits).toArray());
    }

    @ParameterizedTest
    @EnumSource
    void everyOrderAndGroupingGivesTheSameBits(Present present) {
        List<Summand> summands = summands(present, 1L);
        FixedPointUnits units = units(summands);
        double[] expected = null;
        Random random = new Random(2L);
        for (int merge = 0; merge < NUM_MERGES; merge++) {
            List<FixedPointSum> sums =
                    summands.stream().map(summand -> summand.sum(units)).toList();
            double[] found = RandomMerges.merge(sums, () -> none(units), merge % 4, FixedPointSumTest::added, random)
                    .toDoubles(units);
            expected = expected == null ? found : expected;
            assertSameBits(expected, found);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSumIsWithinHalfAUnitASummandOfTheExactSum(Present present) {
        for (long seed = 0; seed < 20; seed++) {
            List<Summand> summands = summands(present, seed);
            FixedPointUnits units = units(summands);
            FixedPointSum sum = none(units);
            summands.forEach(summand -> sum.add(summand.sum(units)));
            double[] found = sum.toDoubles(units);
            for (int g = 0; g < NUM_GROUPS; g++) {
                for (int i = 0; i < WIDTH; i++) {
                    double value = found[g * WIDTH + i];
                    // And half a place of the double that the sum is handed over as.
                    BigDecimal most = unit(units, g)
                            .multiply(new BigDecimal(0.5 * NUM_PARTITIONS))
                            .add(new BigDecimal(0.5 * Math.ulp(value)));
                    BigDecimal error = new BigDecimal(value)
                            .subtract(exactSum(summands, g, i))
                            .abs();
                    assertTrue(
                            error.compareTo(most) <= 0,
                            () -> "off by " + error + ", but at most " + most + " is allowed");
                }
            }
        }
    }

    /** So the rounding of whole numbers is below that of doubles. */
    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.7, 1.0000000000000002, 1023.999, 1e-300, 1e300, 3e-320, Double.MAX_VALUE})
    void aUnitIsAboutTheBoundInSixtyOneBits(double bound) {
        BigDecimal unit = unit(FixedPointUnits.ofBounds(new double[] {bound}, 1), 0);
        BigDecimal units = new BigDecimal(bound).divide(unit);
        assertTrue(units.compareTo(new BigDecimal(0x1p61)) <= 0, () -> units + " units");
        assertTrue(bound < Double.MIN_NORMAL || units.compareTo(new BigDecimal(0x1p60)) >= 0, () -> units + " units");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.7, 1e-300, 1e300, 3e-320, Double.MIN_VALUE, Double.MAX_VALUE})
    void valuesUpToTheBoundAddUpExactly(double bound) {
        FixedPointUnits units = FixedPointUnits.ofBounds(new double[] {bound, 1.0}, 1);
        for (double value : new double[] {bound, -bound, Math.nextDown(bound), -Math.nextDown(bound)}) {
            FixedPointSum sum = FixedPointSum.of(units, new double[] {value, 0.5});
            sum.add(FixedPointSum.of(units, new double[] {-value, 0.0}));
            sum.add(FixedPointSum.of(units, new double[] {value, -1.0}));
            // Whole numbers have one zero.
            assertArrayEquals(new double[] {value + 0.0, -0.5}, sum.toDoubles(units));
        }
    }

    @Test
    void aThousandSummandsThatTogetherReachTheBoundStayInRange() {
        for (double sign : new double[] {1.0, -1.0}) {
            double share = 0.3;
            FixedPointUnits units = FixedPointUnits.ofBounds(new double[] {1000 * share}, 1);
            FixedPointSum sum = none(units);
            for (int p = 0; p < 1000; p++) {
                sum.add(FixedPointSum.of(units, new double[] {sign * share}));
            }
            assertEquals(sign * 1000 * share, sum.toDoubles(units)[0], 1e-13);
        }
    }

    @Test
    void aBoundOfZeroAllowsZeros() {
        FixedPointUnits units = FixedPointUnits.ofBounds(new double[] {0.0}, 2);
        FixedPointSum sum = FixedPointSum.of(units, new double[] {0.0, -0.0});
        sum.add(FixedPointSum.of(units, new double[] {0.0, 0.0}));
        assertArrayEquals(new double[] {0.0, 0.0}, sum.toDoubles(units));
    }

    @Test
    void aBoundOfZeroAllowsNoValueOfOrdinarySize() {
        FixedPointUnits units = FixedPointUnits.ofBounds(new double[] {0.0}, 1);
        assertArrayEquals(
                new double[] {Double.NaN},
                FixedPointSum.of(units, new double[] {1e-9}).toDoubles(units));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NaN})
    void withoutAFiniteBoundTheLargestNumbersAddUp(double bound) {
        FixedPointUnits units = FixedPointUnits.ofBounds(new double[] {bound}, 1);
        FixedPointSum sum = FixedPointSum.of(units, new double[] {1.5e308});
        sum.add(FixedPointSum.of(units, new double[] {1e308}));
        sum.add(FixedPointSum.of(units, new double[] {-1.25e308}));
        assertEquals(1.25e308, sum.toDoubles(units)[0], 1e293);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                5.0,
                -5.0,
                1e300,
                -Double.MAX_VALUE
            })
    void aSummandThatIsNotFiniteOrOutOfRangeMakesAllValuesNotANumber(double bad) {
        FixedPointUnits units = FixedPointUnits.ofBounds(new double[] {1.0, 1.0, 1.0}, 1);
        double[] nothing = {Double.NaN, Double.NaN, Double.NaN};
        for (int[] groups : new int[][] {null, {1}, {0, 1}, {0, 1, 2}}) {
            double[] values = new double[groups == null ? 3 : groups.length];
            values[groups != null && groups[0] == 1 ? 0 : 1] = bad;
            FixedPointSum first = FixedPointSum.of(units, groups, values);
            first.add(FixedPointSum.of(units, new double[] {0.25, 0.25, 0.25}));
            assertArrayEquals(nothing, first.toDoubles(units));
            FixedPointSum second = FixedPointSum.of(units, new int[] {2}, new double[] {0.25});
            second.add(FixedPointSum.of(units, groups, values));
            assertArrayEquals(nothing, second.toDoubles(units));
            second.add(FixedPointSum.of(units, new double[] {0.0, 0.0, 0.0}));
            assertArrayEquals(nothing, second.toDoubles(units));
        }
    }

    @ParameterizedTest
    @EnumSource
    void beingAddedDoesNotChangeASummand(Present present) {
        List<Summand> summands = summands(present, 5L);
        FixedPointUnits units = units(summands);
        List<FixedPointSum> sums =
                summands.stream().map(summand -> summand.sum(units)).toList();
        List<double[]> before = sums.stream().map(sum -> sum.toDoubles(units)).toList();
        FixedPointSum total = none(units);
        sums.forEach(total::add);
        FixedPointSum again = none(units);
        sums.forEach(again::add);
        for (int p = 0; p < NUM_PARTITIONS; p++) {
            assertSameBits(before.get(p), sums.get(p).toDoubles(units));
        }
        assertSameBits(total.toDoubles(units), again.toDoubles(units));
    }

    @Test
    void changingTheVectorAfterwardsDoesNotChangeItsSum() {
        FixedPointUnits units = FixedPointUnits.ofBounds(new double[] {1.0}, 2);
        double[] vector = {0.5, 0.25};
        FixedPointSum sum = FixedPointSum.of(units, vector);
        vector[0] = 7.0;
        assertArrayEquals(new double[] {0.5, 0.25}, sum.toDoubles(units));
    }

    @Test
    void groupsWithoutValuesAreZero() {
        FixedPointUnits units = FixedPointUnits.ofBounds(new double[] {1.0, 1.0, 1.0, 1.0, 1.0, 1.0}, 1);
        FixedPointSum sum = FixedPointSum.of(units, new int[] {4}, new double[] {0.5});
        assertArrayEquals(new double[] {0.0, 0.0, 0.0, 0.0, 0.5, 0.0}, sum.toDoubles(units));
        sum.add(FixedPointSum.of(units, new int[] {1}, new double[] {0.25}));
        assertArrayEquals(new double[] {0.0, 0.25, 0.0, 0.0, 0.5, 0.0}, sum.toDoubles(units));
        sum.add(FixedPointSum.of(units, new int[] {0, 1, 5}, new double[] {0.125, 0.25, 1.0}));
        assertArrayEquals(new double[] {0.125, 0.5, 0.0, 0.0, 0.5, 1.0}, sum.toDoubles(units));
    }

    @Test
    void aSumOfFewGroupsIsSmallWhenItIsSerialized() throws IOException {
        double[] bounds = DoubleStream.generate(() -> 1.0).limit(1000).toArray();
        FixedPointUnits units = FixedPointUnits.ofBounds(bounds, 4);
        FixedPointSum sum = FixedPointSum.of(units, new int[] {3, 9}, new double[8]);
        assertTrue(serializedBytes(sum) < 1000, "a sum of 2 of 1,000 groups");
        sum.add(FixedPointSum.of(units, new int[] {3, 10}, new double[8]));
        assertTrue(serializedBytes(sum) < 1000, "a sum of 3 of 1,000 groups");
        assertEquals(32_000, units.numBytes());
        sum.add(FixedPointSum.of(units, new double[4000]));
        assertTrue(serializedBytes(sum) >= units.numBytes(), "a sum of all groups");
    }

    private static int serializedBytes(FixedPointSum sum) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sum);
        }
        return bytes.size();
    }

    @ParameterizedTest
    @EnumSource
    void bothSerializersKeepEveryBit(Present present) {
        List<Summand> summands = summands(present, 6L);
        FixedPointUnits units = units(summands);
        FixedPointSum original = none(units);
        FixedPointSum byJava = none(units);
        FixedPointSum byKryo = none(units);
        for (Summand summand : summands) {
            original.add(summand.sum(units));
            byJava.add(Copies.byJava(summand.sum(units), FixedPointSum.class));
            byKryo.add(Copies.byKryo(summand.sum(units), FixedPointSum.class));
        }
        double[] expected = original.toDoubles(units);
        assertSameBits(expected, byJava.toDoubles(Copies.byJava(units, FixedPointUnits.class)));
        assertSameBits(expected, byKryo.toDoubles(Copies.byKryo(units, FixedPointUnits.class)));
        assertSameBits(
                expected,
                Copies.byKryo(Copies.byJava(original, FixedPointSum.class), FixedPointSum.class)
                        .toDoubles(units));
    }
}
