package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector registers of this machine, as they are used for dense rows. */
final class VectorRegisters {
    /** The widest registers that the padding of rows allows. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > Padding.LANE_MULTIPLE
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    /**
     * The class of a register. Sums that are carried through a loop are cast to it where they are used, so that the
     * compiler knows their type. Otherwise the compiler relies on the types it has seen so far. Once a virtual machine
     * has used registers of two sizes, which dense and sparse rows do, it would then keep the sums as objects, which is
     * 20 times as slow.
     */
    static final Class<? extends FloatVector> REGISTER =
            FloatVector.zero(SPECIES).getClass();

    /**
     * Whether there are 32 registers. Machines with registers of 512 bits (AVX-512) have 32; with shorter registers, 16
     * are assumed.
     */
    static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() == 512;

    private VectorRegisters() {}
}
