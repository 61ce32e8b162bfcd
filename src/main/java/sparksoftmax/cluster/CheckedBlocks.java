package sparksoftmax.cluster;

import java.util.Iterator;
import java.util.NoSuchElementException;
import sparksoftmax.block.Block;
import sparksoftmax.rows.InputChangedException;
import sparksoftmax.rows.PackedElement;

/**
 * The blocks of training rows, or those of validation rows, of a packed partition. At the end of the partition, its
 * fingerprint must be the one that it had at first: Spark reads the source again if cached elements are lost, and the
 * source may give other rows then.
 */
final class CheckedBlocks implements Iterator<Block> {
    private final Iterator<PackedElement> elements;
    private final boolean validation;
    private final int partition;
    private final long fingerprint;
    private Block next;

    /**
     * @param elements the elements of the partition
     * @param validation whether the blocks of validation rows are wanted
     * @param partition the number of the partition
     * @param fingerprint the fingerprint that the partition had when its statistics were collected
     */
    CheckedBlocks(Iterator<PackedElement> elements, boolean validation, int partition, long fingerprint) {
        this.elements = elements;
        this.validation = validation;
        this.partition = partition;
        this.fingerprint = fingerprint;
    }

    @Override
    public boolean hasNext() {
        advance();
        return next != null;
    }

    private void advance() {
        while (next == null && elements.hasNext()) {
            PackedElement element = elements.next();
            if (element.block() == null) {
                check(element);
            } else if (element.isValidation() == validation) {
                next = element.block();
            }
        }
    }

    private void check(PackedElement end) {
        if (end.fingerprint() != fingerprint) {
            throw new InputChangedException(partition);
        }
    }

    @Override
    public Block next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Block block = next;
        next = null;
        // At once, since a reader that knows the number of blocks does not ask for another one after the last.
        advance();
        return block;
    }
}
