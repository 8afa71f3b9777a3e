package io.gshare.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Signing as it is done without gshare: link by link. For links that have a query and no fragment. */
final class PerLink {

    private static final String NAME = Example.KEY.name();
    private static final String DERIVED_KEY = Example.KEY.derivedKey();
    private static final String SECRET = secret();

    private PerLink() {}

    private static String secret() {
        String json = new String(Base64.getDecoder().decode(Example.KEY.token()), StandardCharsets.UTF_8);
        Matcher secret = Pattern.compile("\"k\":\"([^\"]*)\"").matcher(json);
        if (!secret.find()) {
            throw new IllegalStateException("the example's token is no API key");
        }
        return secret.group(1);
    }

    /** With a derived key that is kept: the least that a link costs which is signed alone. */
    static String md5(String link, long seconds) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("MD5")
                .digest((DERIVED_KEY + "_" + seconds).getBytes(StandardCharsets.US_ASCII));
        return signed(link, HexFormat.of().formatHex(digest), seconds);
    }

    /** The vendor's two Java samples, one after the other, but for the charset: theirs is the platform's. */
    static String vendor(String link, long seconds) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(SECRET.toCharArray(), NAME.getBytes(StandardCharsets.UTF_8), 10_000, 50 * 8);
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(spec)
                .getEncoded();
        MessageDigest messageDigest = MessageDigest.getInstance("MD5");
        messageDigest.reset();
        messageDigest.update((bytesToHex(key) + "_" + seconds).getBytes(StandardCharsets.UTF_8));
        return signed(link, bytesToHex(messageDigest.digest()).toLowerCase(Locale.ROOT), seconds);
    }

    private static String bytesToHex(byte[] bytes) {
        StringBuilder hexString = new StringBuilder();
        for (byte b : bytes) {
            String hex = Integer.toHexString(0xff & b);
            if (hex.length() == 1) {
                hexString.append('0');
            }
            hexString.append(hex);
        }
        return hexString.toString();
    }

    private static String signed(String link, String signature, long seconds) {
        return link + "&aliyun_api_key_sign=" + signature + "&aliyun_api_key_timestamp=" + seconds
                + "&aliyun_api_key_name=" + NAME + "&aliyun_api_key_org_id=" + Example.KEY.orgId();
    }
}
