package sparksoftmax.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.Kryo;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import sparksoftmax.block.BlockAccumulator;
import sparksoftmax.block.PartitionTask;

class SoftmaxKryoRegistratorTest {
    /** Under {@code spark.kryo.registrationRequired}, the job of one that is forgotten fails. */
    @Test
    void allWorkThatIsBroadcastIsRegistered() {
        Kryo kryo = new Kryo();
        new SoftmaxKryoRegistrator().registerClasses(kryo);
        List<JavaClass> work = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("sparksoftmax").stream()
                        .filter(type -> type.isAssignableTo(BlockAccumulator.Factory.class)
                                || type.isAssignableTo(PartitionTask.class))
                        .filter(type -> !type.isInterface())
                        .toList();
        assertTrue(work.size() >= 6, work.toString());
        List<String> forgotten = work.stream()
                .map(JavaClass::reflect)
                .filter(type -> kryo.getClassResolver().getRegistration(type) == null)
                .map(Class::getName)
                .toList();
        assertEquals(List.of(), forgotten);
    }
}
