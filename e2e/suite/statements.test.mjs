// What patients owe once payers have answered: a biller makes the statements that are due, says how they went out, takes a
// payment, agrees on parts, and looks at what has to go back and at what came of the month.

import assert from "node:assert/strict";
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
  await program?.stop();
});

const rows = (page) => page.locator("tr[data-row]");

test("statements that are due are made once, and sent with proof", async () => {
  const { page, complaints } = biller;
  await page.goto("/statements");
  await page.getByRole("heading", { level: 1, name: "Statements" }).waitFor();
  const due = await rows(page).count();
  assert.ok(due > 0, "payers have left something to patients");
  await everywhere(page, "statements-due");

  await page.getByRole("button", { name: /Make all that are due/ }).click();
  await page.waitForURL(/show=unsent/);
  assert.equal(await rows(page).count(), due);
  const file = await rows(page).first().getByRole("link", { name: /PDF/ }).getAttribute("href");
  const answer = await page.request.get(new URL(file, page.url()).href);
  assert.equal(answer.headers()["content-type"], "application/pdf");
  assert.equal((await answer.body()).subarray(0, 5).toString(), "%PDF-");
  await everywhere(page, "statements-unsent");

  await page.getByRole("button", { name: /Put on record/ }).click();
  await page.locator("#proof-problem").waitFor();
  await page.getByLabel("What proves it").fill("Mailed at the post office, tray 3");
  await page.getByRole("button", { name: /Put on record/ }).click();
  await page.waitForURL(/show=asked/);
  assert.equal(await rows(page).count(), due);
  await page.goto("/statements");
  assert.equal(await rows(page).count(), 0, "not twice without news");
  for (const show of ["waiting", "plans"]) {
    await page.goto(`/statements?show=${show}`);
    await everywhere(page, `statements-${show}`);
  }
  assert.deepEqual(complaints, []);
});

test("a payment is taken without the number of a card, and parts are agreed on", async () => {
  const { page } = biller;
  await page.goto("/statements?show=asked");
  await rows(page).first().getByRole("link").first().click();
  await page.waitForURL(/\/account$/);
  await page.getByRole("heading", { level: 1, name: "Account" }).waitFor();
  await everywhere(page, "account");
  await page.locator("#cents").fill("0.01");
  await page.locator("#by").selectOption("card");
  await page.locator("#reference").fill("4111 1111 1111 1111");
  await page.getByRole("button", { name: /^Record/ }).click();
  await page.locator("#reference-problem").waitFor();
  assert.equal(await page.locator("#reference").inputValue(), "", "it is not shown again");
  await page.locator("#reference").fill("AUTH 003911");
  await page.getByRole("button", { name: /^Record/ }).click();
  await page.getByText("AUTH 003911").waitFor();

  await page.locator("summary", { hasText: "Agree to pay in parts" }).click();
  await page.locator("#parts").fill("2");
  await page.locator("#first_due").fill("2030-01-31");
  await page.getByRole("button", { name: /^Agree/ }).click();
  await page.getByRole("heading", { name: "Paying in parts" }).waitFor();
  await everywhere(page, "account-plan");
});

test("what goes back, and what came of the month", async () => {
  const { page } = biller;
  await page.goto("/refunds");
  await page.getByRole("heading", { level: 1, name: "Refunds" }).waitFor();
  await everywhere(page, "refunds");
  await page.goto("/month/2026-09/result");
  await page.getByRole("heading", { name: "Claims and payers" }).waitFor();
  await everywhere(page, "result-claims");
  const csv = await page.request.get(new URL("/month/2026-09/result/claims.csv", page.url()).href);
  assert.match(await csv.text(), /^programs,payer,claims,accepted/);
});
