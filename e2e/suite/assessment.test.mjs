// Assessments by keyboard alone, asked in Spanish: a positive screen leads on, a thought of self-harm cannot wait, a
// mistake is corrected by a new record.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { comeInAs, tell } from "../demo.mjs";

let program, browser, nurse, patient;

before(async () => {
  [program, browser] = await Promise.all([tell(), launch()]);
  patient = program.said().match(/pat_[0-9a-z-]+/)[0];
  nurse = await visitor(browser, program.url);
  await comeInAs(nurse.page, "Dana Whitehorse");
});

after(async () => {
  await browser?.close();
  assert.equal(await program?.stop(), 0, "the program ends well when it is asked to");
});

/** Presses a key that leads to another address. */
async function leads(page, key) {
  const from = page.url();
  await page.keyboard.press(key);
  await page.waitForURL((url) => url.href !== from);
  await page.waitForLoadState();
}

/** Answers the question that is asked, in this place. */
async function answers(page, place, digit) {
  await page.getByText(new RegExp(`^Question ${place} of`)).waitFor();
  await leads(page, digit);
}

/** The digit that begins an instrument. */
const digitOf = (page, title) => page.locator("li.task").filter({ hasText: title }).locator("kbd").innerText();

/** Tabs until the focus is there. */
async function tabTo(page, name) {
  for (let tries = 0; tries < 80; tries += 1) {
    const isThere = (name) => document.activeElement.matches("button, a") && document.activeElement.textContent.includes(name);
    if (await page.evaluate(isThere, name)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the focus never came to ${name}`);
}

test("the chart leads to what is due, with why", async () => {
  const { page, complaints } = nurse;
  await page.goto(`/patients/${patient}`);
  await leads(page, "q");
  await page.getByRole("heading", { name: "Choose an assessment" }).waitFor();
  await page.locator("li.task").filter({ hasText: "PHQ-2" }).getByText("Never given").waitFor();
  await everywhere(page, "assessments");
  assert.deepEqual(complaints, []);
});

test("a positive PHQ-2 in Spanish leads to the PHQ-9, which takes its answers over", async () => {
  const { page, complaints } = nurse;
  await leads(page, await digitOf(page, "PHQ-2"));
  await page.getByRole("heading", { name: "Little interest or pleasure in doing things" }).waitFor();
  await page.keyboard.press("l");
  await page.getByRole("heading", { name: "Poco interés o placer en hacer cosas" }).waitFor();
  await everywhere(page, "assessment-one");
  await answers(page, 1, "2");
  await answers(page, 2, "1");
  await page.getByRole("button", { name: /Keep this assessment/ }).waitFor();
  await leads(page, "k").catch(() => {});
  await page.getByRole("heading", { name: /Positive/ }).waitFor();
  await everywhere(page, "assessment-positive");
  await leads(page, "p");
  await page.getByText("Question 3 of").waitFor();
  assert.deepEqual(complaints, []);
});

test("an item 9 above zero opens its escalation at once, and the page stays on it", async () => {
  const { page, complaints } = nurse;
  for (const place of [3, 4, 5, 6, 7, 8]) await answers(page, place, "1");
  await page.getByRole("heading", { name: "Pensamientos de que estaría mejor muerto(a)" }).waitFor();
  await page.keyboard.press("1");
  await page.getByRole("alert").getByText("This cannot wait").waitFor();
  const flag = page.locator(".flag-open");
  await flag.getByText("PHQ-9: thoughts of death or self-harm").waitFor();
  assert.ok((await flag.locator("ol li").count()) > 0, "the steps of the protocol are shown");
  await everywhere(page, "assessment-red-flag");
  const other = await visitor(browser, program.url);
  await comeInAs(other.page, "Practitioner");
  await other.page.goto("/escalations");
  await other.page.getByText("PHQ-9: thoughts of death or self-harm").first().waitFor();
  await other.context.close();
  await leads(page, "s");
  await answers(page, 10, "2");
  await page.locator("#q-interest input:checked").waitFor({ state: "attached" });
  await everywhere(page, "assessment-all");
  await page.keyboard.press("k");
  await page.getByText("Score 10 of 27").waitFor();
  await page.getByRole("heading", { name: "Moderate" }).waitFor();
  await page.getByText("Task: PHQ-9 is moderate or more").waitFor();
  await everywhere(page, "assessment-result");
  assert.deepEqual(complaints, []);
});

test("a correction is a new record, and what stands is not opened twice", async () => {
  const { page, complaints } = nurse;
  const wrong = new URL(page.url()).pathname;
  await leads(page, "e");
  await page.keyboard.press("f");
  for (const digit of ["0", "1", "0"]) await page.keyboard.press(digit);
  // Saved as they are chosen: a reload has them.
  const isSaved = async () => /id="c-sleep-1"[^>]*checked/.test(await (await page.request.get(page.url())).text());
  for (let tries = 0; tries < 50 && !(await isSaved()); tries += 1) await page.waitForTimeout(100);
  await page.reload();
  const chosen = (item) => page.locator(`#q-${item} input:checked`).inputValue();
  assert.deepEqual([await chosen("interest"), await chosen("low"), await chosen("sleep")], ["not_at_all", "several_days", "not_at_all"]);
  await tabTo(page, "Keep this assessment");
  await page.keyboard.press("Enter");
  await page.getByText("Corrects an earlier one.").waitFor();
  await page.getByText("Score 7 of 27").waitFor();
  assert.equal(await page.locator(".flag-open").count(), 1, "the same escalation, not another");
  await page.goto(wrong);
  await page.getByText("This was corrected.").waitFor();
  await everywhere(page, "assessment-corrected");
  await page.goto(`/patients/${patient}`);
  await page.locator("section[aria-labelledby=assessments]").getByText("Mild").first().waitFor();
  await everywhere(page, "chart-assessments");
  assert.deepEqual(complaints, []);
});

test("what is not answered is told before it is kept without a score", async () => {
  const { page } = nurse;
  await page.goto(`/patients/${patient}/assessments`);
  await leads(page, await digitOf(page, "Fall risk"));
  await answers(page, 1, "1");
  await page.getByRole("heading", { name: /How many times/ }).or(page.getByRole("heading", { name: /Cuántas/ })).waitFor();
  await page.keyboard.press("o");
  await page.getByRole("button", { name: /Keep this assessment/ }).waitFor();
  await page.keyboard.press("k");
  await page.getByRole("alert").getByText(/questions are not answered/).waitFor();
  await everywhere(page, "assessment-missing");
  await page.keyboard.press("m");
  await page.getByRole("heading", { name: /No score/ }).waitFor();
});

test("a call shows what is due, and what is asked from it is the call's", async () => {
  const { page } = nurse;
  await page.goto(`/patients/${patient}/call`);
  await page.keyboard.press("c");
  await page.waitForURL("**/calls/*");
  const call = new URL(page.url()).pathname;
  await page.getByRole("heading", { name: "Assessments due" }).waitFor();
  await leads(page, "q");
  await leads(page, await digitOf(page, "Social needs"));
  await page.getByText("Question 1 of").waitFor();
  await leads(page, "c");
  assert.equal(new URL(page.url()).pathname, call);
});

test("without any script the questions are buttons and pages", async () => {
  const plain = await visitor(browser, program.url, { javaScriptEnabled: false });
  const { page } = plain;
  await comeInAs(page, "Dana Whitehorse");
  await page.goto(`/patients/${patient}/assessments`);
  await page.getByRole("button", { name: /Begin.*GAD-7/ }).click();
  for (let place = 0; place < 7; place += 1) await page.locator(".answer").nth(1).click();
  await page.locator(".answer").first().click();
  await page.getByRole("button", { name: /Keep this assessment/ }).click();
  await page.getByText("Score 7 of 21").waitFor();
  await plain.context.close();
});
