package io.gshare.packaging;

import io.gshare.test.Vectors;
import io.gshare.test.Vectors.Vector;
import java.util.Map;
import java.util.TreeMap;

/** What the {@link Application} says wherever it runs, by the format's test vectors. */
final class Expected {

    static final Vector VECTOR = Vectors.example();

    private static final String WORKSPACE = "https://grafana.example.com";

    private Expected() {}

    static Map<String, String> links() {
        String signed = "/d/TZWea?" + VECTOR.signedSuffix();
        return new TreeMap<>(Map.of(
                "core", WORKSPACE + signed,
                "doctor", signed,
                "filter", WORKSPACE + signed,
                "filter-embed", WORKSPACE + "/d/TZWea?var-service=found&" + VECTOR.signedSuffix(),
                "jwt", WORKSPACE + "/d/TZWea portal",
                "taglib", WORKSPACE + signed,
                "thymeleaf-dialect", WORKSPACE + signed));
    }
}
