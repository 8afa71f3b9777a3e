package org.example.shop;

import org.junit.jupiter.api.Nested;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** The slice of a controller, as Boot 4 has it, needs nothing of gshare's. */
@WebMvcTest(Shop.Pages.class)
@Import(ShopSecurity.class)
class FrontSliceTest extends FrontSlice {

    @Nested
    @TestPropertySource(properties = {SHOP, SWITCHED_OFF})
    class WithTheDocumentedLinesSwitchedOff extends FrontSlice {}

    @Nested
    @TestPropertySource(properties = {SHOP, TOKEN})
    class WithTheDocumentedLinesAndAToken extends FrontSlice {

        @Override
        boolean isSigned() {
            return true;
        }
    }
}
