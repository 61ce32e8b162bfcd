package sparksoftmax.rows;

import java.io.Serializable;

/**
 * The number of classes, where it does not follow from the labels that occur.
 *
 * @param number the number of classes, greater than 0
 * @param source who declares it, as a clause for messages, for example "numClasses is 3"
 */
public record DeclaredClasses(int number, String source) implements Serializable {}
