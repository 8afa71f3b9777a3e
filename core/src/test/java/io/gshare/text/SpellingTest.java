package io.gshare.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {

    private static final List<String> KNOWN =
            List.of("link", "dashboard", "panel", "from", "to", "width", "refresh", "id");

    @ParameterizedTest
    @CsvSource({
        "pannel, panel",
        "panl, panel",
        "panek, panel",
        "panle, panel",
        "PANEL, panel",
        "panelid, panel",
        "form, from",
        "wdth, width",
        "refesh, refresh",
        "dashbaord, dashboard",
        "dashbord, dashboard",
        "lnk, link",
        "too, to",
        "dashboards, dashboard"
    })
    void theNearestIsNamed(String given, String meant) {
        assertThat(Spelling.nearest(given, KNOWN)).isEqualTo(meant);
        assertThat(Spelling.hint(given, KNOWN)).isEqualTo("; did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "host", "server", "frame", "pnl", "dash", "theme"})
    void whatIsNearToNoneIsNone(String given) {
        assertThat(Spelling.nearest(given, KNOWN)).isNull();
        assertThat(Spelling.hint(given, KNOWN)).isEmpty();
    }

    @Test
    void ofTwoThatAreAsNearTheFirstOfTheAlphabetIsMeant() {
        assertThat(Spelling.nearest("opz", List.of("opt", "ops"))).isEqualTo("ops");
    }

    @Test
    void aWordLongerThanAnyIsNotCompared() {
        assertThat(Spelling.nearest("x".repeat(65), List.of("x".repeat(64)))).isNull();
        assertThat(Spelling.nearest("x".repeat(64), List.of("x".repeat(63)))).isNotNull();
    }
}
