package sparksoftmax.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation: its headings, links, code blocks and comments. It knows as much of Markdown as our pages
 * use. Line numbers begin with 1. It needs no library, since {@code scripts/site.sh} compiles it by itself.
 */
public final class MarkdownPage {
    /** The folder of the pages, from the root of the project. */
    public static final Path FOLDER = Path.of("src/site/markdown");

    /** The page that stands outside of {@link #FOLDER}. */
    public static final Path README = Path.of("README.md");

    private static final Pattern FENCE = Pattern.compile("^( *)```+ *([A-Za-z0-9_-]*).*$");
    private static final Pattern HEADING = Pattern.compile("^(#{1,6}) +(.*?)( +#+)?$");
    private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)"
            + "|^ {0,3}\\[[^\\]]+\\]:\\s+(\\S+)"
            + "|<(?:a|img)\\b[^>]*?\\b(?:href|src)=\"([^\"]+)\"");
    private static final Pattern ANCHOR = Pattern.compile("<\\w+\\b[^>]*?\\b(?:id|name)=\"([^\"]+)\"");
    private static final Pattern CODE_SPAN = Pattern.compile("(`+)(?!`).*?(?<!`)\\1(?!`)");

    private final Path path;
    private final List<String> lines;
    private final List<Heading> headings = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final Set<String> anchors = new HashSet<>();
    /** Whether a line is text: neither code nor inside a comment. */
    private final boolean[] isText;

    /** A heading and the anchor that GitHub gives it. */
    public record Heading(int line, int level, String text, String anchor) {}

    /** A link, or the source of an image. */
    public record Link(int line, String target) {
        public boolean isExternal() {
            return target.matches("[a-z]+:.*");
        }
    }

    /** A code block or a comment. */
    public sealed interface Part permits Block, Comment {
        /** The line of its first line of text. */
        int line();
    }

    /** A code block: the language that the page names, or an empty string. */
    public record Block(int line, String language, String code) implements Part {}

    /** A comment of HTML, which readers do not see. */
    public record Comment(int line, String text) implements Part {}

    private MarkdownPage(Path path, List<String> lines) {
        this.path = path;
        this.lines = lines;
        this.isText = new boolean[lines.size()];
        parse();
        parts.sort((a, b) -> Integer.compare(a.line(), b.line()));
    }

    /** Reads a page. */
    public static MarkdownPage read(Path path) {
        try {
            return new MarkdownPage(path, Files.readAllLines(path));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }

    /** A page with a given text. */
    public static MarkdownPage of(Path path, String text) {
        return new MarkdownPage(path, text.lines().toList());
    }

    /** README and all pages of {@link #FOLDER}, in alphabetical order. */
    public static List<MarkdownPage> all(Path root) {
        try (Stream<Path> files = Files.list(root.resolve(FOLDER))) {
            return Stream.concat(
                            Stream.of(root.resolve(README)),
                            files.filter(file -> file.toString().endsWith(".md"))
                                    .sorted())
                    .map(MarkdownPage::read)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + FOLDER, e);
        }
    }

    public Path path() {
        return path;
    }

    public List<String> lines() {
        return lines;
    }

    public List<Heading> headings() {
        return headings;
    }

    public List<Link> links() {
        return links;
    }

    /** Code blocks and comments, in their order. */
    public List<Part> parts() {
        return parts;
    }

    /** What a link may have behind its #. */
    public Set<String> anchors() {
        return anchors;
    }

    /** Whether a line is neither code nor a comment. */
    boolean isText(int line) {
        return isText[line - 1];
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }

    private void parse() {
        Map<String, Integer> slugs = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fence = FENCE.matcher(line);
            if (line.strip().startsWith("<!--")) {
                i = comment(i);
            } else if (fence.matches()) {
                i = block(i, fence.group(1).length(), fence.group(2));
            } else {
                isText[i] = true;
                text(i + 1, line, slugs);
            }
        }
    }

    private int comment(int first) {
        int last = first;
        while (!lines.get(last).contains("-->")) {
            last++;
            if (last == lines.size()) {
                throw new IllegalArgumentException(path + ":" + (first + 1) + ": a comment that does not end");
            }
        }
        String text = String.join("\n", lines.subList(first, last + 1)).strip();
        if (!text.endsWith("-->")) {
            throw new IllegalArgumentException(path + ":" + (last + 1) + ": a comment must end with its line");
        }
        parts.add(new Comment(first + 1, text.substring(4, text.length() - 3)));
        return last;
    }

    private int block(int fence, int indent, String language) {
        int end = fence + 1;
        while (end < lines.size() && !lines.get(end).strip().matches("```+")) {
            end++;
        }
        if (end == lines.size()) {
            throw new IllegalArgumentException(path + ":" + (fence + 1) + ": a code block that does not end");
        }
        StringBuilder code = new StringBuilder();
        for (String line : lines.subList(fence + 1, end)) {
            code.append(line.substring(Math.min(indent, line.length()))).append('\n');
        }
        parts.add(new Block(fence + 2, language, code.toString()));
        return end;
    }

    private void text(int number, String line, Map<String, Integer> slugs) {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            String slug = slug(heading.group(2));
            int earlier = slugs.merge(slug, 1, Integer::sum) - 1;
            String anchor = earlier == 0 ? slug : slug + "-" + earlier;
            anchors.add(anchor);
            headings.add(new Heading(number, heading.group(1).length(), heading.group(2), anchor));
        }
        String plain = CODE_SPAN.matcher(line).replaceAll("");
        Matcher link = LINK.matcher(plain);
        while (link.find()) {
            String target =
                    link.group(1) != null ? link.group(1) : link.group(2) != null ? link.group(2) : link.group(3);
            links.add(new Link(number, target));
        }
        Matcher anchor = ANCHOR.matcher(plain);
        while (anchor.find()) {
            anchors.add(anchor.group(1));
        }
    }

    /** GitHub's anchor of a heading: lower case, without punctuation, with dashes for spaces. */
    private static String slug(String heading) {
        return heading.replaceAll("\\]\\([^)]*\\)", "]")
                .replaceAll("<[^>]+>", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
                .replace(' ', '-');
    }
}
