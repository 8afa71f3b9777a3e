package io.gshare.spring;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.ClassUtils;
import org.springframework.util.StreamUtils;

/** Says which jar is for the javax namespace, where Java says no more than that a class of it is missing. */
final class NamespaceFailureAnalyzer extends AbstractFailureAnalyzer<NoClassDefFoundError> {

    private static final String FILTER = "io/gshare/servlet/GShareFilter.class";
    private static final String JAVAX = "javax/servlet/";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoClassDefFoundError cause) {
        ClassLoader loader = ClassUtils.getDefaultClassLoader();
        URL filter = loader == null ? null : loader.getResource(FILTER);
        if (filter == null || !String.valueOf(cause.getMessage()).startsWith(JAVAX) || !isForJavax(filter)) {
            return null;
        }
        return new FailureAnalysis(
                "gshare's filter was found in " + filter
                        + ", which is for javax.servlet; Spring Boot is for jakarta.servlet.",
                "Remove gshare-filter-javax and gshare-taglib-javax; the starter brings the filter and the tags for Spring Boot.",
                cause);
    }

    private static boolean isForJavax(URL filter) {
        try (InputStream in = filter.openStream()) {
            return StreamUtils.copyToString(in, StandardCharsets.ISO_8859_1).contains(JAVAX);
        } catch (IOException e) {
            return false; // then the class cannot be what failed
        }
    }
}
