package sparksoftmax.hostile;

import java.io.IOException;

/** A kind of cases. */
interface Kind {
    /** The name in the summary. */
    String title();

    /** The share of all cases that are of this kind, relative to those of the others. */
    int share();

    /**
     * Makes a case and runs it.
     *
     * @param description gets a few words on what was made, for the report of a failure
     * @return how it ended; anything that the code under test throws may be thrown
     */
    Outcome run(CaseRandom random, Workspace workspace, StringBuilder description) throws IOException;
}
