package sparksoftmax.training;

/**
 * Where and how often the state of a fit is saved.
 *
 * @param path the folder
 * @param interval the number of passes between two states, at least 1; -1 for no states
 */
public record CheckpointSettings(String path, int interval) {}
