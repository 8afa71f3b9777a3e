package org.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;

/** A slice without web, as Boot 3 has it, has nothing of gshare's, and asks for no token. */
@JsonTest
@TestPropertySource(properties = "spring.config.name=shop")
class BasketSliceTest {

    @Test
    void gshareIsNoPartOfIt(@Autowired ApplicationContext context) {
        assertThat(context.getBeanNamesForType(io.gshare.GShare.class)).isEmpty();
    }
}
