package sparksoftmax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What must hold of every page that is to be read without network, by keyboard and with a screen reader. */
public final class PageChecks {
    private static final List<String> ADDRESSES = List.of("src", "href", "srcset", "data", "action", "poster");

    private PageChecks() {}

    /** Checks a page as it is in its file. */
    public static void check(Document page) {
        assertEquals("en", page.selectFirst("html").attr("lang"));
        assertFalse(page.title().isBlank());
        idsAreUnique(page);
        headingsAreInOrder(page);
        nothingComesFromElsewhere(page);
        for (String landmark : List.of("header", "nav", "main", "footer")) {
            assertEquals(1, page.select(landmark).size(), landmark);
        }
        page.select("img").forEach(image -> assertFalse(image.attr("alt").isBlank(), image.outerHtml()));
        page.select("section").forEach(section -> refersTo(page, section, "aria-labelledby"));
        page.select("[aria-describedby]").forEach(element -> refersTo(page, element, "aria-describedby"));
        page.select("table").forEach(table -> {
            assertTrue(table.selectFirst("caption") != null, table.outerHtml());
            table.select("th").forEach(header -> assertTrue(header.hasAttr("scope"), header.outerHtml()));
        });
        page.select(".scroll").forEach(scroll -> {
            assertEquals("0", scroll.attr("tabindex"));
            assertFalse(scroll.attr("aria-label").isBlank());
        });
        for (Element chart : page.select(".chart")) {
            assertEquals("img", chart.attr("role"));
            assertFalse(chart.attr("aria-label").isBlank());
            assertFalse(chart.closest("section").select("table").isEmpty(), chart.outerHtml());
        }
        assertTrue(page.selectFirst("a.skip") != null);
        page.select("a[href^=#]")
                .forEach(link ->
                        assertTrue(page.getElementById(link.attr("href").substring(1)) != null, link.outerHtml()));
    }

    private static void refersTo(Document page, Element element, String attribute) {
        assertTrue(page.getElementById(element.attr(attribute)) != null, element.attr(attribute));
    }

    private static void idsAreUnique(Document page) {
        Set<String> ids = new HashSet<>();
        page.select("[id]").forEach(element -> assertTrue(ids.add(element.id()), element.id()));
    }

    private static void headingsAreInOrder(Document page) {
        int last = 0;
        for (Element heading : page.select("h1, h2, h3, h4, h5, h6")) {
            int level = heading.tagName().charAt(1) - '0';
            assertTrue(level <= last + 1, heading.outerHtml());
            last = level;
        }
        assertEquals(1, page.select("h1").size());
    }

    private static void nothingComesFromElsewhere(Document page) {
        for (String address : ADDRESSES) {
            for (Element element : page.select("[" + address + "]")) {
                String value = element.attr(address);
                assertTrue(value.startsWith("#") || value.startsWith("data:"), element.tagName() + " " + value);
            }
        }
        page.select("style").forEach(style -> {
            assertFalse(style.data().contains("@import"));
            assertFalse(style.data().contains("url("));
        });
        assertTrue(page.selectFirst("meta[http-equiv=Content-Security-Policy]")
                .attr("content")
                .startsWith("default-src 'none'"));
    }
}
