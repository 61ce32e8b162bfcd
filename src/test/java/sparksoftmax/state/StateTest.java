package sparksoftmax.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class StateTest {
    /** A fit that goes on keeps the state that it was resumed from, but not its arrays. */
    @Test
    void anArrayThatWasTakenIsNotHeld() {
        State state = new State();
        state.put("doubles", new double[1_000]);
        state.put("floats", new float[] {2.0f});
        WeakReference<double[]> doubles = new WeakReference<>(state.takeDoubles("doubles"));
        assertArrayEquals(new float[] {2.0f}, state.takeFloats("floats"));
        for (int attempt = 0; attempt < 20 && doubles.get() != null; attempt++) {
            System.gc();
        }
        assertNull(doubles.get());
        assertTrue(state.has("doubles"));
        String message = assertThrows(IllegalStateException.class, () -> state.takeDoubles("doubles"))
                .getMessage();
        assertEquals(
                "a state must have a double[] of name doubles, but has none any more, since it was taken", message);
    }
}
