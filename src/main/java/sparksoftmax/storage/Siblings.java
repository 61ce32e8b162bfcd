package sparksoftmax.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folders beside a folder {@code name} that are there while it is replaced: {@code .name.saving-<id>}, to which the
 * new contents are written, and {@code .name.replaced-<id>}, to which the old ones are moved when the new ones are
 * complete. So the new ones are complete wherever both are there.
 */
final class Siblings {
    private static final String NEW = ".saving-";
    private static final String OLD = ".replaced-";

    private final FileSystem files;
    private final Path folder;

    Siblings(FileSystem files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    /** Where the new contents are written. */
    Path fresh(String id) {
        return new Path(folder.getParent(), name(NEW) + id);
    }

    /** Where the old contents are moved. */
    Path old(String id) {
        return new Path(folder.getParent(), name(OLD) + id);
    }

    /** How the names of one kind begin; Spark does not take files for data whose names begin with a dot. */
    private String name(String kind) {
        return "." + folder.getName() + kind;
    }

    /** All that are there. */
    List<FileStatus> list() throws IOException {
        try {
            return Arrays.asList(files.listStatus(
                    folder.getParent(),
                    path -> path.getName().startsWith(name(NEW))
                            || path.getName().startsWith(name(OLD))));
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /** The new contents of the latest replacement that ended before they were moved to their place. */
    Optional<Path> interrupted() throws IOException {
        List<FileStatus> all = list();
        Set<String> complete = all.stream()
                .map(status -> status.getPath().getName())
                .filter(name -> name.startsWith(name(OLD)))
                .map(name -> name(NEW) + name.substring(name(OLD).length()))
                .collect(Collectors.toSet());
        return all.stream()
                .filter(status -> complete.contains(status.getPath().getName()))
                .max(Comparator.comparingLong(FileStatus::getModificationTime))
                .map(FileStatus::getPath);
    }
}
