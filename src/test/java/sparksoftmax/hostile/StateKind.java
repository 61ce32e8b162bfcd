package sparksoftmax.hostile;

import static sparksoftmax.hostile.WrongResultException.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import sparksoftmax.classification.SoftmaxClassificationModel;
import sparksoftmax.classification.SoftmaxClassifier;

/** Damaged states of fits: the fit ends with the model of an undisturbed one, or says what is wrong with the folder. */
final class StateKind implements Kind {
    private static final String[] SOLVERS = {"l-bfgs", "localSgd", "sgd"};

    @Override
    public String title() {
        return "fit: damaged states in checkpointPath";
    }

    @Override
    public int share() {
        return 8;
    }

    @Override
    public Outcome run(CaseRandom random, Workspace workspace, StringBuilder description) throws IOException {
        String solver = random.oneOf(SOLVERS);
        Dataset<Row> rows = rows(workspace);
        SoftmaxClassificationModel expected = workspace.once(
                "undisturbed " + solver, () -> estimator(solver, "").fit(rows));
        Path folder = workspace.newFolder();
        Workspace.delete(folder);
        Workspace.copy(states(workspace, solver), folder);
        Path other = random.nextBoolean() ? folder : states(workspace, random.oneOf(SOLVERS));
        DamagedFiles files = new DamagedFiles(random, folder, other);
        description.append(solver);
        for (int i = random.oneOf(1, 1, 2, 3); i > 0; i--) {
            description.append(", ").append(files.damage());
            if (!Files.exists(folder)) {
                break;
            }
        }
        try {
            SoftmaxClassificationModel found =
                    estimator(solver, folder.toString()).fit(rows);
            check(
                    Arrays.equals(
                                    expected.coefficientMatrix().toArray(),
                                    found.coefficientMatrix().toArray())
                            && expected.interceptVector().equals(found.interceptVector()),
                    "another model than that of the undisturbed fit");
            return Outcome.correct();
        } finally {
            Workspace.delete(folder);
        }
    }

    private static Dataset<Row> rows(Workspace workspace) {
        return workspace.once("rows for states", () -> BaseModels.rows(workspace.spark(), 60, 3, 4, false)
                .coalesce(1));
    }

    private static SoftmaxClassifier estimator(String solver, String path) {
        return new SoftmaxClassifier()
                .setSolver(solver)
                .setMaxIter(7)
                .setTol(0.0)
                .setCheckpointPath(path)
                .setCheckpointInterval(1);
    }

    /** What a fit leaves that is interrupted. */
    private static Path states(Workspace workspace, String solver) {
        return workspace.once("states " + solver, () -> {
            Path folder = workspace.folder("states").resolve(solver);
            SoftmaxClassifier estimator = estimator(solver, folder.toString()).setListener(pass -> {
                if (pass.number() == 4) {
                    Thread.currentThread().interrupt();
                }
            });
            try {
                estimator.fit(rows(workspace));
            } catch (IllegalStateException e) {
                Thread.interrupted();
            }
            check(Files.isDirectory(folder), "the interrupted fit has left no states");
            return folder;
        });
    }
}
