package sparksoftmax.table;

/** What a column of features has, and so how it becomes numbers. */
public enum ColumnKind {
    /** Numbers, used as they are. */
    numeric("numeric"),
    /** True or false: 1 or 0. */
    bool("boolean"),
    /** One of some values: a feature for each value, which is 1 where the row has it and 0 elsewhere. */
    categorical("categorical"),
    /** Words: their frequencies, hashed, weighted by how rare they are, and scaled to length 1. */
    text("text"),
    /** Vectors, or arrays of numbers: a feature for each position. */
    vector("vector");

    private final String title;

    ColumnKind(String title) {
        this.title = title;
    }

    /** The word for this kind. */
    public String title() {
        return title;
    }
}
