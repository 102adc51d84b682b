// The day in short, on PostgreSQL: in, Today, a chart, the clock, a call and its signed note, out. The other files see all
// of it on SQLite.

import assert from "node:assert/strict";
import { after, before, test as suite } from "node:test";
import { launch } from "../browser.mjs";
import { enroll, nurse, PASSWORD, patients } from "../people.mjs";
import { fresh, isAway } from "../postgres.mjs";
import { start } from "../program.mjs";

const test = (name, body) => suite(name, { skip: isAway }, body);
let program, browser, maria, patient;

before(async () => {
  if (isAway) return;
  [program, browser] = await Promise.all([start("clock.toml", { database: fresh() }), launch()]);
  [patient] = patients(program, ["Ngo", "Amelia"]);
  enroll(program, "M-0");
  maria = await nurse(browser, program, "mlopez");
});

after(async () => {
  if (isAway) return;
  await browser?.close();
  assert.equal(await program?.stop(), 0, "the program ends well when it is asked to");
});

test("one signs out, and in again", async () => {
  const { page, complaints } = maria;
  await page.keyboard.press("u");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Sign-in name").fill("mlopez");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
  assert.deepEqual(complaints, []);
});

test("Today fills by itself, and leads to the chart", async () => {
  const { page, complaints } = maria;
  await page.goto("/today?show=everybody&whose=practice");
  await page.locator("[data-row] .day-name", { hasText: "Ngo" }).click({ timeout: 30_000 });
  await page.waitForURL(`**/patients/${patient}`);
  await page.getByRole("heading", { name: "Contacts and work" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("the clock is started, and what it counted is kept", async () => {
  const { page, complaints } = maria;
  await page.keyboard.press("t");
  await page.keyboard.press("p");
  await page.waitForFunction(() => document.querySelector("[data-clock-time]")?.textContent >= "00:00:02");
  await page.keyboard.press("t");
  await page.keyboard.press("s");
  await page.getByRole("link", { name: "No clock runs" }).waitFor();
  await page.goto(`/patients/${patient}/minutes`);
  await page.locator(".entry", { hasText: "Chart review" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("a call is made, and its note is signed with its minutes", async () => {
  const { page, complaints } = maria;
  await page.goto(`/patients/${patient}/call`);
  await page.getByRole("button", { name: /Open the call/ }).click();
  await page.waitForURL("**/calls/*");
  await page.locator("#identity").getByText("Full name").click();
  await page.locator("#identity").getByText("Date of birth").click();
  await page.locator("#outcome").getByText("Reached the patient").click();
  await page.locator("#c-remarks").fill("Walks daily.");
  await page.getByText("Nothing stands in the way of signing.").waitFor();
  await page.waitForFunction(() => document.querySelector("#c-note").value.includes("Walks daily."));
  await page.waitForTimeout(1_100);
  await page.getByRole("button", { name: /Stop the clock and sign/ }).click();
  await page.waitForURL("**/notes/*");
  const text = await page.locator("pre.note-text").first().innerText();
  assert.match(text, /Walks daily\./);
  assert.match(text, /Time: \d+ min \d+ s/);
  assert.deepEqual(complaints, []);
});
