package sparksoftmax.inference;

/** The rows do not determine all coefficients of a model. */
final class SingularInformationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The parameters that the rows do not determine, increasing. */
    private final int[] parameters;

    SingularInformationException(int[] parameters) {
        super("The information matrix is singular.");
        this.parameters = parameters;
    }

    int[] parameters() {
        return parameters.clone();
    }
}
