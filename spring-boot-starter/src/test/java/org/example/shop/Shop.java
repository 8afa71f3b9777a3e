package org.example.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** A shop with a page for everybody, and one that shows a dashboard. */
@SpringBootApplication
class Shop {

    /** Where the pages are. */
    @Controller
    static class Pages {

        @GetMapping("/")
        String front() {
            return "shop/front";
        }

        @GetMapping("/heap")
        String heap() {
            return "shop/heap";
        }
    }
}
