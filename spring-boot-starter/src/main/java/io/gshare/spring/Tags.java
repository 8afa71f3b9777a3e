package io.gshare.spring;

import java.util.Locale;

/** Constants' names as metrics and health show them. */
final class Tags {

    private Tags() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
