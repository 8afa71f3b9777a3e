/** JSON Web Tokens by Nimbus JOSE+JWT: {@link io.gshare.token.TokenKeys} as a service. */
@NullMarked
package io.gshare.jwt;

import org.jspecify.annotations.NullMarked;
