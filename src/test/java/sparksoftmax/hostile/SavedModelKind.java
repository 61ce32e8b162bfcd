package sparksoftmax.hostile;

import static sparksoftmax.hostile.WrongResultException.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.ml.param.Param;
import sparksoftmax.classification.SoftmaxClassificationModel;

/** Folders of saved models, damaged: the model is loaded as it was, or the error names the folder. */
final class SavedModelKind implements Kind {
    @Override
    public String title() {
        return "load: damaged folders of models";
    }

    @Override
    public int share() {
        return 14;
    }

    @Override
    public Outcome run(CaseRandom random, Workspace workspace, StringBuilder description) throws IOException {
        int index = random.nextInt(BaseModels.NUMBER);
        Path folder = workspace.newFolder();
        Workspace.delete(folder);
        Workspace.copy(saved(workspace, index), folder);
        DamagedFiles files = new DamagedFiles(random, folder, saved(workspace, random.nextInt(BaseModels.NUMBER)));
        description.append("model ").append(index);
        for (int i = random.oneOf(1, 1, 1, 2, 3); i > 0; i--) {
            description.append(", ").append(files.damage());
        }
        SoftmaxClassificationModel found;
        try {
            found = SoftmaxClassificationModel.load(folder.toString());
        } catch (RuntimeException e) {
            Outcome outcome = Outcome.error(e);
            return outcome.isFailure()
                            || e.getMessage().contains(folder.getFileName().toString())
                    ? outcome
                    : Outcome.failure("a message without the folder: " + e.getMessage(), e);
        } finally {
            Workspace.delete(folder);
        }
        compare(BaseModels.of(workspace, index), found);
        return Outcome.correct();
    }

    private static void compare(SoftmaxClassificationModel expected, SoftmaxClassificationModel found) {
        check(
                expected.coefficientMatrix().equals(found.coefficientMatrix())
                        && expected.interceptVector().equals(found.interceptVector()),
                "another model was loaded");
        for (Param<?> param : expected.params()) {
            Object value = expected.get(expected.getParam(param.name())).getOrElse(() -> null);
            Object loaded = found.get(found.getParam(param.name())).getOrElse(() -> null);
            check(
                    Arrays.deepEquals(new Object[] {value}, new Object[] {loaded}),
                    "Param " + param.name() + " is " + loaded + ", not " + value);
        }
        // A model whose summary is damaged is loaded without it, with a warning in the log.
        if (found.hasSummary()) {
            check(found.summary().toJson().equals(expected.summary().toJson()), "the summary is another one");
        }
    }

    private static Path saved(Workspace workspace, int index) {
        return workspace.once("saved " + index, () -> {
            Path path = workspace.folder("models").resolve("model-" + index);
            try {
                BaseModels.of(workspace, index).write().save(path.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return path;
        });
    }
}
