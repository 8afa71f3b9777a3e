package io.gshare.settings;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a properties file says, and in which of its lines, from 1, which {@link Properties} does not tell. Immutable. */
record PropertyLines(Map<String, String> values, Map<String, Integer> lines) {

    /** An odd number of backslashes at a line's end, which goes on with the next line. */
    private static final Pattern GOES_ON = Pattern.compile("(?s)(?:.*[^\\\\])?(?:\\\\\\\\)*\\\\");

    /** Nothing, a comment, which never goes on, or a backslash alone, behind which a setting may begin. */
    private static final Pattern NO_SETTING = Pattern.compile("(?s)[ \\t\\f]*(?:[#!].*|\\\\?)");

    /** @throws IllegalArgumentException if it has a Unicode escape that is none */
    static PropertyLines of(String text) throws IOException {
        List<String> lines = text.lines().toList();
        Map<String, String> values = new TreeMap<>();
        Map<String, Integer> numbers = new TreeMap<>();
        for (int first = 0, next; first < lines.size(); first = next) {
            next = first + 1;
            StringBuilder whole = new StringBuilder(lines.get(first));
            if (NO_SETTING.matcher(whole).matches()) {
                continue;
            }
            while (next < lines.size() && GOES_ON.matcher(lines.get(next - 1)).matches()) {
                whole.append('\n').append(lines.get(next++));
            }
            Properties one = new Properties();
            one.load(new StringReader(whole.toString()));
            int number = first + 1;
            one.stringPropertyNames().forEach(name -> {
                values.put(name, one.getProperty(name));
                numbers.put(name, number);
            });
        }
        return new PropertyLines(values, numbers);
    }
}
