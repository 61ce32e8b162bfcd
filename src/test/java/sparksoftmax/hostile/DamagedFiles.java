package sparksoftmax.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Damages files of a folder at random. */
final class DamagedFiles {
    private final CaseRandom random;
    private final Path folder;
    private final Path other;

    /** @param other a folder of the same kind, from which files are taken */
    DamagedFiles(CaseRandom random, Path folder, Path other) {
        this.random = random;
        this.folder = folder;
        this.other = other;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The files with contents: not Hadoop's checksums, nor its marks of success. */
    private static List<Path> contents(Path folder) throws IOException {
        return files(folder).stream()
                .filter(file -> !file.getFileName().toString().startsWith(".")
                        && !file.getFileName().toString().startsWith("_"))
                .toList();
    }

    /** Damages a file; what was done is returned. */
    String damage() throws IOException {
        // The folder itself may have become a file, whose folder is that of all cases.
        List<Path> candidates = Files.isDirectory(folder) ? contents(folder) : List.of();
        if (candidates.isEmpty()) {
            return "nothing is left";
        }
        Path file = random.oneOf(candidates);
        String name = folder.relativize(file).toString();
        // Hadoop would notice a change by its checksum, which other file systems do not have.
        Path checksum = file.resolveSibling("." + file.getFileName() + ".crc");
        if (random.chance(0.8)) {
            Files.deleteIfExists(checksum);
        }
        byte[] bytes = Files.readAllBytes(file);
        switch (random.nextInt(9)) {
            case 0 -> {
                Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
                return name + " is truncated";
            }
            case 1 -> {
                Files.delete(file);
                return name + " is deleted";
            }
            case 2 -> {
                for (int i = 1 + random.nextInt(5); i > 0 && bytes.length > 0; i--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file, bytes);
                return name + " has changed bits";
            }
            case 3 -> {
                byte[] others = new byte[random.oneOf(0, 1, 100, 5000)];
                random.nextBytes(others);
                Files.write(file, others);
                return name + " has " + others.length + " random bytes";
            }
            case 4 -> {
                Path source = random.oneOf(candidates);
                Files.write(file, Files.readAllBytes(source));
                return name + " is a copy of " + folder.relativize(source);
            }
            case 5 -> {
                Path source = random.oneOf(contents(other));
                Files.write(file, Files.readAllBytes(source));
                return name + " is " + other.relativize(source) + " of another one";
            }
            case 6 -> {
                Workspace.delete(file.getParent());
                if (random.nextBoolean()) {
                    Files.write(file.getParent(), bytes);
                    return name + " is deleted with its folder, which is a file now";
                }
                return name + " is deleted with its folder";
            }
            case 7 -> {
                Files.write(file.resolveSibling("extra-" + file.getFileName()), bytes);
                return name + " is there twice";
            }
            default -> {
                String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
                if (!text.startsWith("{")) {
                    Files.write(file, new byte[0]);
                    return name + " is empty";
                }
                return name + " has " + replaced(file, text);
            }
        }
    }

    private String replaced(Path file, String text) throws IOException {
        List<String> tokens = List.of(
                "null", "-1", "1e400", "{}", "[]", "\"x\"", "true", "2147483648", "NaN", "\"\\u0000\"", "[[[[", "");
        String[] parts = text.split("(?<=:)|(?=[,}])");
        int i = random.nextInt(parts.length);
        String old = parts[i];
        parts[i] = random.oneOf(tokens);
        Files.writeString(file, String.join("", parts));
        return parts[i] + " for " + old;
    }
}
