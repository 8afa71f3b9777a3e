package io.gshare.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EngineTest {

    /** A row of {@code cookies.tsv}: what was measured. */
    private record Row(String page, String workspace, String cookie, List<String> kept) {

        @Override
        public String toString() {
            return page + " → " + workspace + ", " + cookie;
        }
    }

    static Stream<Row> rows() {
        List<Row> rows = Documents.read("doctor/src/test/resources/cookies.tsv")
                .lines()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(cells ->
                        new Row(cells[0], cells[1], cells[2], List.of(cells).subList(3, cells.length)))
                .toList();
        assertThat(rows).hasSize(21);
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatWasMeasured(Row row) {
        SessionCookie cookie = SessionCookie.of("grafana_session=x; Path=/; HttpOnly; " + row.cookie, Instant.EPOCH);
        List<String> kept = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            boolean keeps = engine.keeps(cookie, Origin.of("workspace", row.workspace), Origin.of("page", row.page));
            kept.add(keeps ? "yes" : "no");
        }
        assertThat(kept).isEqualTo(row.kept);
    }

    /** The rows of the document's table, one for all cookies of a pair of sites that fare alike. */
    @Test
    void theDocumentHasTheTable() {
        List<String> table = Documents.read("docs/troubleshooting.md")
                .lines()
                .dropWhile(line -> !line.startsWith("| page | Grafana |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(table)
                .containsExactlyElementsOf(rows().map(
                                row -> "| " + String.join(" | ", site(row.page), site(row.workspace), title(row.cookie))
                                        + " | " + String.join(" | ", row.kept) + " |")
                        .toList());
    }

    private static String site(String url) {
        return Objects.requireNonNull(url).replaceAll(":[0-9]+$", "");
    }

    private static String title(String cookie) {
        return cookie.isEmpty() ? "no `SameSite`" : "`" + cookie + "`";
    }
}
