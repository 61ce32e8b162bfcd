package sparksoftmax.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparksoftmax.storage.ModelFolder;

class SavedStageTest {
    @TempDir
    Path folder;

    /** What a library throws without a message says nothing to the user, its class neither. */
    @Test
    void exceptionsWithoutAMessageAreExplained() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        assertSays("the contents of a file are not what was written to it", new NoSuchElementException());
        assertSays("a file ends too early", new EOFException());
        assertSays("no such column", new IllegalStateException("no such column\n  at line 1"));
    }

    private void assertSays(String found, Exception cause) {
        IllegalStateException wrapped = new IllegalStateException("Job aborted due to stage failure", cause);
        ModelFolder saved = ModelFolder.local(folder);
        assertEquals(
                "'" + saved + "' must be a saved model, but it is damaged: its 'data' cannot be read: " + found
                        + ". Copy it again from where it came from, or save the model again.",
                SavedStage.unreadable(saved, "data", wrapped).getMessage());
    }
}
