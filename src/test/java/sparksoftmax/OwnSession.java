package sparksoftmax;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class that needs a Spark session with settings of its own. As a virtual machine has one Spark context,
 * the build runs such a class, by its tag, in a machine of its own (surefire's execution {@code own-sessions}).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("own-session")
@ExtendWith(OwnSessionExtension.class)
public @interface OwnSession {
    /** The session's settings in addition to those of all tests, as {@code key=value}. */
    String[] value() default {};
}
