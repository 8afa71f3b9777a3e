package io.gshare.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gshare.token.Claims.Role;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may be named in a token. */
class ClaimsTest {

    private static Claims claims(@Nullable String email, @Nullable String name, List<String> orgs) {
        return new Claims("anna", email, name, Role.VIEWER, orgs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "anna@example.com", "Anna Müller", "王芳", "administrator", "admin2", "CN=anna,O=Example"})
    void aVisitorsName(String login) {
        assertThat(Claims.of(login).login()).isEqualTo(login);
    }

    @Test
    void aLoginAsLongAsGrafanaHolds() {
        assertThat(Claims.of("😀".repeat(190)).login()).hasSize(380);
        assertThatThrownBy(() -> Claims.of("x".repeat(191)))
                .hasMessage("login was '" + "x".repeat(191)
                        + "' but must have at most 190 characters, which is what Grafana holds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin",
                "Admin",
                "ADMIN",
                " admin ",
                "\u00a0admin\u2003",
                "ádmin",
                "ａｄｍｉｎ",
                "ad\u200bmin",
                "ADMİN",
                "admın",
                "admin\u3164"
            })
    void grafanasOwnAdministratorHoweverADatabaseComparesHim(String login) {
        assertThatThrownBy(() -> Claims.of(login))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("login was '")
                .hasMessageEndingWith(
                        "' but is the login of Grafana's own administrator, whom such a token would take over;"
                                + " give another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin@localhost", "Admin@LocalHost", "ádmin@localhost"})
    void grafanasOwnAdministratorByHisEmail(String email) {
        assertThatThrownBy(() -> new Claims("anna", email, null, null, List.of()))
                .hasMessage("email was '***@" + email.substring(email.indexOf('@') + 1)
                        + "' but is the email of Grafana's own administrator, whom such a token would take over; give"
                        + " another");
    }

    /** Grafana looks for a login that has an @ among the emails first. */
    @ParameterizedTest
    @ValueSource(strings = {"admin@localhost", " Admin@LocalHost "})
    void grafanasOwnAdministratorByHisEmailInPlaceOfALogin(String login) {
        assertThatThrownBy(() -> Claims.of(login))
                .hasMessageStartingWith("login was '***@")
                .hasMessageEndingWith(
                        "' but is the email of Grafana's own administrator, whom such a token would take over;"
                                + " give another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0", "\u3000\t", "\u200b", "\u3164", "\u2800"})
    void nobody(String login) {
        assertThatThrownBy(() -> Claims.of(login))
                .hasMessageStartingWith("login was '")
                .hasMessageEndingWith("' but names nobody; give who is looking, or sign nothing for whoever is nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"an\nna", "an\u0000na", "an\u202ena", "an\u200bna", "an\ud800na"})
    void aCharacterThatNobodySees(String text) {
        assertThatThrownBy(() -> Claims.of(text))
                .hasMessageMatching(
                        "login was 'an\\\\u[0-9a-f]{4}na' but has a character that nobody sees, such as a line"
                                + " break; take it out");
        assertThatThrownBy(() -> claims(text, null, List.of())).hasMessageStartingWith("email was 'an");
        assertThatThrownBy(() -> claims(null, text, List.of())).hasMessageStartingWith("name was 'an");
        assertThatThrownBy(() -> claims(null, null, List.of(text))).hasMessageStartingWith("orgs was 'an");
    }

    /** Applications are not checked for it. */
    @Test
    @SuppressWarnings("NullAway")
    void whatIsNullAndMustNotBe() {
        String orgs = "orgs was null, or holds null, but must be names; give List.of() for none";
        assertThatThrownBy(() -> claims(null, null, null)).hasMessage(orgs);
        assertThatThrownBy(() -> claims(null, null, Arrays.asList("board", null)))
                .hasMessage(orgs);
        assertThatThrownBy(() -> Claims.of(null))
                .hasMessage(
                        "login was 'null' but names nobody; give who is looking, or sign nothing for whoever is nobody");
    }

    @Test
    void aBlankInPlaceOfNothing() {
        assertThatThrownBy(() -> claims(" ", null, List.of()))
                .hasMessage("email was ' ' but must not be blank; leave it out");
    }

    @Test
    void aRoleIsSpelledAsGrafanaDoes() {
        assertThat(Role.parse("Editor")).isEqualTo(Role.EDITOR);
        assertThatThrownBy(() -> Role.parse("viewer"))
                .hasMessage("role was 'viewer' but must be one of Viewer, Editor, Admin");
        assertThatThrownBy(() -> Role.parse("GrafanaAdmin"))
                .hasMessage("role was 'GrafanaAdmin' but must be one of Viewer, Editor, Admin");
    }
}
