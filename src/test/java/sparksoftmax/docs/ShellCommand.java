package sparksoftmax.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of {@code scripts/softmax} in a block of a page: the line where it begins and its words. */
public record ShellCommand(int line, List<String> words) {
    private static final Pattern COMMAND = Pattern.compile(
            "^\\s*(?:\\$ )?(?:source <\\()?(?:[A-Z_]+=(?:\"[^\"]*\"|'[^']*'|\\S*) )*scripts/softmax\\b(.*)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final List<String> ENDS = List.of("|", ">", ">>", "2>", "&&", ";", "&");

    /** The commands of a block, in their order. */
    public static List<ShellCommand> of(MarkdownPage.Block block) {
        List<ShellCommand> commands = new ArrayList<>();
        List<String> lines = block.code().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher command = COMMAND.matcher(lines.get(i));
            if (!command.matches()) {
                continue;
            }
            int first = i;
            StringBuilder text = new StringBuilder(command.group(1));
            while (text.toString().endsWith("\\") && i + 1 < lines.size()) {
                text.setLength(text.length() - 1);
                text.append(' ').append(lines.get(++i).strip());
            }
            commands.add(new ShellCommand(block.line() + first, words(text.toString())));
        }
        return commands;
    }

    /** The words up to a comment, a pipe or a redirection. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String plain = word.group(3);
            if (plain != null && (plain.startsWith("#") || ENDS.contains(plain) || plain.equals(")"))) {
                break;
            }
            words.add(plain == null ? word.group(1) == null ? word.group(2) : word.group(1) : unquoted(plain));
        }
        return words;
    }

    /** A word such as {@code --grid="a=1;b=2"} is split by {@link #WORD} only if its quotes hold blanks. */
    private static String unquoted(String word) {
        return word.replaceAll("[\"']", "").replaceAll("\\)$", "");
    }
}
