package sparksoftmax.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sparksoftmax.state.State;

class CheckpointFolderTest {
    @TempDir
    private Path parent;

    private CheckpointFolder open() throws IOException {
        return CheckpointFolder.open(parent.resolve("states").toString(), new Configuration());
    }

    private static State state(int pass) {
        State state = new State();
        state.put("pass", pass);
        state.put("text", "größer \"than\" 1\n");
        state.put("number", Math.nextUp(0.1));
        state.put("none", new double[0]);
        state.put(
                "doubles",
                new Random(pass)
                        .doubles(9_000)
                        .map(x -> x < 0.1 ? Double.NaN : x - 0.5)
                        .toArray());
        float[] floats = new float[17_000];
        Arrays.fill(floats, (float) pass);
        floats[16_999] = Float.NEGATIVE_INFINITY;
        state.put("floats", floats);
        return state;
    }

    private static void assertIs(int pass, State found) {
        State expected = state(pass);
        assertEquals(expected.all().keySet(), found.all().keySet());
        assertEquals(pass, found.integer("pass"));
        assertEquals(expected.text("text"), found.text("text"));
        assertEquals(expected.number("number"), found.number("number"));
        assertArrayEquals(expected.takeDoubles("doubles"), found.takeDoubles("doubles"));
        assertArrayEquals(expected.takeFloats("floats"), found.takeFloats("floats"));
        assertEquals(0, found.takeDoubles("none").length);
    }

    private static byte[] bytes(State state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateFormat.write(state, bytes);
        return bytes.toByteArray();
    }

    private static State read(byte[] bytes) throws IOException {
        return StateFormat.read(new ByteArrayInputStream(bytes), bytes.length);
    }

    private TreeSet<String> names() throws IOException {
        try (Stream<Path> files = Files.list(parent.resolve("states"))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void theNewestStateIsFoundAndTwoAreKept() throws IOException {
        CheckpointFolder folder = open();
        assertTrue(folder.newest().isEmpty());
        for (int pass : List.of(10, 9_990, 10_000, 20_000)) {
            folder.save(pass, state(pass));
        }
        assertIs(20_000, open().newest().orElseThrow());
        assertEquals(
                new TreeSet<>(List.of("pass-0000010000.softmax-state", "pass-0000020000.softmax-state")),
                names().stream().filter(name -> !name.endsWith(".crc")).collect(Collectors.toCollection(TreeSet::new)));
        folder.save(20_000, state(20_000));
        assertIs(20_000, open().newest().orElseThrow());
    }

    @Test
    void clearingLeavesNothingButFilesOfOthers() throws IOException {
        CheckpointFolder folder = open();
        folder.save(1, state(1));
        Path states = parent.resolve("states");
        Files.write(states.resolve("pass-0000000002.softmax-state.unfinished"), new byte[] {1});
        folder.clear();
        assertFalse(Files.exists(states));

        folder = open();
        folder.save(1, state(1));
        Files.writeString(states.resolve("notes.txt"), "mine");
        folder.clear();
        assertEquals(new TreeSet<>(List.of("notes.txt")), names());
    }

    @Test
    void afterADamagedStateTheOneBeforeIsUsed() throws IOException {
        CheckpointFolder folder = open();
        folder.save(1, state(1));
        folder.save(2, state(2));
        Path newest = parent.resolve("states").resolve("pass-0000000002.softmax-state");
        byte[] whole = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(whole, whole.length / 2));
        assertIs(1, open().newest().orElseThrow());
        // Without the checksum file of Hadoop's local file system, too.
        Files.deleteIfExists(newest.resolveSibling("." + newest.getFileName() + ".crc"));
        assertIs(1, open().newest().orElseThrow());
        Files.write(newest, new byte[0]);
        assertIs(1, open().newest().orElseThrow());
    }

    @Test
    void everyTruncationAndEveryFlippedByteIsFound() throws IOException {
        State small = new State();
        small.put("text", "t");
        small.put("pass", 3L);
        small.put("number", 2.0);
        small.put("doubles", new double[] {1.0, 2.0});
        small.put("floats", new float[] {1.0f});
        byte[] whole = bytes(small);
        assertEquals(5, read(whole).all().size());
        for (int length = 0; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> read(torn), "length " + length);
        }
        assertThrows(IOException.class, () -> read(Arrays.copyOf(whole, whole.length + 1)));
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);
                assertThrows(IOException.class, () -> read(flipped), "bit " + bit + " of byte " + at);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, -1})
    void arraysLongerThanTheFileTakeNoMemory(int length) throws IOException {
        State state = new State();
        state.put("a", new double[] {1.0});
        byte[] bytes = bytes(state);
        // The length is 8 bytes, before one double and the checksum.
        java.nio.ByteBuffer.wrap(bytes).putLong(bytes.length - 24, length);
        IOException e = assertThrows(IOException.class, () -> read(bytes));
        assertEquals("it is damaged: an array would have " + length + " elements", e.getMessage());
    }

    @Test
    void otherFilesAreNotRead() throws IOException {
        ByteArrayOutputStream serialized = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(serialized)) {
            out.writeObject("an object");
        }
        byte[] bytes = Arrays.copyOf(serialized.toByteArray(), 100);
        assertEquals(
                "it is not the state of a fit",
                assertThrows(IOException.class, () -> read(bytes)).getMessage());
    }

    @Test
    void aFileInsteadOfAFolderIsRefused() throws IOException {
        Files.writeString(parent.resolve("states"), "a file");
        assertThrows(IOException.class, this::open);
    }

    @Test
    void aStateHasOneValueOfAName() {
        State state = new State();
        state.put("a", 1L);
        assertThrows(IllegalStateException.class, () -> state.put("a", 2L));
        assertThrows(IllegalStateException.class, () -> state.number("a"));
        assertThrows(IllegalStateException.class, () -> state.text("b"));
    }
}
