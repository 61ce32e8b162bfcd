/** What a model remembers of the rows that it was trained on, so that training on other rows does not undo it. */
package sparksoftmax.memory;
