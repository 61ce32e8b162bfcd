package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The registers of this machine that dense rows are worked on with. */
final class VectorRegisters {
    /** The widest registers that the padding of rows allows. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > Padding.LANE_MULTIPLE
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    /**
     * The class of a register. A sum that is carried through a loop is cast to it where it is used, so that the
     * compiler knows its type. Otherwise the compiler goes by the types seen so far, and once a virtual machine has
     * worked with registers of two sizes, as dense and sparse rows have them, it keeps the sums as objects, 20 times as
     * slow.
     */
    static final Class<? extends FloatVector> REGISTER =
            FloatVector.zero(SPECIES).getClass();

    /** Registers of 512 bits come by 32 (AVX-512), shorter ones by 16 on the machines that have the most of them. */
    static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() == 512;

    private VectorRegisters() {}
}
