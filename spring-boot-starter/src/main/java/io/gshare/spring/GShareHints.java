package io.gshare.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** What a native image cannot find out: resources that are read by name, and what templates call by name. */
final class GShareHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        hints.resources()
                .registerPattern("io/gshare/html/gshare-frame.js")
                .registerPattern("gshare-texts*.properties")
                .registerPattern("io/gshare/text/texts*.properties");
        for (String called :
                new String[] {"io.gshare.thymeleaf.SigningExpressions", "io.gshare.DashboardLink", "io.gshare.EmbedLink"
                }) {
            hints.reflection().registerType(TypeReference.of(called), MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
