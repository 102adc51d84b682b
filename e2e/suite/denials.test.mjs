// What a biller does with what was not paid: the list by cause, a decision, all of the same, a corrected claim, an appeal with its
// evidence, and a call to the payer. The demo's payer has refused some of September.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { comeInAs } from "../demo.mjs";
import { demo } from "../program.mjs";

let program, browser, biller;

before(async () => {
  [program, browser] = await Promise.all([demo(), launch()]);
  biller = await visitor(browser, program.url);
  await comeInAs(biller.page, /Biller/);
});

after(async () => {
  await browser?.close();
  if (program) assert.equal(await program.stop(), 0);
});

/** The page of the first claim whose next step is this one. */
async function first(page, step) {
  await page.goto("/denials");
  await page.locator("[data-row]").filter({ hasText: step }).first().getByRole("link").first().click();
  await page.locator("[data-row] a").first().click();
  await page.getByRole("heading", { name: "What the payer said" }).waitFor();
  return page.url();
}

test("what was not paid is grouped by cause, with what to do and until when", async () => {
  const { page, complaints } = biller;
  await page.goto("/denials");
  const rows = page.locator("[data-row]");
  assert.ok((await rows.count()) > 2, "the payer refused for more than one reason");
  await everywhere(page, "denials");
  await rows.first().getByRole("link").first().click();
  await page.locator("[data-row]").first().waitFor();
  await everywhere(page, "denial-claims");
  await page.keyboard.press("a");
  await page.getByRole("heading", { name: "By month of service" }).waitFor();
  await everywhere(page, "denials-alike");
  assert.deepEqual(complaints, []);
});

test("a decision stays on record, and a wait comes back by itself", async () => {
  const { page, complaints } = biller;
  const url = await first(page, /./);
  await page.getByLabel("Decision").selectOption("wait");
  await page.getByRole("button", { name: /Keep the decision/ }).click();
  await page.locator(".field-problem").first().waitFor();
  await everywhere(page, "denial-refused");
  await page.getByLabel("Wait until").fill("2027-06-01");
  await page.getByLabel("Reason or note").fill("They look at it again");
  await page.getByRole("button", { name: /Keep the decision/ }).click();
  await page.getByText("They look at it again").waitFor();
  await everywhere(page, "denial");
  await page.goto("/denials?view=waiting");
  assert.ok((await page.locator("[data-row]").count()) > 0);
  await page.goto(url);
  await page.getByLabel("Decision").selectOption("taken");
  await page.getByRole("button", { name: /Keep the decision/ }).click();
  await page.getByText("I work on it").first().waitFor();
  assert.deepEqual(complaints, []);
});

test("a refused claim is drafted anew, and each names the other", async () => {
  const { page, complaints } = biller;
  const url = await first(page, "Correct it and send it anew");
  await page.getByRole("button", { name: "Draft the corrected claim" }).click();
  await page.waitForURL((at) => at.pathname.startsWith("/claims/"));
  const young = new URL(page.url()).pathname.split("/").pop();
  await page.goto(url);
  await page.getByText("Another claim is asked in place of this one").waitFor();
  await everywhere(page, "denial-superseded");
  await page.goto(`/denials/${young}`);
  await page.getByText("Asked in place of another claim").waitFor();
  assert.deepEqual(complaints, []);
});

test("an appeal is composed with its evidence, kept as it was made, and its clock stops when it is sent", async (at) => {
  const { page, complaints } = biller;
  await page.goto("/denials");
  const appeals = page.locator("[data-row]").filter({ hasText: "days left" }).filter({ hasNotText: "send it anew" });
  if ((await appeals.count()) === 0) return at.skip("no remittance of the demo can be appealed yet");
  await appeals.first().getByRole("link").first().click();
  await page.locator("[data-row] a").first().click();
  const compose = page.getByRole("button", { name: /Compose the appeal/ });
  if (!(await compose.isVisible())) return at.skip("this program makes no PDF");
  await compose.click();
  await page.getByText("Not sent yet").waitFor();
  await everywhere(page, "denial-appeal");
  const [letter] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /Letter/ }).click()]);
  assert.match(readFileSync(await letter.path()).toString("latin1"), /^%PDF/);
  const [pack] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /Evidence \(/ }).click()]);
  assert.match(readFileSync(await pack.path()).toString("latin1"), /^PK/);
  const today = await page.evaluate(() => new Date().toISOString().slice(0, 10));
  await page.getByLabel("On", { exact: true }).fill(today);
  await page.getByRole("button", { name: "It was sent" }).click();
  await page.locator(".field-problem").first().waitFor();
  assert.deepEqual(complaints, []);
});

test("a call to a payer is kept with its reference, its answers and the time on hold", async () => {
  const { page, complaints } = biller;
  await page.goto("/payer-calls");
  await everywhere(page, "payer-calls");
  await page.locator("[data-row] a").first().click();
  await page.getByRole("heading", { name: "The call" }).waitFor();
  await page.getByRole("button", { name: /Keep the call/ }).click();
  await page.locator(".field-problem").first().waitFor();
  await everywhere(page, "call-sheet");
  await page.getByLabel("Reference number").fill("REF-77120");
  await page.getByLabel("Minutes on hold").fill("21");
  await page.locator("input[name=answer-0]").fill("They have it since Monday");
  await page.getByRole("button", { name: /Keep the call/ }).click();
  await page.getByText("REF-77120").waitFor();
  await page.getByText("They have it since Monday").waitFor();
  await page.getByText("21 min").first().waitFor();
  assert.deepEqual(complaints, []);
});
