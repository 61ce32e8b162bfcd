package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import sparksoftmax.memory.ClassMemory;

class SavedMemoryTest {
    private static final ClassMemory MEMORY = new ClassMemory(
            7.5,
            new double[] {3.0, 4.0},
            new double[] {1.0, -2.0, 3.0, 1e-300, Math.PI, 6.0},
            new double[] {0.5, 0.25, 0.0, 2.0, 1.0, 3.0},
            new double[] {1.5, 0.75, 2.0},
            new float[] {0.5f, -0.25f, 0.125f});

    @Test
    void classesAreReadAsTheyWereWritten() throws IOException {
        ClassMemory read = (ClassMemory) SavedMemory.fromJson(SavedMemory.toJson(MEMORY), 2, 3);
        assertEquals(MEMORY.numRows(), read.numRows());
        assertArrayEquals(MEMORY.classWeights(), read.classWeights());
        assertArrayEquals(MEMORY.means(), read.means());
        assertArrayEquals(MEMORY.classDeviations(), read.classDeviations());
        assertArrayEquals(MEMORY.deviations(), read.deviations());
        assertArrayEquals(MEMORY.correlations(), read.correlations());
    }

    @Test
    void olderModelsHaveTheSameDeviationsInAllClasses() throws IOException {
        ObjectNode fields = (ObjectNode) new ObjectMapper().readTree(SavedMemory.toJson(MEMORY));
        fields.remove("classDeviations");
        ClassMemory read = (ClassMemory) SavedMemory.fromJson(fields.toString(), 2, 3);
        assertArrayEquals(new double[] {1.5, 0.75, 2.0, 1.5, 0.75, 2.0}, read.classDeviations());
    }

    @Test
    void aMemoryOfAnotherSizeIsRefused() {
        String json = SavedMemory.toJson(MEMORY);
        IOException e = assertThrows(IOException.class, () -> SavedMemory.fromJson(json, 3, 3));
        assertTrue(e.getMessage().contains("bytes, but should have"), e.getMessage());
    }
}
