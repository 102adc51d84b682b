// Chromium, watched: an error on the console or a refusal of the content policy fails the test that met it.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";

export const WIDTHS = [390, 1024, 1920];
export const THEMES = ["light", "dark"];
const SHOTS = process.env.PERENNIAL_SHOTS ?? "shots";

export function launch() {
  return chromium.launch({
    executablePath: process.env.PERENNIAL_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page in a browser of its own, with a list of what it complained about. */
export async function visitor(browser, url, options = {}) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1024, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // A refused form answers 422 and says so here: that is an answer, and its page is tested.
    const isAnswer = /the server responded with a status of (401|403|404|422)/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isAnswer) complaints.push(message.text());
  });
  return { page, context, complaints };
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Nothing serious or critical, by all rules or by those of an axe `runOnly`. */
export async function accessible(page, what, runOnly = TAGS) {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (runOnly) => {
    // Whatever has scrolled half under a pinned bar would be judged as half a target: nothing is pinned meanwhile.
    const pinned = [...document.body.querySelectorAll("*")].filter((one) => getComputedStyle(one).position === "sticky");
    for (const one of pinned) one.style.position = "static";
    try {
      return await globalThis.axe.run(document, { runOnly });
    } finally {
      for (const one of pinned) one.style.position = "";
    }
  }, runOnly);
  const grave = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
  const lines = grave.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join("\n  ")}`);
  assert.equal(lines.join("\n"), "", `axe, ${what}`);
}

/** Shot, axe and overflow at every width in both themes. A theme changes colors and nothing else. */
export async function everywhere(page, name) {
  mkdirSync(SHOTS, { recursive: true });
  const before = page.viewportSize();
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 1000 });
      await page.screenshot({ path: join(SHOTS, `${name}-${width}-${theme}.png`) });
      await accessible(page, `${name} ${width} ${theme}`, theme === THEMES[0] ? TAGS : ["color-contrast"]);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(sideways <= 0, `${name} scrolls sideways by ${sideways} px at ${width}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
}
