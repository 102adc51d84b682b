// A physician on a telephone: the panel, an escalation answered, a plan approved by what it changes, complexity attested, own
// minutes started and stopped, a note of the sample rated; and who may not.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { comeInAs, tell } from "../demo.mjs";

const PHONE = { viewport: { width: 390, height: 844 } };
let program, browser, doctor, signer, nurse, manager;

before(async () => {
  [program, browser] = await Promise.all([tell(), launch()]);
  doctor = await visitor(browser, program.url, PHONE);
  signer = await visitor(browser, program.url, PHONE);
  nurse = await visitor(browser, program.url);
  manager = await visitor(browser, program.url);
  await comeInAs(doctor.page, "Adeyemi");
  await comeInAs(nurse.page, "Dana Whitehorse");
  await comeInAs(manager.page, "Manager");
});

after(async () => {
  await browser?.close();
  assert.equal(await program?.stop(), 0, "the program ends well when it is asked to");
});

/** The number on a door of the panel. */
async function count(page, name) {
  const tile = page.locator(".panel-tile", { hasText: name });
  return Number(await tile.locator("strong").textContent());
}

test("the panel counts what waits, and each count opens the list that it counted", async () => {
  const { page, complaints } = doctor;
  await page.goto("/panel");
  await page.getByRole("heading", { name: "My panel", level: 1 }).waitFor();
  await everywhere(page, "panel");
  const doors = ["Escalations to answer", "Patients worsening", "Complexity to attest"];
  for (const name of doors) {
    await page.goto("/panel");
    const counted = await count(page, name);
    assert.ok(counted > 0, name);
    await page.locator(".panel-tile", { hasText: name }).click();
    await page.waitForURL("**/panel?show=*");
    assert.equal(await page.locator(".panel-rows > li").count(), counted, name);
  }
  await page.locator(".panel-tile", { hasText: "Claims to review" }).click();
  await page.waitForURL("**/claim-review");
  assert.deepEqual(complaints, []);
});

test("an escalation is answered from one page, and the answer is a task of whoever asked", async () => {
  const { page, complaints } = doctor;
  await page.goto("/panel?show=escalations");
  const waiting = await count(page, "Escalations to answer");
  await page.locator(".panel-rows a").first().click();
  await page.waitForURL("**/escalations/*");
  for (const heading of ["Medications", "Allergies", "Readings", "Last note"]) {
    await page.getByRole("heading", { name: heading }).first().waitFor();
  }
  await everywhere(page, "panel-escalation");
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  await page.getByText("This is needed").first().waitFor();
  await page.getByLabel("Answer by").selectOption({ label: "A visit" });
  await page.getByRole("textbox", { name: "Advice" }).fill("Come in this afternoon; hip film first");
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  await page.getByText("A visit: Come in this afternoon; hip film first").waitFor();
  await page.goto("/panel");
  assert.equal(await count(page, "Escalations to answer"), waiting - 1);
  await nurse.page.goto("/tasks");
  await nurse.page.getByText("Come in this afternoon; hip film first").first().waitFor();
  assert.deepEqual(complaints, []);
});

test("a plan is approved by its difference, from the panel and back", async () => {
  await nurse.page.goto("/care-plans?show=awaiting-signature");
  const name = await nurse.page.locator("tbody tr td").last().textContent();
  await comeInAs(signer.page, name.trim());
  const { page, complaints } = signer;
  await page.goto("/panel?show=plans");
  const waiting = await count(page, "Plans to approve");
  await page.locator(".panel-rows a").first().click();
  await page.getByRole("heading", { name: "What it changes" }).waitFor();
  await everywhere(page, "panel-approval");
  await page.keyboard.press("s");
  await page.getByText(/^Signed by/).first().waitFor();
  await page.goto("/panel");
  assert.equal(await count(page, "Plans to approve"), waiting - 1);
  assert.deepEqual(complaints, []);
});

test("complexity is attested beside its facts, corrected by a new record, and by no nurse", async () => {
  const { page, complaints } = doctor;
  await page.goto("/panel?show=attestations");
  const waiting = await count(page, "Complexity to attest");
  await page.locator(".panel-rows a").first().click();
  await page.getByRole("heading", { name: "The month in figures" }).waitFor();
  const here = new URL(page.url()).pathname;
  await everywhere(page, "panel-complexity");
  await page.keyboard.press("s");
  await page.getByText("This is needed.").first().waitFor();
  await everywhere(page, "panel-complexity-refused");
  await page.getByLabel("Decision making").selectOption("moderate");
  await page.getByLabel("What made it so").fill("Water pill halved, potassium followed, cardiologist called");
  await page.getByRole("button", { name: /^Sign/ }).click();
  await page.getByRole("heading", { name: "Correct what you attested" }).waitFor();
  await page.getByLabel("Decision making").selectOption("high");
  await page.getByRole("button", { name: /^Sign/ }).click();
  await page.getByText("corrects what was said before").waitFor();
  await everywhere(page, "panel-attested");
  await page.goto("/panel");
  assert.equal(await count(page, "Complexity to attest"), waiting - 1);

  await nurse.page.goto(here);
  await nurse.page.getByRole("heading", { name: "Who attests" }).waitFor();
  assert.equal(await nurse.page.getByLabel("Decision making").count(), 0);
  assert.deepEqual(complaints, []);
});

test("own minutes are started and stopped on a telephone", async () => {
  const { page, complaints } = doctor;
  await page.goto("/panel");
  await page.keyboard.press("o");
  await page.waitForURL("**/own-time");
  await everywhere(page, "panel-own-time");
  const name = (await page.locator(".panel-rows strong").first().textContent()).split(",")[0];
  await page.getByLabel("Patient", { exact: true }).fill(name);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Found" }).waitFor();
  assert.equal(new URL(page.url()).search, "", "no name stands in an address");
  await page.getByRole("button", { name: new RegExp(`^Start\\s*: ${name}`) }).first().click();
  await page.getByRole("button", { name: /^Stop x/ }).waitFor();
  await everywhere(page, "panel-own-running");
  await page.getByRole("button", { name: /^Stop x/ }).click();
  await page.getByText("No clock of yours runs.").waitFor();
  assert.deepEqual(complaints, []);
});

test("the week's notes are drawn once and rated, with the seed for whoever asks", async () => {
  const { page, complaints } = doctor;
  await page.goto("/panel");
  await page.keyboard.press("w");
  await page.waitForURL("**/supervision");
  await page.getByRole("button", { name: /Draw this week/ }).click();
  await page.getByText(/Nothing to draw|were drawn/).waitFor();
  await page.locator("#samples details summary").first().click();
  await page.getByText("Seed:").first().waitFor();
  await everywhere(page, "panel-supervision");
  const left = page.locator("section[aria-labelledby=this-week] .panel-rows > li:not(:has(.state))");
  const before = await left.count();
  assert.ok(before > 0, "a note waits for a look");
  await left.first().locator("a").click();
  await page.getByRole("heading", { name: "Your word" }).waitFor();
  await page.keyboard.press("3");
  assert.ok(await page.getByLabel(/^Needs work/).isChecked(), "a rating has its key");
  await page.getByRole("button", { name: /^Save, next/ }).click();
  await page.getByText("This is needed.").waitFor();
  await everywhere(page, "panel-sampled");
  await page.getByLabel("Comment for the record").fill("Nothing was taught back");
  await page.getByRole("button", { name: /^Save, next/ }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/supervision"));
  await page.goto("/supervision");
  await page.getByText("Nothing was taught back").waitFor();
  assert.equal(await left.count(), before - 1);
  assert.deepEqual(complaints, []);
});

test("nobody else has a panel, and the manager sets the figures", async () => {
  for (const path of ["/panel", "/supervision", "/own-time"]) {
    const answer = await nurse.page.goto(path);
    assert.equal(answer.status(), 403, path);
  }
  await manager.page.goto("/settings/supervision");
  await manager.page.getByLabel("Notes of each coordinator in a sample").waitFor();
  await everywhere(manager.page, "panel-terms");
  assert.deepEqual(manager.complaints, []);
});
