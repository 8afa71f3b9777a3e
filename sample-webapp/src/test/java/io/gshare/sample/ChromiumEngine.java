package io.gshare.sample;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;

/** Chromium, by Playwright. */
final class ChromiumEngine implements Engine {

    private final Chromium chromium = new Chromium();
    private final Page page = chromium.browser()
            .newPage(new Browser.NewPageOptions()
                    .setColorScheme(ColorScheme.DARK)
                    .setViewportSize(1000, 700));

    @Override
    public void open(String url) {
        page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
    }

    @Override
    public String evaluate(String expression) {
        return String.valueOf(page.evaluate(expression));
    }

    @Override
    public void close() {
        chromium.close();
    }
}
