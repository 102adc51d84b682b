// Coming in, the frame around every page, and going out again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { start } from "../program.mjs";

const PASSWORD = "seven quiet herons wade";
let program, browser, first;

before(async () => {
  [program, browser] = await Promise.all([start(), launch()]);
  first = await visitor(browser, program.url);
});

after(async () => {
  await browser?.close();
  assert.equal(await program?.stop(), 0, "the program ends well when it is asked to");
});

test("the first administrator is made by whoever reads the terminal", async () => {
  const { page, complaints } = first;
  await page.goto("/");
  await page.waitForURL("**/first-administrator");
  await everywhere(page, "first");
  const form = async (code) => {
    await page.getByLabel("Setup code").fill(code);
    await page.getByLabel("Sign-in name").fill("ameyer");
    await page.getByLabel("New password").fill(PASSWORD);
    await page.getByLabel("The same password again").fill(PASSWORD);
    await page.getByRole("button", { name: "Make the account" }).click();
  };
  await form("00000000-00000000");
  await page.getByText("This is not the code on the terminal.").waitFor();
  assert.equal(await page.getByLabel("Sign-in name").inputValue(), "ameyer", "what was typed is kept");
  await everywhere(page, "first-refused");
  await form(program.code);
  await page.getByRole("heading", { name: "Practices" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("the frame fits every width, light and dark", async () => {
  const { page, complaints } = first;
  await everywhere(page, "home");
  await page.goto("/sessions");
  await everywhere(page, "sessions");
  await page.goto("/second-factors");
  await everywhere(page, "factors");
  await page.goto("/step-up?back=/sessions");
  await everywhere(page, "step-up");
  await page.goto("/");
  await page.setViewportSize({ width: 1024, height: 900 });
  await page.locator("summary", { hasText: "ameyer" }).click();
  await everywhere(page, "user-menu");
  await page.keyboard.press("Escape");
  assert.deepEqual(complaints, []);
});

test("a practice is chosen, and the frame says which", async () => {
  const { page, complaints } = first;
  await page.goto("/");
  const live = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/live");
  await page.getByRole("button", { name: "Work here Alder Internal Medicine" }).click();
  await page.getByText("You are here").waitFor();
  await page.locator("summary", { hasText: "Alder Internal Medicine" }).waitFor();
  const listening = await live;
  assert.equal(listening.status(), 200);
  assert.equal(listening.headers()["content-type"], "text/event-stream");
  await everywhere(page, "home-chosen");
  await page.locator("summary", { hasText: "Alder Internal Medicine" }).click();
  await everywhere(page, "practice-menu");
  await page.keyboard.press("Escape");
  assert.deepEqual(complaints, []);
});

test("what goes wrong with a part is told beside the page", async () => {
  const { page } = first;
  await page.goto("/");
  await page.evaluate(() => window.htmx.ajax("GET", "/no/such/part", { target: "#main" }));
  await page.getByText("There is nothing here").waitFor();
  assert.ok(await page.getByRole("heading", { name: "Practices" }).isVisible(), "the page stays");
  await everywhere(page, "toast");
  await page.getByRole("status").getByRole("button", { name: "Close" }).click();
  assert.equal(await page.locator("#toasts").innerText(), "");
});

test("everything is reached by keyboard, and the keys are shown", async () => {
  const { page } = first;
  await page.goto("/sessions");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Skip to the page");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id || location.hash), "main");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await everywhere(page, "keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.waitForURL((url) => url.pathname === "/practices");
  await page.keyboard.press("u");
  await page.getByRole("link", { name: "Sign-in and sessions" }).waitFor();
});

test("light and dark are kept, and without any script too", async () => {
  const { page } = first;
  await page.goto("/");
  await page.locator("summary", { hasText: "ameyer" }).click();
  await page.getByRole("button", { name: "Dark", exact: true }).click();
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await page.waitForTimeout(300);
  await page.reload();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");

  const plain = await visitor(browser, program.url, { javaScriptEnabled: false });
  await plain.page.goto("/sign-in");
  await plain.page.getByLabel("Sign-in name").fill("ameyer");
  await plain.page.getByLabel("Password").fill(PASSWORD);
  await plain.page.getByRole("button", { name: "Sign in" }).click();
  await plain.page.getByRole("heading", { name: "Practices" }).waitFor();
  await plain.page.locator("summary", { hasText: "ameyer" }).click();
  await plain.page.getByRole("button", { name: "Light", exact: true }).click();
  assert.equal(await plain.page.locator("html").getAttribute("data-theme"), "light");
  await plain.page.locator("summary", { hasText: "ameyer" }).click();
  await plain.page.getByRole("button", { name: "Sign out" }).click();
  await plain.page.waitForURL("**/sign-in");
  await plain.context.close();
});

test("a wrong password says so and keeps the name; what is not there has a page", async () => {
  const { page, context, complaints } = await visitor(browser, program.url);
  await page.goto("/sessions");
  await page.waitForURL("**/sign-in?back=%2Fsessions");
  await everywhere(page, "sign-in");
  await page.getByLabel("Sign-in name").fill("ameyer");
  await page.getByLabel("Password").fill("not this one at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await page.getByLabel("Sign-in name").inputValue(), "ameyer");
  await everywhere(page, "sign-in-refused");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/sessions");
  await page.goto("/no/such/page");
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  await everywhere(page, "not-found");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a change that does not come from our pages is refused", async () => {
  const { context } = first;
  const sent = (headers) =>
    context.request.post("/sign-out", { headers, form: { csrf: "no" }, maxRedirects: 0 }).then((answer) => answer.status());
  assert.equal(await sent({ "sec-fetch-site": "cross-site" }), 403);
  assert.equal(await sent({ "sec-fetch-site": "same-origin" }), 403, "without the session's token");
  assert.equal(await sent({}), 403);
  const headers = (await context.request.get("/sign-in", { maxRedirects: 0 })).headers();
  for (const name of ["content-security-policy", "permissions-policy", "cross-origin-opener-policy", "x-request-id"]) {
    assert.ok(headers[name], name);
  }
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["strict-transport-security"], undefined, "never over plain http");
});

test("the log names routes, and nothing of what was asked or typed", async () => {
  const log = program.log();
  assert.match(log, /answered/);
  for (const word of ["ameyer", PASSWORD, "not this one", "no/such/page", "back="]) {
    assert.ok(!log.includes(word), `the log holds ${word}`);
  }
});
