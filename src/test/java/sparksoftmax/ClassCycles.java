package sparksoftmax;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds cycles of dependencies among the top-level classes of a package. Nested classes count as their top-level class.
 * A sealed type may refer to its permitted subtypes, which refer to it by nature: that alone is no cycle.
 */
public final class ClassCycles {
    private ClassCycles() {}

    /**
     * The cycles in a package: the largest sets of classes each of which depends, directly or indirectly, on all others
     * of the set. The result is empty if the package has no cycles.
     *
     * @param packageName of this package only, not of those below it
     * @return simple names of classes
     */
    public static Set<Set<String>> in(JavaClasses classes, String packageName) {
        Map<String, Set<String>> reachable = new TreeMap<>();
        dependencies(classes, packageName).forEach((type, targets) -> reachable.put(type, new TreeSet<>(targets)));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Set<String> targets : reachable.values()) {
                for (String target : Set.copyOf(targets)) {
                    grown |= targets.addAll(reachable.get(target));
                }
            }
        }
        Set<Set<String>> cycles = new HashSet<>();
        reachable.forEach((type, targets) -> {
            Set<String> cycle = new TreeSet<>();
            for (String target : targets) {
                if (reachable.get(target).contains(type)) {
                    cycle.add(target);
                }
            }
            if (!cycle.isEmpty()) {
                cycles.add(cycle);
            }
        });
        return cycles;
    }

    /** The top-level classes of a package, and the others of them that each depends on. */
    private static Map<String, Set<String>> dependencies(JavaClasses classes, String packageName) {
        Map<String, Set<String>> result = new TreeMap<>();
        for (JavaClass type : classes) {
            if (type.getPackageName().equals(packageName)) {
                result.computeIfAbsent(topLevel(type), name -> new TreeSet<>());
            }
        }
        for (JavaClass type : classes) {
            if (!type.getPackageName().equals(packageName)) {
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().equals(packageName) && !permits(type, target)) {
                    result.get(topLevel(type)).add(topLevel(target));
                }
            }
        }
        result.forEach((type, targets) -> targets.remove(type));
        return result;
    }

    private static boolean permits(JavaClass type, JavaClass target) {
        return permits(type.reflect(), target.reflect());
    }

    /** Directly, or by way of a sealed subtype. */
    private static boolean permits(Class<?> type, Class<?> target) {
        return type.isSealed()
                && Arrays.stream(type.getPermittedSubclasses())
                        .anyMatch(permitted -> permitted.equals(target) || permits(permitted, target));
    }

    /** Simple name of the top-level class that a class is, or is nested in. */
    private static String topLevel(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int end = name.indexOf('$');
        return end < 0 ? name : name.substring(0, end);
    }
}
