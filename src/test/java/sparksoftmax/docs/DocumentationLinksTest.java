package sparksoftmax.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links between the pages lead somewhere, on GitHub and in the site that {@code scripts/site.sh} builds. */
class DocumentationLinksTest {
    private static final Path ROOT = Path.of("");

    private static MarkdownPage page(String name, String text) {
        return MarkdownPage.of(MarkdownPage.FOLDER.resolve(name), text);
    }

    @Test
    void allLinksLeadToPagesHeadingsAndPictures() {
        assertEquals("", String.join("\n", SitePages.brokenLinks(MarkdownPage.all(ROOT), ROOT)));
    }

    @Test
    void theMenuHasEveryPage() throws IOException {
        Set<String> inMenu = new TreeSet<>(Set.of("index"));
        Matcher item = Pattern.compile("<item [^>]*href=\"([^\"]+)\\.html\"")
                .matcher(Files.readString(Path.of("src/site/site.xml")));
        while (item.find()) {
            inMenu.add(item.group(1));
        }
        Set<String> pages = MarkdownPage.all(ROOT).stream()
                .filter(page -> !page.path().equals(MarkdownPage.README))
                .map(page -> page.toString().replace(".md", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(pages, inMenu);
    }

    @Test
    void brokenLinksAreNamed() {
        MarkdownPage page = page(
                "a.md",
                """
                # A
                [missing](missing.md) and `[code](code.md)` and [web](https://example.com/x.md)
                ![picture](../resources/images/missing.png)
                [heading](b.md#no-such) [heading](b.md#what-is-it) [own](#a)
                [outside](../../../pom.xml)

                ```
                [in a block](block.md)
                ```
                """);
        MarkdownPage other = page("b.md", "# B\n\n## What *is* `it`?\n");
        List<String> faults = SitePages.brokenLinks(List.of(page, other), ROOT);
        String start = page.path() + ":";
        assertEquals(
                List.of(
                        start + "2: the link to 'missing.md' leads to no file",
                        start + "3: the link to '../resources/images/missing.png' leads to no file",
                        start + "4: the link to 'b.md#no-such' leads to no heading of b.md",
                        start + "5: the link to '../../../pom.xml' leads to a file that the site does not have:"
                                + " name the file instead"),
                faults);
    }

    @Test
    void anchorsAreThoseOfGitHub() {
        MarkdownPage page =
                page("a.md", "# A, b\n## Where is ...?\n## Same\n### Same\n## `code()` and [link](x.md)\n## Über\n");
        assertEquals(
                List.of("a-b", "where-is-", "same", "same-1", "code-and-link", "über"),
                page.headings().stream().map(MarkdownPage.Heading::anchor).toList());
    }

    @Test
    void thePagesOfTheSiteHaveItsLinksAndNoComments() {
        MarkdownPage page = page(
                "a.md",
                """
                # A
                <!-- hidden
                text -->
                ## B b
                ![p](../resources/images/tutorial.png) [r](../../../README.md#params)
                ```
                [code](../resources/images/tutorial.png)
                ```
                """);
        assertEquals(
                """
                # A
                <a id="b-b"></a>

                ## B b
                ![p](images/tutorial.png) [r](readme.md#params)
                ```
                [code](../resources/images/tutorial.png)
                ```
                """,
                SitePages.sourceOf(page, ROOT));
        MarkdownPage readme = MarkdownPage.of(MarkdownPage.README, "[a](src/site/markdown/solvers.md#sweep)\n");
        assertEquals("[a](solvers.md#sweep)\n", SitePages.sourceOf(readme, ROOT));
    }

    @Test
    void aBuiltSiteIsCheckedForLinksAndForWhatItFetches(@TempDir Path site) throws IOException {
        Files.writeString(
                site.resolve("a.html"),
                "<link href=\"https://example.com/x.css\"><a href=\"https://example.com\">web</a>"
                        + "<a href=\"b.html#x\">x</a><a href=\"b.html#y\">y</a><img src=\"c.png\">");
        Files.writeString(site.resolve("b.html"), "<h1 id=\"x\">x</h1>");
        Files.writeString(site.resolve("s.css"), "@import 'https://example.com/f.css'; a { background: url(b.html) }");
        Set<String> faults = Set.copyOf(SitePages.faultsOfSite(site));
        Path a = site.resolve("a.html");
        assertEquals(
                Set.of(
                        a + ": fetches https://example.com/x.css",
                        a + ": the link to 'b.html#y' leads to no heading",
                        a + ": the link to 'c.png' leads to no file",
                        site.resolve("s.css") + ": fetches https://example.com/f.css"),
                faults);
    }

    @Test
    void pagesAreReadAndAnUnfinishedBlockIsRefused() {
        assertFalse(MarkdownPage.all(ROOT).isEmpty());
        IllegalArgumentException e = org.junit.jupiter.api.Assertions.assertThrows(
                IllegalArgumentException.class, () -> page("a.md", "text\n```java\nint x;\n"));
        assertTrue(e.getMessage().endsWith("a.md:2: a code block that does not end"), e.getMessage());
    }
}
