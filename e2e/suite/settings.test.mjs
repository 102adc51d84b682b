// Practice settings: people come in by them, and what they may see follows from them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { everywhere, visitor } from "../browser.mjs";
import { PASSWORD, accept, add, built, confirm, invitation } from "../walls.mjs";

const walls = built();

test("settings are read by anybody who manages, and changed after a fresh proof", async () => {
  const { page, complaints } = walls.admin;
  await page.goto("/settings");
  await page.waitForURL("**/settings/staff");
  await everywhere(page, "settings-staff-read");
  assert.equal(await page.getByRole("link", { name: "Add a person" }).count(), 0);
  const answer = await page.goto("/settings/staff/new");
  assert.match(page.url(), /\/step-up\?back=%2Fsettings%2Fstaff%2Fnew$/);
  assert.equal(answer.status(), 200);
  await page.goto("/settings/staff");
  await confirm(page);
  await page.waitForURL("**/settings/staff");
  await page.getByRole("link", { name: "Add a person" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("somebody is added, invited, and signs in", async () => {
  const { page, complaints } = walls.admin;
  await page.goto("/settings/staff/new");
  await page.getByLabel("First name").fill("Nora");
  await page.getByLabel("Sign-in name").fill("iruiz");
  await page.locator("#npi").fill("1234567890");
  await page.getByRole("button", { name: "Add this person" }).click();
  await page.getByText("This is needed.").first().waitFor();
  assert.equal(await page.getByLabel("First name").inputValue(), "Nora", "what was typed is kept");
  await everywhere(page, "settings-staff-refused");
  await add(page, { given: "Nora", family: "Vance", login: "nvance", role: "rn", credential: "RN" });
  await everywhere(page, "settings-member");
  const link = await invitation(page);
  assert.match(link, /\/invitations\/org_/);
  await everywhere(page, "settings-invited");
  const nurse = await visitor(walls.browser, walls.program.url);
  await accept(nurse.page, link);
  const denied = await nurse.page.goto("/settings/staff");
  assert.equal(denied.status(), 403);
  await nurse.page.getByText("This is not yours to do").waitFor();
  assert.deepEqual(complaints, []);
  await nurse.context.close();
});

test("a role ends on a day, and a credential is renewed: nothing is overwritten", async () => {
  const { page, complaints } = walls.admin;
  await page.goto("/settings/staff");
  await page.getByRole("link", { name: "Nora Vance" }).click();
  await page.getByRole("link", { name: "Renew credential" }).click();
  await page.getByLabel("From", { exact: true }).fill("2027-01-01");
  await page.getByLabel("License or certificate").fill("RN");
  await page.getByLabel("Valid from").fill("2027-01-01");
  await everywhere(page, "settings-renewal");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("to Dec 31, 2026").first().waitFor();
  assert.equal(await page.locator("tbody tr").count(), 2);
  await page.goto(`${page.url()}/roles`);
  await page.locator("#word").selectOption("rn");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("This role is on record for some of these days.").waitFor();
  assert.deepEqual(complaints, []);
});

test("charges, clocks, judgments and access are set within their bounds", async () => {
  const { page, complaints } = walls.admin;
  await page.goto("/settings/practice");
  await page.getByLabel("Code", { exact: true }).fill("99490");
  await page.getByLabel("Amount in dollars").fill("62,5x");
  await page.locator("#charge_from").fill("2026-01-01");
  await page.getByRole("button", { name: "Set the charge" }).click();
  await page.getByText("An amount such as 62.50.").waitFor();
  await page.getByLabel("Amount in dollars").fill("62.50");
  await page.getByRole("button", { name: "Set the charge" }).click();
  await page.getByText("$62.50").waitFor();
  await page.getByLabel("Chart: ask after (seconds)").fill("5");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("This is outside of what is possible.").waitFor();
  await page.getByLabel("Chart: ask after (seconds)").fill("180");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/settings/practice");
  assert.equal(await page.getByLabel("Chart: ask after (seconds)").inputValue(), "180");
  await everywhere(page, "settings-practice");
  await page.goto("/settings/switches");
  const one = page.locator("#count_prior_auth");
  await one.getByRole("combobox").selectOption("true");
  await one.getByRole("button", { name: "Save" }).click();
  await page.locator("#count_prior_auth").getByText("Set otherwise").waitFor();
  await everywhere(page, "settings-switches");
  await page.locator("#count_prior_auth").getByRole("button", { name: "Back to the default" }).click();
  await page.getByText("All as the rules have them").waitFor();
  await page.goto("/settings/access");
  await page.getByLabel("Charts that clinical staff see").selectOption("assigned");
  await page.getByRole("button", { name: "Save" }).click();
  await everywhere(page, "settings-access");
  assert.deepEqual(complaints, []);
});

test("patients are assigned by a list, all or none", async () => {
  const { page, complaints } = walls.admin;
  await page.goto("/assignments");
  await page.getByLabel("Record numbers").fill("A100\nA999");
  await page.getByRole("button", { name: "Assign" }).click();
  await page.getByText("Line 2: no patient of this practice has this number.").waitFor();
  await everywhere(page, "assignments-refused");
  await page.getByLabel("Record numbers").fill("A100");
  await page.getByRole("button", { name: "Assign" }).click();
  await page.getByText("One patient was assigned.").waitFor();
  await everywhere(page, "assignments");
  assert.deepEqual(complaints, []);
});

test("a closed chart is opened with a reason, and loudly", async () => {
  const nurse = await visitor(walls.browser, walls.program.url);
  const { page } = nurse;
  await page.goto("/sign-in");
  await page.getByLabel("Sign-in name").fill("nvance");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.goto("/broken-glasses");
  await page.getByLabel("Record number").fill("A101");
  await page.getByLabel("Reason").fill("now");
  await page.getByRole("button", { name: "Open the chart" }).click();
  await page.getByText("This is needed.").waitFor();
  assert.equal(await page.getByLabel("Record number").inputValue(), "A101");
  await everywhere(page, "glass-refused");
  await page.getByLabel("Reason").fill("Pharmacy calls about a dose, the coordinator is away");
  await page.getByRole("button", { name: "Open the chart" }).click();
  await page.waitForURL(/\/patients\/pat_/);
  const chart = page.url();
  // Open now: the glass is not offered twice.
  assert.equal((await page.goto(`${chart}/broken-glass`)).status(), 404);
  await nurse.context.close();
  await walls.admin.page.goto("/broken-glasses");
  const row = walls.admin.page.getByRole("row").filter({ hasText: "Pharmacy calls about a dose" });
  await row.getByText("Tamsin, Bram A101").waitFor();
  await everywhere(walls.admin.page, "glass-list");
});

test("an auditor sees the charts on the list, and nothing else", async () => {
  const { page } = walls.admin;
  await add(page, { given: "Ansel", family: "Brook", login: "abrook", role: "auditor" });
  await page.getByRole("link", { name: "Charts for review" }).click();
  await page.getByLabel("Record numbers").fill("A102");
  await page.getByLabel("Last day of the review").fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Ansel Brook" }).waitFor();
  const link = await invitation(page);
  const auditor = await visitor(walls.browser, walls.program.url);
  await accept(auditor.page, link);
  await auditor.page.waitForURL("**/charts-for-review");
  await auditor.page.getByText("Vesper, Juno").waitFor();
  assert.equal(await auditor.page.locator("tbody tr").count(), 1);
  await everywhere(auditor.page, "review");
  for (const path of ["/settings/staff", "/assignments", "/audit", "/broken-glasses"]) {
    assert.equal((await auditor.page.goto(path)).status(), 403, path);
  }
  await auditor.context.close();
});
