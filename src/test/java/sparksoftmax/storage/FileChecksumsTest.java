package sparksoftmax.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are missing, changed or too many are named. */
class FileChecksumsTest {
    @TempDir
    private Path folder;

    private void refused(String... words) {
        String message = assertThrows(IOException.class, () -> FileChecksums.check(ModelFolder.local(folder)))
                .getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
    }

    @Test
    void everyFaultIsNamed() throws IOException {
        ModelFolder model = ModelFolder.local(folder);
        FileChecksums.check(model);
        Files.createDirectories(folder.resolve("stages/0 indexer"));
        Path file = folder.resolve("stages/0 indexer/part-0");
        Files.writeString(file, "abc");
        Files.writeString(folder.resolve("stages/._SUCCESS.crc"), "ignored");
        FileChecksums.write(model);
        // The checksum of the standard's example.
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  stages/0 indexer/part-0\n",
                Files.readString(folder.resolve(FileChecksums.FILE)));
        FileChecksums.check(model);
        Files.writeString(folder.resolve("notes.txt"), "A user may keep this here.");
        FileChecksums.check(model);
        Files.writeString(folder.resolve("stages/0 indexer/part-1"), "of another model");
        refused(folder.toString(), "'stages/0 indexer/part-1' was not saved with it", "Copy the folder again");
        Files.delete(folder.resolve("stages/0 indexer/part-1"));
        Files.writeString(file, "abd");
        refused(folder.toString(), "'stages/0 indexer/part-0' is not as it was saved");
        Files.delete(file);
        refused("'stages/0 indexer/part-0' is missing");
        Files.writeString(folder.resolve(FileChecksums.FILE), "");
        refused("'SHA256SUMS' is empty");
        Files.writeString(folder.resolve(FileChecksums.FILE), "gone");
        refused("'SHA256SUMS' has a line that is not");
    }
}
