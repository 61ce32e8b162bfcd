package sparksoftmax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Collects what this library logs at level INFO and above while a test runs. */
public final class LogLines implements AutoCloseable {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Logger logger = (Logger) LogManager.getLogger("sparksoftmax");
    private final AbstractAppender appender =
            new AbstractAppender("log lines of a test", null, null, true, Property.EMPTY_ARRAY) {
                @Override
                public void append(LogEvent event) {
                    if (event.getLevel().isMoreSpecificThan(Level.INFO)) {
                        lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
                    }
                }
            };

    public LogLines() {
        appender.start();
        logger.addAppender(appender);
    }

    /** The lines with the given text, each after its level. */
    public List<String> with(String text) {
        synchronized (lines) {
            return lines.stream().filter(line -> line.contains(text)).toList();
        }
    }

    @Override
    public void close() {
        logger.removeAppender(appender);
        appender.stop();
    }
}
