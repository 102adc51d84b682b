// A care plan from the templates to the copy in the patient's hands: typed by two people, returned, approved by what it
// changes, given away with proof; and a practice's own template.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { comeInAs, tell } from "../demo.mjs";
import { complete, field, kept } from "../plans.mjs";

let program, browser, nurse, other, doctor, manager, plan, version;

before(async () => {
  [program, browser] = await Promise.all([tell(), launch()]);
  [nurse, other, doctor, manager] = await Promise.all([1, 2, 3, 4].map(() => visitor(browser, program.url)));
  await comeInAs(nurse.page, "Clinical staff");
  await comeInAs(other.page, "Dana Whitehorse");
  await comeInAs(manager.page, "Manager");
});

after(async () => {
  await browser?.close();
  assert.equal(await program?.stop(), 0, "the program ends well when it is asked to");
});

test("plans are listed by what they wait for", async () => {
  const { page, complaints } = nurse;
  await page.goto("/care-plans");
  for (const standing of ["Returned", "Awaiting signature", "Draft", "Review due", "Signed"]) {
    const tab = page.getByRole("navigation", { name: "By what they wait for" }).getByRole("link", { name: standing });
    assert.match(await tab.textContent(), /\([1-9]\d*\)/, standing);
  }
  await everywhere(page, "plan-list");
  await page.getByRole("link", { name: /^Returned/ }).click();
  await page.locator("tbody a").first().click();
  await page.getByText(/^Returned by/).first().waitFor();
  await everywhere(page, "plan-returned");
  assert.deepEqual(complaints, []);
});

test("a draft begins from the templates of the patient's conditions", async () => {
  const { page, complaints } = nurse;
  await page.goto("/care-plans?show=review-due");
  await page.locator("tbody a").first().click();
  await page.getByRole("heading", { name: "Revise the plan" }).waitFor();
  for (const box of await page.locator("input[name=template]").all()) if (await box.isVisible()) await box.check();
  await page.getByRole("button", { name: /Revise version/ }).click();
  await page.getByRole("button", { name: /Save as a version/ }).waitFor();
  plan = new URL(page.url()).pathname;
  await page.getByText(/elements? (is|are) missing/).waitFor();
  await everywhere(page, "plan-editor");
  assert.deepEqual(complaints, []);
});

test("what is typed is kept at once, and an element is there when its part says something", async () => {
  const { page } = nurse;
  const missing = () => page.locator("#elements .state-watch").count();
  const before = await missing();
  await kept(page, () => field(page, "part.cognitive").fill("Clear"));
  assert.equal(await missing(), before - 1);
  await kept(page, () => field(page, "part.caregiver").fill("Her brother, and he is coping"));
  await kept(page, () => field(page, "part.physical").fill("Walks with a cane"));
  await kept(page, () => field(page, "part.preferences").fill("<script>alert(1)</script> stays at home"));
  await page.reload();
  assert.equal(await field(page, "part.caregiver").inputValue(), "Her brother, and he is coping");
});

test("two people on one draft: the second sees both, and nothing is lost", async () => {
  const [{ page }, theirs] = [nurse, other.page];
  await theirs.goto(plan);
  await field(theirs, "part.social").waitFor();
  await theirs.evaluate(() => document.querySelector("form#plan").removeAttribute("data-live"));
  await kept(page, () => field(page, "part.social").fill("Lives alone"));
  await field(theirs, "part.social").fill("Lives with her brother");
  await theirs.getByText("somebody else has changed this too").waitFor();
  await everywhere(theirs, "plan-differs");
  assert.equal(await field(theirs, "part.social").inputValue(), "Lives alone");
  await theirs.getByRole("button", { name: /Use mine/ }).click();
  await theirs.waitForLoadState();
  assert.equal(await field(theirs, "part.social").inputValue(), "Lives with her brother");
});

test("what cannot be read is told beside its field, and stays as it was typed", async () => {
  const { page } = nurse;
  await page.goto(plan);
  await kept(page, () => field(page, "goal.1.confidence").fill("eleven"));
  await page.getByRole("button", { name: /Save as a version/ }).click();
  await page.getByText("Before it can be a version").waitFor();
  await everywhere(page, "plan-refused");
  assert.equal(await field(page, "goal.1.confidence").inputValue(), "eleven");
  await kept(page, () => field(page, "goal.1.confidence").fill("8"));
  await complete(page);
  await page.getByText("Every element is there.").waitFor();
  await page.getByRole("button", { name: /Save as a version/ }).click();
  await page.waitForURL("**/plan/versions/*");
  version = new URL(page.url()).pathname;
  await page.getByText("Awaiting signature").first().waitFor();
  assert.equal(await page.locator("main script").count(), 0, "the patient's words are no markup");
  await everywhere(page, "plan-version");
});

test("the patient's practitioner approves by what it changes, or returns it", async () => {
  await nurse.page.goto("/care-plans?show=awaiting-signature");
  const name = await nurse.page.locator(`tbody tr:has(a[href="${plan}"]) td`).last().textContent();
  await comeInAs(doctor.page, name.trim());
  const { page, complaints } = doctor;
  await page.goto("/care-plans?show=awaiting-signature");
  await page.locator(`a[href="${version}/approval"]`).click();
  await page.getByRole("heading", { name: "What it changes" }).waitFor();
  await everywhere(page, "plan-approval");
  await page.getByRole("button", { name: "Return with this comment" }).click();
  await page.getByText("This is needed.").waitFor();
  await page.keyboard.press("s");
  await page.getByText(/^Signed by/).first().waitFor();
  assert.equal(new URL(page.url()).pathname, version);
  assert.deepEqual(complaints, []);
});

test("a signed plan is printed for the patient, and the copy has its proof", async () => {
  const { page, complaints } = nurse;
  for (const [variant, lang, heading] of [["standard", "en", "My care plan"], ["large_print", "en", "My care plan"], ["plain_language", "es", "Mi plan de cuidado"]]) {
    await page.goto(`${version}/print?variant=${variant}&lang=${lang}`);
    await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
    await everywhere(page, `plan-print-${variant}-${lang}`);
  }
  await page.goto(version);
  await page.getByRole("button", { name: /Put it on record/ }).click();
  await page.getByText("This is needed.").first().waitFor();
  await page.getByLabel("To", { exact: true }).selectOption("caregiver");
  await page.getByLabel("Name", { exact: true }).fill("Amos");
  await page.getByLabel("What proves it").fill("He signed for it at the desk");
  await page.getByRole("button", { name: /Put it on record/ }).click();
  await page.getByText("has named nobody of this name who may have the plan").waitFor();
  // The patient names him, and lets him have the plan and nothing else.
  const patient = new URL(version, page.url()).pathname.split("/")[2];
  await page.goto(`/patients/${patient}/contact`);
  await everywhere(page, "contact");
  const helper = page.getByRole("group", { name: "Helper 1", exact: true });
  await helper.getByLabel("Name").fill("Amos");
  await helper.getByLabel("Who they are to the patient").fill("brother");
  await helper.getByLabel("May be told").check();
  await helper.getByLabel("care plan").check();
  await page.getByLabel("Telephone 1").fill("call me");
  await page.getByRole("button", { name: /^Keep/ }).click();
  await page.getByText("A telephone number, please.").waitFor();
  await page.getByLabel("Telephone 1").fill("503 555 0177");
  await page.getByRole("button", { name: /^Keep/ }).click();
  await page.getByText("Only care plan").waitFor();
  await everywhere(page, "contact-told");
  await page.goto(version);
  await page.getByLabel("To", { exact: true }).selectOption("caregiver");
  await page.getByLabel("Name", { exact: true }).fill("amos");
  await page.getByLabel("What proves it").fill("He signed for it at the desk");
  await page.getByRole("button", { name: /Put it on record/ }).click();
  await page.getByText("He signed for it at the desk").waitFor();
  await page.getByText(/Caregiver amos/).waitFor();
  await everywhere(page, "plan-copy");
  assert.deepEqual(complaints, []);
});

test("a practice keeps its own template beside the shipped one", async () => {
  const { page, complaints } = manager;
  await page.goto("/settings/care-plans");
  await everywhere(page, "plan-templates");
  await page.getByRole("link", { name: "Asthma" }).click();
  await everywhere(page, "plan-template");
  assert.deepEqual(complaints, []);
});

test("the chart leads to the plan and shows its goals with their measures", async () => {
  const { page } = nurse;
  await page.goto(plan.replace(/\/plan$/, ""));
  await page.locator("#goals").waitFor();
  await page.keyboard.press("v");
  await page.waitForURL(`**${plan}`);
});
