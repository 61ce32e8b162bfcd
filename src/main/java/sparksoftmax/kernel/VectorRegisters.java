package sparksoftmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector registers of this machine. */
final class VectorRegisters {
    /** For dense rows: the widest registers that the padding of rows allows. */
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

    /**
     * The number of registers of classes that are processed together for sparse rows and for predictions, if
     * {@code registers} are left: never so many that a single one is left. For predictions the last register begins
     * earlier if classes do not fill it, and must not begin among classes that are computed already.
     */
    static int together(int registers) {
        return registers == 5 ? 3 : Math.min(4, registers);
    }
}
