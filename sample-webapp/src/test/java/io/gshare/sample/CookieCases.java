package io.gshare.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.gshare.Documents;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which cookies a browser keeps in a frame, as the doctor and {@code docs/troubleshooting.md} say of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CookieCases {

    private static final List<String> TABLE =
            Documents.read("doctor/src/test/resources/cookies.tsv").lines().toList();

    private TwoSites sites;
    private Engine engine;

    /** A row of the doctor's table: two origins, a cookie's attributes, and whether each browser keeps it. */
    private record Row(List<String> cells) {

        private String origin(int cell) {
            return cells.get(cell).replaceFirst(":[0-9]+$", "");
        }

        @Override
        public String toString() {
            return String.join(" ", cells.subList(0, 3));
        }
    }

    /** Starts the browser; its files may be in a folder that is deleted later. */
    abstract Engine start(Path files);

    /** The title of the browser's column. */
    abstract String column();

    /** Whether the browser can be told where a name is. */
    boolean findsNames() {
        return true;
    }

    @BeforeAll
    void open(@TempDir Path browser, @TempDir Path server) {
        engine = start(browser);
        sites = new TwoSites(server);
    }

    @AfterAll
    void close() {
        if (engine != null) {
            engine.close();
        }
        if (sites != null) {
            sites.close();
        }
    }

    Stream<Row> rows() {
        return TABLE.stream()
                .skip(1)
                .map(line -> new Row(List.of(line.split("\t", -1))))
                .filter(row -> findsNames() || !row.cells.get(0).contains("example"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aFrameKeepsItsCookie(Row row) throws Exception {
        int column = List.of(TABLE.get(0).split("\t")).indexOf(column());
        String visit = sites.visit(row.origin(0), row.origin(1), row.cells.get(2));
        engine.open(visit);
        boolean kept = sites.keepsCookie(visit).get(1, TimeUnit.MINUTES);
        assertThat(kept ? "yes" : "no").isEqualTo(row.cells.get(column));
    }
}
