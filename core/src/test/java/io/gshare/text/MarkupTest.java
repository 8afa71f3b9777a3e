package io.gshare.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gshare.Draws;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which attributes there are in markup. */
class MarkupTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "none",
            value = {
                "<a href='x' TITLE=\"y z\" hidden> | a href=x, a TITLE=y z, a hidden=",
                "<a href = x/y class=z><br/> | a href=x/y, a class=z",
                "<a href='x'class='y'/><b c> | a href=x, a class=y, b c=",
                "<a title='a > b' href=it's> | a title=a > b, a href=it's",
                "<a title='${x eq 'a'}' href=${ x } #{y}> | a title=${x eq 'a'}, a href=${ x }, a #{y}=",
                "<a title='${ {'}':1} }' data-${x}='y'> | a title=${ {'}':1} }, a data-${x}=y",
                "<a title='<%= \"'\" %>' <%= x > 1 %> b> | a title=<%= \"'\" %>, a <%= x > 1 %>=, a b=",
                "<a title='costs ${5' href='x'> | a title=costs ${5, a href=x",
                "<!-- <a b> --><!--><c d><!-- <e f> | c d=",
                "<script type='x'>if (a <b && c) '</b>'</script><d e> | script type=x, d e=",
                "<STYLE>a <b c</Style ><d e> | d e=",
                "${ a <b && c } <d e> | d e=",
                "i <3 and <= 4, </b c> | ''",
                "<a href='x | a href=x",
                "<a href= | a href=",
                "< | ''"
            })
    void areThoseOfItsTags(String markup, String attributes) {
        assertThat(Markup.attributes(markup).stream()
                        .map(attribute -> attribute.element() + " " + attribute.name() + "=" + attribute.value())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(attributes.replace("''", ""));
    }

    @Test
    void tellWhereTheirTagBegins() {
        assertThat(Markup.attributes("ab <c d e>"))
                .extracting(Markup.Attribute::tag)
                .containsExactly(3, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<!--", "<a ", "<a b='", "<a b=\"${", "${", "${'", "<%", "<script>", "<a/", "</", "<a ${b}"})
    @Timeout(10)
    void areReadInLinearTime(String unclosed) {
        assertThat(Markup.attributes(unclosed.repeat(200_000))).hasSizeLessThanOrEqualTo(200_000);
    }

    @Test
    void anyTextHasSome() {
        List<String> pieces = List.of(
                "<", ">", "a", " ", "=", "'", "\"", "${", "}", "#{", "<%", "%>", "<!--", "-->", "/", "<script", "\\");
        Draws.each(
                20_000,
                draws -> assertThatCode(() -> Markup.attributes(draws.joined(12, pieces)))
                        .doesNotThrowAnyException());
    }
}
