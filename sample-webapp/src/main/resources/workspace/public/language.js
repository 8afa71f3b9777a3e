/** uPlot formats by the browser's language. Where that is no language tag (WebKit in the locale C), English stands in. */
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en" });
}
