package io.gshare.compatibility.containers;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What worked where, as the document shows it. */
final class Table {

    private record Cell(Line line, Row row) {}

    private final Set<Cell> worked = new HashSet<>();

    void worked(Line line, Row row) {
        worked.add(new Cell(line, row));
    }

    /** The table in Markdown, and its footnotes. */
    String text() {
        List<String> footnotes = new ArrayList<>();
        Stream<String> head = Stream.of(
                row("", Line.ALL.stream().map(Line::name)),
                row("---", Line.ALL.stream().map(line -> "---")),
                row("Web applications in", Line.ALL.stream().map(line -> "`" + line.namespace() + "`")));
        Stream<String> rows = Row.ALL.stream()
                .map(row -> row(row.name(), Line.ALL.stream().map(line -> cell(new Cell(line, row), footnotes))));
        String table = Stream.concat(head, rows).collect(joining());
        return footnotes.isEmpty() ? table : table + "\n" + String.join("\n", footnotes) + "\n";
    }

    private static String row(String name, Stream<String> cells) {
        return Stream.concat(Stream.of(name), cells).collect(joining(" | ", "| ", " |\n"));
    }

    private String cell(Cell cell, List<String> footnotes) {
        String why = cell.line().without().get(cell.row());
        if (why == null) {
            return worked.contains(cell) ? "yes" : "no";
        }
        if (footnotes.stream().noneMatch(footnote -> footnote.endsWith(" " + why))) {
            footnotes.add("<sup>" + (footnotes.size() + 1) + "</sup> " + why);
        }
        String footnote = footnotes.stream()
                .filter(each -> each.endsWith(" " + why))
                .findFirst()
                .orElseThrow();
        return "–" + footnote.substring(0, footnote.indexOf(' '));
    }
}
