package io.gshare.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorableTest {

    /** Lines of one header are parted by a bar. */
    private static List<String> lines(String values) {
        return Stream.of(values.split("\\|"))
                .filter(line -> !line.equals("none"))
                .toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            none                                   ; EVERYWHERE
            max-age=600                            ; EVERYWHERE
            public                                 ; EVERYWHERE
            no-cache                               ; EVERYWHERE
            x-no-store, no-storex, private-x       ; EVERYWHERE
            private="x"                            ; EVERYWHERE
            private=                               ; EVERYWHERE
            x="private, no-store"                  ; EVERYWHERE
            x="a\\", no-store, b"                  ; EVERYWHERE
            x="a, no-store                         ; EVERYWHERE
            private, public                        ; EVERYWHERE
            private|PUBLIC                         ; EVERYWHERE
            no-store, must-understand, max-age=600 ; EVERYWHERE
            no-store|Must-Understand               ; EVERYWHERE
            private                                ; BY_VISITOR
            max-age=600|Private                    ; BY_VISITOR
            private, s-maxage=600                  ; BY_VISITOR
            private, no-store, must-understand     ; BY_VISITOR
            no-store                               ; NOWHERE
            public, NO-STORE                       ; NOWHERE
            max-age=600| no-store ,                ; NOWHERE
            x="a\\\\", no-store                    ; NOWHERE
            """)
    void whatCachesRead(String values, Storable expected) {
        assertThat(Stream.of(Storable.values()).filter(each -> each.isSaidBy(lines(values))))
                .last()
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
            none                            ; private
            public, max-age=600             ; private, max-age=600
            s-maxage=60, Max-Age=600|Public ; private, Max-Age=600
            private="x, y", no-cache="z, a" ; private, no-cache="z, a"
            no-store, must-understand       ; private, no-store, must-understand
            """)
    void aVisitorsOwnBrowserKeepsWhatItMay(String values, String expected) {
        String said = Storable.BY_VISITOR.saidWith(lines(values));
        assertThat(said).isEqualTo(expected);
        assertThat(Storable.BY_VISITOR.isSaidBy(List.of(said))).isTrue();
    }
}
