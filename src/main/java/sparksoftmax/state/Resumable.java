package sparksoftmax.state;

/** A part of a fit that can go on where another object of its class was when its state was saved. */
public interface Resumable {
    /** Puts all that the next passes depend on, under names that begin with the name of this part. */
    void save(State state);

    /** Takes what {@link #save} has put. */
    void restore(State state);
}
