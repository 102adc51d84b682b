// The coordinator's day, as far as it is read: Today, finding a patient, the chart. By keyboard, in the demo practice.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { demo } from "../program.mjs";

let program, browser, nurse;

before(async () => {
  [program, browser] = await Promise.all([demo(), launch()]);
  nurse = await visitor(browser, program.url);
});

after(async () => {
  await browser?.close();
  assert.equal(await program?.stop(), 0, "the program ends well when it is asked to");
});

test("whoever cares for patients lands on Today, and it says why now", async () => {
  const { page, complaints } = nurse;
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Clinical staff/ }).first().click();
  await page.waitForURL("**/today");
  await page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
  // The list is made by a job of the program's own; the page takes it in by itself.
  await page.locator("[data-row]").first().waitFor({ timeout: 30_000 });
  assert.ok((await page.locator("[data-row] .state").count()) > 0, "each row says why now");
  await everywhere(page, "today");
  assert.deepEqual(complaints, []);
});

test("every count opens the list that it counted", async () => {
  const { page } = nurse;
  await page.goto("/today?whose=practice");
  for (const door of await page.locator(".caseload-count").all()) {
    const count = Number((await door.locator("strong").innerText()).replaceAll(",", ""));
    const there = await page.context().newPage();
    await there.goto(await door.getAttribute("href"));
    assert.equal(await there.locator("[data-row]").count(), Math.min(count, 50));
    await there.close();
  }
  await page.goto("/today?show=clinical&whose=practice");
  await everywhere(page, "today-clinical");
});

test("the list is walked by keyboard, and Enter opens the chart", async () => {
  const { page, complaints } = nurse;
  await page.goto("/today?show=everybody&whose=practice");
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("href"));
  const links = await page.locator("[data-row] .day-name").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await focused(), links[1]);
  await page.keyboard.press("k");
  assert.equal(await focused(), links[0]);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/patients/*");
  assert.deepEqual(complaints, []);
});

test("a chart is one screen, and opening it starts no clock", async () => {
  const { page, complaints } = nurse;
  for (const name of ["Since the last contact", "Goals and plan", "Problems", "Medications", "Allergies", "Readings", "Contacts and work", "Open tasks", "Documents"]) {
    await page.getByRole("heading", { name, exact: true }).waitFor();
  }
  await page.setViewportSize({ width: 1920, height: 1080 });
  const drawings = page.locator(".trend-drawing");
  if ((await drawings.count()) > 0) await drawings.first().locator("canvas").waitFor();
  await everywhere(page, "chart");
  assert.deepEqual(complaints, []);
});

test("patients are found while one types, and no address holds what was typed", async () => {
  const { page, complaints } = nurse;
  await page.setViewportSize({ width: 1024, height: 900 });
  await page.keyboard.press("g");
  await page.keyboard.press("f");
  await page.waitForURL("**/patients");
  await everywhere(page, "patients");
  const name = (await page.locator("[data-row] .day-name").first().innerText()).split(",")[0];
  await page.keyboard.press("/");
  const sent = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.keyboard.type(name.toLowerCase());
  const answer = await sent;
  assert.equal(answer.status(), 200);
  assert.equal(new URL(answer.url()).search, "");
  await page.getByText(/by name/).waitFor();
  assert.ok((await page.locator("[data-row] .day-name").first().innerText()).startsWith(name));
  assert.equal(await page.evaluate(() => document.activeElement?.id), "text", "one goes on typing");
  assert.ok(page.url().endsWith("/patients"));
  await everywhere(page, "patients-found");
  await page.getByLabel(/Name, record number/).fill("zzzzzz");
  await page.getByRole("heading", { name: "Nobody found" }).waitFor();
  await everywhere(page, "patients-none");
  assert.ok(!program.log().toLowerCase().includes(name.toLowerCase()), "no name is logged");
  assert.deepEqual(complaints, []);
});

test("patients are found without any script", async () => {
  const { page, context } = await visitor(browser, program.url, { javaScriptEnabled: false });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Clinical staff/ }).first().click();
  await page.goto("/patients");
  const name = (await page.locator("[data-row] .day-name").first().innerText()).split(",")[0];
  await page.getByLabel(/Name, record number/).fill(name);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText(/by name/).waitFor();
  assert.ok(page.url().endsWith("/patients"));
  await context.close();
});

test("a chart that is not there has a page", async () => {
  const { page } = nurse;
  await page.goto("/patients/pat_00000000000000000000000001");
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
});
