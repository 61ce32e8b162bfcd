package sparksoftmax.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the sources that Maven's site plugin reads from the pages as they stand in the repository, and checks links.
 *
 * <p>In the repository, links are as GitHub wants them: {@code ../resources/images/x.png}, {@code ../../../README.md},
 * and the anchors that GitHub gives to headings. In the site all pages lie in one folder with {@code images} below.
 * {@code scripts/site.sh} runs this class without any library.
 */
public final class SitePages {
    private static final Path RESOURCES = Path.of("src/site/resources");
    private static final Path DESCRIPTOR = Path.of("src/site/site.xml");
    private static final String README_PAGE = "readme.md";

    private static final Pattern TAG = Pattern.compile("<(\\w+)\\b([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b(href|src|id|name)=\"([^\"]*)\"");
    private static final Pattern STYLE_ADDRESS =
            Pattern.compile("(?:url\\(|@import)\\s*[\"']?(?:url\\()?[\"']?([^\"')\\s]+)");

    private SitePages() {}

    /** {@code prepare ROOT TARGET} or {@code check SITE}. */
    public static void main(String[] args) throws IOException {
        List<String> faults;
        if (args.length == 3 && args[0].equals("prepare")) {
            Path root = Path.of(args[1]);
            faults = brokenLinks(MarkdownPage.all(root), root);
            if (faults.isEmpty()) {
                prepare(root, Path.of(args[2]));
            }
        } else if (args.length == 2 && args[0].equals("check")) {
            faults = faultsOfSite(Path.of(args[1]));
        } else {
            throw new IllegalArgumentException("arguments: prepare ROOT TARGET, or check SITE");
        }
        faults.forEach(System.err::println);
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    /** The links between pages, to headings and to pictures that lead nowhere: one line for each. */
    static List<String> brokenLinks(List<MarkdownPage> pages, Path root) {
        Map<Path, MarkdownPage> byPath = new HashMap<>();
        pages.forEach(page -> byPath.put(page.path().normalize(), page));
        List<String> faults = new ArrayList<>();
        for (MarkdownPage page : pages) {
            for (MarkdownPage.Link link : page.links()) {
                if (!link.isExternal()) {
                    String fault = fault(page, link, byPath, root);
                    if (fault != null) {
                        faults.add(page.path() + ":" + link.line() + ": the link to '" + link.target() + "' " + fault);
                    }
                }
            }
        }
        return faults;
    }

    private static String fault(MarkdownPage page, MarkdownPage.Link link, Map<Path, MarkdownPage> pages, Path root) {
        Path file = file(page, link.target());
        MarkdownPage target = pages.get(file);
        if (!Files.exists(file) && target == null) {
            return "leads to no file";
        }
        if (target == null && !file.startsWith(root.resolve(RESOURCES).normalize())) {
            return "leads to a file that the site does not have: name the file instead";
        }
        String anchor = anchor(link.target());
        if (!anchor.isEmpty() && (target == null || !target.anchors().contains(anchor.substring(1)))) {
            return "leads to no heading of " + file.getFileName();
        }
        return null;
    }

    private static Path file(MarkdownPage page, String target) {
        String path = target.substring(0, target.length() - anchor(target).length());
        return path.isEmpty()
                ? page.path().normalize()
                : page.path().resolveSibling(path).normalize();
    }

    private static String anchor(String target) {
        int hash = target.indexOf('#');
        return hash < 0 ? "" : target.substring(hash);
    }

    private static void prepare(Path root, Path target) throws IOException {
        Path folder = target.resolve("markdown");
        Files.createDirectories(folder);
        for (MarkdownPage page : MarkdownPage.all(root)) {
            Files.writeString(folder.resolve(nameInSite(page.path(), root)), sourceOf(page, root));
        }
        Files.copy(root.resolve(DESCRIPTOR), target.resolve("site.xml"));
        Path resources = root.resolve(RESOURCES);
        try (Stream<Path> files = Files.walk(resources)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path copy = target.resolve("resources")
                        .resolve(resources.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static String nameInSite(Path page, Path root) {
        Path path = page.normalize();
        if (path.equals(root.resolve(MarkdownPage.README).normalize())) {
            return README_PAGE;
        }
        Path resources = root.resolve(RESOURCES).normalize();
        return path.startsWith(resources)
                ? resources.relativize(path).toString()
                : path.getFileName().toString();
    }

    /** The text of a page for the site plugin: no comments, GitHub's anchors, and the links that the site needs. */
    static String sourceOf(MarkdownPage page, Path root) {
        Map<Integer, MarkdownPage.Heading> headings = new HashMap<>();
        page.headings().forEach(heading -> headings.put(heading.line(), heading));
        Set<Integer> hidden = new HashSet<>();
        for (MarkdownPage.Part part : page.parts()) {
            if (part instanceof MarkdownPage.Comment comment) {
                long length = comment.text().lines().count();
                for (int line = comment.line(); line < comment.line() + Math.max(1, length); line++) {
                    hidden.add(line);
                }
            }
        }
        StringBuilder source = new StringBuilder();
        for (int number = 1; number <= page.lines().size(); number++) {
            String line = page.lines().get(number - 1);
            MarkdownPage.Heading heading = headings.get(number);
            if (heading != null && heading.level() > 1) {
                source.append("<a id=\"").append(heading.anchor()).append("\"></a>\n\n");
            }
            if (page.isText(number)) {
                for (MarkdownPage.Link link : page.links()) {
                    if (link.line() == number
                            && !link.isExternal()
                            && !link.target().startsWith("#")) {
                        String inSite = nameInSite(file(page, link.target()), root) + anchor(link.target());
                        line = line.replace("](" + link.target(), "](" + inSite)
                                .replace("\"" + link.target() + "\"", "\"" + inSite + "\"");
                    }
                }
            }
            if (!hidden.contains(number)) {
                source.append(line).append('\n');
            }
        }
        return source.toString();
    }

    /**
     * What is wrong with the pages of a built site: broken links, and anything that a browser would fetch elsewhere.
     */
    static List<String> faultsOfSite(Path site) throws IOException {
        List<String> faults = new ArrayList<>();
        Map<Path, String> pages = new HashMap<>();
        try (Stream<Path> files = Files.walk(site)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                if (file.toString().endsWith(".html")) {
                    pages.put(file.normalize(), Files.readString(file));
                } else if (file.toString().endsWith(".css")) {
                    Matcher address = STYLE_ADDRESS.matcher(Files.readString(file));
                    while (address.find()) {
                        if (isElsewhere(address.group(1)) && !address.group(1).startsWith("data:")) {
                            faults.add(file + ": fetches " + address.group(1));
                        }
                    }
                }
            }
        }
        if (pages.isEmpty()) {
            faults.add(site + ": has no pages");
        }
        Map<Path, Set<String>> anchors = new HashMap<>();
        pages.forEach((file, html) -> anchors.put(file, anchorsOf(html)));
        pages.forEach((file, html) -> checkPage(file, html, anchors, faults));
        return faults;
    }

    private static Set<String> anchorsOf(String html) {
        Set<String> anchors = new HashSet<>();
        Matcher attribute = ATTRIBUTE.matcher(html);
        while (attribute.find()) {
            if (attribute.group(1).equals("id") || attribute.group(1).equals("name")) {
                anchors.add(attribute.group(2));
            }
        }
        return anchors;
    }

    private static void checkPage(Path file, String html, Map<Path, Set<String>> anchors, List<String> faults) {
        Matcher tag = TAG.matcher(html);
        while (tag.find()) {
            Matcher attribute = ATTRIBUTE.matcher(tag.group(2));
            while (attribute.find()) {
                if (!attribute.group(1).equals("href") && !attribute.group(1).equals("src")) {
                    continue;
                }
                String target = attribute.group(2);
                if (isElsewhere(target)) {
                    if (!tag.group(1).equals("a")) {
                        faults.add(file + ": fetches " + target);
                    }
                    continue;
                }
                String path =
                        target.substring(0, target.length() - anchor(target).length());
                Path to = path.isEmpty() ? file : file.resolveSibling(path).normalize();
                String anchor = anchor(target);
                if (!Files.exists(to)) {
                    faults.add(file + ": the link to '" + target + "' leads to no file");
                } else if (anchor.length() > 1
                        && !anchors.getOrDefault(to, Set.of()).contains(anchor.substring(1))) {
                    faults.add(file + ": the link to '" + target + "' leads to no heading");
                }
            }
        }
        if (html.contains("style=\"") && html.matches("(?s).*style=\"[^\"]*url\\(['\"]?https?:.*")) {
            faults.add(file + ": a style that fetches something");
        }
    }

    private static boolean isElsewhere(String address) {
        return address.startsWith("//") || address.matches("(?i)[a-z][a-z0-9+.-]*:.*");
    }
}
