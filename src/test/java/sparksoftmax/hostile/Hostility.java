package sparksoftmax.hostile;

/** In what a table is hostile. */
enum Hostility {
    NONE,
    VALUES,
    COLUMNS,
    ALL;

    boolean inValues() {
        return this == VALUES || this == ALL;
    }

    boolean inColumns() {
        return this == COLUMNS || this == ALL;
    }
}
