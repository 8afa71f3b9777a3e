/** Signs and verifies the JSON Web Tokens of gshare's JWT links: a service, with no API of its own. */
module io.gshare.jwt {
    requires com.nimbusds.jose.jwt;
    requires io.gshare;
    requires static transitive org.jspecify;

    provides io.gshare.token.TokenKeys with
            io.gshare.jwt.NimbusTokenKeys;
}
