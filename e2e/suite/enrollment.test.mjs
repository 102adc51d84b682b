// Find and enroll: candidates, the queue, an invitation in Spanish from the queue to a consent on file, a no that stays a
// no, and stopping.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { comeInAs } from "../demo.mjs";
import { complete } from "../plans.mjs";
import { demo } from "../program.mjs";

const NURSE = /Clinical staff/;
let program, browser, nurse, enrolled, practitioner;

before(async () => {
  [program, browser] = await Promise.all([demo(), launch()]);
  nurse = await visitor(browser, program.url);
  await comeInAs(nurse.page, NURSE);
});

after(async () => {
  await browser?.close();
  await program?.stop();
});

test("candidates come with evidence and cost, and their counts open what they counted", async () => {
  const { page, complaints } = nurse;
  await page.goto("/enrollment");
  await page.getByRole("heading", { name: "Candidates", level: 1 }).waitFor();
  await page.locator("tbody summary").first().click();
  await everywhere(page, "enrollment-candidates");
  for (const answer of ["met", "open"]) {
    const door = page.locator(`.caseload-count[href*="answer=${answer}"]`);
    const count = Number(await door.locator("strong").innerText());
    if (count > 0) {
      await door.click();
      await page.waitForURL(`**answer=${answer}*`);
      assert.equal(await page.locator("tbody tr").count(), Math.min(count, 40));
    }
    await page.goto("/enrollment");
  }
  await page.locator("#cost").selectOption("none");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("Qualified Medicare beneficiary").first().waitFor();
  await page.goto("/enrollment?language=ru&cost=none");
  await page.getByText("No patient fits.").waitFor();
  await everywhere(page, "enrollment-none");
  assert.deepEqual(complaints, []);
});

test("a Spanish speaker is invited from the queue, agrees, signs on the screen, and the consent is on file", async () => {
  const { page, complaints } = nurse;
  await page.goto("/enrollment/queue?language=es");
  await everywhere(page, "enrollment-queue");
  await page.getByRole("button", { name: "Next patient" }).click();
  await page.waitForURL("**/outreach/CCM**");
  await page.getByText("Yours to call now").waitFor();
  const script = await page.locator(".aloud").allInnerTexts();
  assert.match(script.join(" "), /médico|consultorio|503 555 0110/);
  const told = script.join(" ").match(/unos \$\d+\.\d\d/)?.[0];
  assert.ok(told, "the patient's own figure is read aloud");
  await everywhere(page, "enrollment-invitation");

  await page.getByRole("link", { name: /Agrees/ }).click();
  await page.getByText(told).first().waitFor();
  await page.locator('[name="element_cost_sharing"]').check();
  await page.getByRole("button", { name: "Record the consent" }).click();
  await page.getByText("3 sentences were not read.").first().waitFor();
  assert.ok(await page.locator('[name="element_cost_sharing"]').isChecked(), "what was ticked is kept");
  await everywhere(page, "enrollment-consent-refused");
  for (const box of await page.locator('[name^="element_"]').all()) await box.check();
  await page.getByLabel("Signed on this screen").check();
  await page.locator("[data-signature] svg").scrollIntoViewIfNeeded();
  const pad = await page.locator("[data-signature] svg").boundingBox();
  await page.mouse.move(pad.x + 40, pad.y + 60);
  await page.mouse.down();
  for (let step = 1; step <= 12; step++) await page.mouse.move(pad.x + 40 + step * 15, pad.y + 60 + (step % 3) * 20);
  await page.mouse.up();
  assert.match(await page.locator("#signature").inputValue(), /^M\d+ \d+(L\d+ \d+)+$/);
  await everywhere(page, "enrollment-consent");
  await page.getByRole("button", { name: "Record the consent" }).click();
  await page.waitForURL("**/start");
  await page.getByText(/^Consent of/).first().waitFor();
  await everywhere(page, "enrollment-start");
  enrolled = new URL(page.url()).pathname.split("/")[2];
  practitioner = (await page.getByLabel("Practitioner").locator("option:checked").innerText()).trim();
  await page.getByRole("button", { name: "Begin", exact: false }).click();
  await page.getByText("The program has begun").waitFor();
  await page.getByRole("link", { name: "Consents", exact: true }).click();
  await page.getByText("CCM: consent given").waitFor();
  await page.getByText("invitation-1-es").waitFor();
  await everywhere(page, "enrollment-words");
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "Signature" }).click();
  assert.match((await file).suggestedFilename(), /^con_.*\.svg$/);
  assert.deepEqual(complaints, []);
});

test("their plan is written, signed by the practitioner whom the consent names, and given to them in Spanish", async () => {
  const { page, complaints } = nurse;
  await page.goto(`/patients/${enrolled}/plan`);
  for (const box of await page.locator("input[name=template]").all()) if (await box.isVisible()) await box.check();
  await page.getByLabel("The patient reads").selectOption("es");
  await page.getByRole("button", { name: /Begin the draft/ }).click();
  await page.getByRole("button", { name: /Save as a version/ }).waitFor();
  await complete(page, "Como nos lo contó");
  await page.getByText("Every element is there.").waitFor();
  await page.getByRole("button", { name: /Save as a version/ }).click();
  await page.waitForURL("**/plan/versions/*");
  const version = new URL(page.url()).pathname;
  const doctor = await visitor(browser, program.url);
  await comeInAs(doctor.page, practitioner);
  await doctor.page.goto(`${version}/approval`);
  await doctor.page.keyboard.press("s");
  await doctor.page.getByText(/^Signed by/).first().waitFor();
  assert.deepEqual(doctor.complaints, []);
  await doctor.context.close();
  await page.goto(`${version}/print?variant=plain_language&lang=es`);
  await page.getByRole("heading", { name: "Mi plan de cuidado", level: 1 }).waitFor();
  await everywhere(page, "enrollment-plan");
  await page.goto(version);
  await page.getByLabel("What proves it").fill("Handed over at the visit");
  await page.getByRole("button", { name: /Put it on record/ }).click();
  await page.getByText("Handed over at the visit").waitFor();
  await everywhere(page, "enrollment-copy");
  assert.deepEqual(complaints, []);
});

test("stopping says when it ends, before and after", async () => {
  const { page, complaints } = nurse;
  await page.goto(`/patients/${enrolled}/consents`);
  await page.getByRole("link", { name: /^Stop/ }).click();
  await page.getByText("ends on Oct 31, 2026").waitFor();
  await everywhere(page, "enrollment-stop");
  await page.getByRole("button", { name: "Record that they stop" }).click();
  await page.getByText("It is recorded. The program ends on Oct 31, 2026.").waitFor();
  await page.getByText("CCM: revoked").waitFor();
  await page.getByText("CCM: consent given").waitFor();
  assert.equal(await page.getByRole("link", { name: /^Stop/ }).count(), 0);
  assert.deepEqual(complaints, []);
});

test("a refusal is on file, ends with the next patient, and is never turned into an acceptance", async () => {
  const { page, complaints } = nurse;
  await page.goto("/enrollment/queue");
  await page.getByRole("button", { name: "Next patient" }).click();
  await page.waitForURL("**/outreach/CCM**");
  const refused = page.url();
  await page.getByRole("button", { name: "Record, then next patient" }).click();
  await page.getByText("This is needed.").first().waitFor();
  await page.getByLabel("Declined: the cost").check();
  await page.getByLabel("Remark").fill("Too much in one month.");
  await page.getByRole("button", { name: "Record, then next patient" }).click();
  await page.waitForURL((url) => url.href !== refused && !url.pathname.endsWith("/attempts"));
  await page.goto(refused);
  await page.getByText("This outreach is over.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Record, then next patient" }).count(), 0);
  await everywhere(page, "enrollment-over");
  await page.goto(new URL(refused).pathname.replace(/outreach\/CCM$/, "consents"));
  await page.getByText("CCM: refused").waitFor();
  assert.equal(await page.getByText("CCM: consent given").count(), 0);
  const start = await page.goto(`${new URL(refused).pathname}/start`);
  assert.equal(start.status(), 200);
  await page.getByText("A valid consent comes first.").waitFor();
  assert.deepEqual(complaints, []);
});

test("two who call are not given the same patient", async () => {
  const other = await visitor(browser, program.url);
  await comeInAs(other.page, "Minjun Park");
  await nurse.page.goto("/enrollment/queue");
  await nurse.page.getByRole("button", { name: "Next patient" }).click();
  await nurse.page.waitForURL("**/outreach/CCM**");
  await other.page.goto(nurse.page.url());
  await other.page.getByText("has opened this patient").waitFor();
  await other.page.goto("/enrollment/queue");
  await other.page.getByRole("button", { name: "Next patient" }).click();
  await other.page.waitForURL((url) => url.pathname !== "/enrollment/claims");
  assert.notEqual(new URL(other.page.url()).pathname, new URL(nurse.page.url()).pathname);
  await other.context.close();
});

test("terms of the outreach are set within their bounds", async () => {
  const manager = await visitor(browser, program.url);
  await comeInAs(manager.page, "Manager");
  const { page } = manager;
  await page.goto("/settings/outreach");
  await page.getByRole("heading", { name: "Outreach", level: 1 }).waitFor();
  await everywhere(page, "enrollment-terms");
  assert.deepEqual(manager.complaints, []);
  await manager.context.close();
});
