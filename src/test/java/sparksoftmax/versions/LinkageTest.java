package sparksoftmax.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever the compiled library calls of Spark and of Scala exists in the Spark that the test runs with, and whatever
 * that Spark demands of a subclass, the library's classes have. It covers calls that no other test of this package
 * makes.
 */
class LinkageTest {
    private static final JavaClasses CLASSES =
            ArchConfiguration.withThreadLocalScope((Function<ArchConfiguration, JavaClasses>) configuration -> {
                // Only the classes of the library are read; those of Spark are loaded.
                configuration.setResolveMissingDependenciesFromClassPath(false);
                return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("/sparksoftmax/shaded/"))
                        .importPackages("sparksoftmax");
            });

    @Test
    void everyMemberThatIsUsedExists() {
        Set<String> missing = new TreeSet<>();
        int numChecked = 0;
        for (JavaClass type : CLASSES) {
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                AccessTarget target = access.getTarget();
                if (isOfSpark(target.getOwner())) {
                    numChecked++;
                    if (!exists(target)) {
                        missing.add(target.getFullName() + ", used by " + type.getName());
                    }
                }
            }
        }
        assertEquals(Set.of(), missing);
        assertTrue(numChecked > 1000, numChecked + " members");
    }

    @Test
    void everyMethodThatIsDemandedIsThere() throws ClassNotFoundException {
        Set<String> missing = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            Class<?> loaded = load(type.getName());
            if (!Modifier.isAbstract(loaded.getModifiers())) {
                Arrays.stream(loaded.getMethods())
                        .filter(method -> Modifier.isAbstract(method.getModifiers()))
                        .forEach(method -> missing.add(loaded.getName() + " does not implement " + method));
            }
        }
        assertEquals(Set.of(), missing);
    }

    private static boolean isOfSpark(JavaClass owner) {
        String name = owner.getName();
        return !owner.isArray() && !name.startsWith("sparksoftmax.") && !name.startsWith("java.");
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, false, LinkageTest.class.getClassLoader());
    }

    private static boolean exists(AccessTarget target) {
        try {
            return declares(load(target.getOwner().getName()), target);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Whether a class, or one that it inherits from, has a member of the same name, parameters and type. */
    private static boolean declares(Class<?> owner, AccessTarget target) {
        if (owner == null) {
            return false;
        }
        return members(owner, target).anyMatch(signature(target)::equals)
                || declares(owner.getSuperclass(), target)
                || Arrays.stream(owner.getInterfaces()).anyMatch(parent -> declares(parent, target))
                || owner.isInterface() && declares(Object.class, target);
    }

    private static Stream<String> members(Class<?> owner, AccessTarget target) {
        if (target instanceof AccessTarget.FieldAccessTarget) {
            return Arrays.stream(owner.getDeclaredFields())
                    .map(field -> field.getName() + " " + field.getType().getName());
        }
        if (target instanceof AccessTarget.ConstructorCallTarget) {
            return Arrays.stream(owner.getDeclaredConstructors())
                    .map(constructor -> signature("<init>", constructor, void.class));
        }
        return Arrays.stream(owner.getDeclaredMethods())
                .map(method -> signature(method.getName(), method, method.getReturnType()));
    }

    private static String signature(String name, Executable executable, Class<?> type) {
        List<String> parameters = Arrays.stream(executable.getParameterTypes())
                .map(Class::getName)
                .toList();
        return name + parameters + " " + type.getName();
    }

    private static String signature(AccessTarget target) {
        if (target instanceof AccessTarget.CodeUnitAccessTarget code) {
            List<String> parameters =
                    code.getRawParameterTypes().stream().map(JavaClass::getName).toList();
            return code.getName() + parameters + " " + code.getRawReturnType().getName();
        }
        return target.getName() + " "
                + ((AccessTarget.FieldAccessTarget) target).getRawType().getName();
    }
}
