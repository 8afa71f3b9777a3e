package io.gshare.jwt;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/**
 * The public point of a private key, which PKCS#8 need not hold and Java does not say: once per key, by the formulas of SEC 1, section 2.2.1. Not in
 * constant time.
 */
final class EcPoints {

    private EcPoints() {}

    /** The curve's generator, so many times. */
    static ECPoint multiply(ECParameterSpec curve, BigInteger times) {
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger a = curve.getCurve().getA();
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = times.bitLength() - 1; bit >= 0; bit--) {
            sum = add(p, a, sum, sum);
            if (times.testBit(bit)) {
                sum = add(p, a, sum, curve.getGenerator());
            }
        }
        return sum;
    }

    private static ECPoint add(BigInteger p, BigInteger a, ECPoint one, ECPoint other) {
        if (one.equals(ECPoint.POINT_INFINITY)) {
            return other;
        }
        if (other.equals(ECPoint.POINT_INFINITY)) {
            return one;
        }
        BigInteger x = one.getAffineX();
        BigInteger y = one.getAffineY();
        boolean same = one.equals(other);
        if (!same && x.equals(other.getAffineX())) {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger rise = same
                ? x.pow(2).multiply(BigInteger.valueOf(3)).add(a)
                : other.getAffineY().subtract(y);
        BigInteger run = same ? y.shiftLeft(1) : other.getAffineX().subtract(x);
        BigInteger slope = rise.multiply(run.modInverse(p)).mod(p);
        BigInteger sumX = slope.pow(2).subtract(x).subtract(other.getAffineX()).mod(p);
        return new ECPoint(sumX, slope.multiply(x.subtract(sumX)).subtract(y).mod(p));
    }
}
