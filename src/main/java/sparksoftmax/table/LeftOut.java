package sparksoftmax.table;

/**
 * A column that is not used.
 *
 * @param name its name in the table
 * @param reason why, and what to do to use it
 */
public record LeftOut(String name, String reason) {}
