// A call from its first tick to its signed note, with two people on one draft; and the end of the day.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, everywhere, launch, visitor } from "../browser.mjs";
import { comeInAs, tell } from "../demo.mjs";

let program, browser, nurse, other, doctor, patient, call;

before(async () => {
  [program, browser] = await Promise.all([tell(), launch()]);
  patient = program.said().match(/pat_[0-9a-z-]+/)[0];
  nurse = await visitor(browser, program.url);
  other = await visitor(browser, program.url);
  doctor = await visitor(browser, program.url);
  await comeInAs(nurse.page, "Clinical staff");
  await comeInAs(other.page, "Dana Whitehorse");
  await comeInAs(doctor.page, "Practitioner");
});

after(async () => {
  await browser?.close();
  assert.equal(await program?.stop(), 0, "the program ends well when it is asked to");
});

/** Ticks or types, and waits until it is kept. */
async function kept(page, act) {
  const revision = () => page.locator("#seen input[name=revision]").inputValue();
  const before = Number(await revision());
  await act();
  await page.waitForFunction((before) => {
    const seen = document.querySelector("#seen input[name=revision]");
    return seen && Number(seen.value) > before && document.getElementById("save-state").textContent === "";
  }, before);
}

const tick = (page, question, answer) =>
  kept(page, () => page.locator(`[id="q-${question}"]`).getByText(answer, { exact: true }).click());

test("a call is opened with its clock, by keyboard", async () => {
  const { page, complaints } = nurse;
  await page.goto(`/patients/${patient}/call`);
  await everywhere(page, "call-new");
  await page.keyboard.press("c");
  await page.waitForURL("**/calls/*");
  call = new URL(page.url()).pathname;
  assert.equal(await page.getByText("No clock runs for this call.").count(), 0, "its clock runs");
  await page.getByText("Outcome").or(page.getByText("How it ended")).first().waitFor();
  await everywhere(page, "call");
  await page.keyboard.press("1");
  assert.match(await page.evaluate(() => location.hash), /^#section-/);
  assert.deepEqual(complaints, []);
});

test("somebody else cannot call the same patient meanwhile", async () => {
  const { page } = other;
  await page.goto(`/patients/${patient}/call`);
  await page.keyboard.press("c");
  await page.getByRole("heading", { name: "Somebody is on the phone already" }).waitFor();
  await page.getByText(/is on the phone with this patient since/).waitFor();
  await everywhere(page, "call-under-way");
  await page.getByRole("link", { name: "Open that note" }).click();
  await page.waitForURL(`**${call}`);
  await page.getByText(/^Call of /).waitFor();
  await page.locator("#beside").getByText(/On the phone since/).waitFor();
});

test("what is ticked is kept at once, asks what follows from it, and drafts the note", async () => {
  const { page, complaints } = nurse;
  await kept(page, () => page.locator("#identity").getByText("Full name").click());
  await kept(page, () => page.locator("#identity").getByText("Date of birth").click());
  await kept(page, () => page.locator("#outcome").getByText("Reached the patient").click());
  assert.equal(await page.locator('[id="q-general.fall_injury"]').count(), 0);
  await tick(page, "general.falls", "Yes");
  await page.locator('[id="q-general.fall_injury"]').waitFor();
  await kept(page, () => page.locator("#c-remarks").fill("Sleeps well, the grandson helps."));
  const note = await page.locator("#c-note").inputValue();
  assert.match(note, /Fall since last contact: yes/);
  assert.match(note, /the grandson helps/);
  await page.reload();
  assert.equal(await page.locator("#c-remarks").inputValue(), "Sleeps well, the grandson helps.");
  assert.ok(await page.locator("#outcome").getByLabel("Reached the patient").isChecked());
  assert.deepEqual(complaints, []);
});

test("an answer that cannot wait opens its protocol at once, and blocks signing", async () => {
  const { page } = nurse;
  await tick(page, "general.fall_injury", "Yes");
  const flag = page.locator(".flag-open");
  await flag.getByRole("listitem").first().waitFor();
  assert.ok((await flag.locator("ol li").count()) > 0, "the steps of the protocol are shown");
  await page.locator(".alarm").waitFor();
  await everywhere(page, "call-red-flag");
  await page.getByRole("button", { name: /Stop the clock and sign/ }).click();
  await page.getByText("Before it can be signed").waitFor();
  await page.getByRole("link", { name: "Escalations" }).or(page.locator("#problems a")).first().waitFor();
  await everywhere(page, "call-refused");
  assert.equal(await page.locator("#c-remarks").inputValue(), "Sleeps well, the grandson helps.");
});

test("two people on one draft: the second sees both, and nothing is lost", async () => {
  const [{ page }, theirs] = [nurse, other.page];
  await theirs.goto(call);
  await theirs.locator("#c-remarks").waitFor();
  await theirs.evaluate(() => document.querySelector("form#call").removeAttribute("data-live"));
  await kept(page, () => page.locator("#c-remarks").fill("Hers: walks daily."));
  await theirs.locator("#c-remarks").fill("His: walks twice a week.");
  await theirs.getByText("somebody else has changed this too").waitFor();
  await everywhere(theirs, "call-differs");
  assert.equal(await theirs.locator("#c-remarks").inputValue(), "Hers: walks daily.");
  await theirs.getByText("His: walks twice a week.").first().waitFor();
  await theirs.getByRole("button", { name: /Use mine/ }).click();
  await theirs.waitForLoadState();
  assert.equal(await theirs.locator("#c-remarks").inputValue(), "His: walks twice a week.");
  // It appears on the other page by itself, once nobody types there.
  await page.locator("h1").click();
  await page.waitForFunction(() => document.querySelector("#c-remarks").value === "His: walks twice a week.");
});

test("the practitioner sees it and answers; the nurse ends it and signs", async () => {
  const { page, complaints } = nurse;
  const { page: hers } = doctor;
  await hers.goto("/escalations");
  await everywhere(hers, "escalations");
  await hers.getByRole("button", { name: /I have seen it/ }).first().click();
  await hers.getByText(/^Seen by/).first().waitFor();
  await hers.getByRole("textbox", { name: "Advice" }).first().fill("Come in this afternoon.");
  await hers.getByRole("button", { name: "Answer" }).first().click();
  await hers.getByText("Come in this afternoon.").first().waitFor();

  await page.goto(call);
  const flag = page.locator(".flag-open");
  // A step that is refused says why, and stays so while the page goes on saving.
  await flag.getByLabel("Reason").fill("She comes at three");
  await flag.getByRole("button", { name: "End it" }).click();
  await flag.getByText(/How it ends: /).waitFor();
  await kept(page, () => page.locator("#c-remarks").fill("His: walks twice a week, slowly."));
  assert.equal(await flag.getByLabel("Reason").inputValue(), "She comes at three");
  await flag.getByLabel(/How it ends/).selectOption({ label: "Visit today" });
  await flag.getByRole("button", { name: "End it" }).click();
  await page.getByText("Nothing stands in the way of signing.").waitFor();
  await everywhere(page, "call-ready");
  await page.waitForTimeout(1_100);
  await page.locator("h1").click();
  await page.keyboard.press("s");
  await page.waitForURL("**/notes/*");
  const text = await page.locator("pre.note-text").first().innerText();
  assert.match(text, /Identity checked: full name, date of birth/);
  assert.match(text, /Visit today/);
  assert.match(text, /Time: \d+ min \d+ s/);
  await page.getByLabel("Add to this note").fill("Called again: the visit is at three.");
  await page.getByRole("button", { name: /^Add/ }).click();
  await page.getByText("Called again: the visit is at three.").waitFor();
  await everywhere(page, "note");
  assert.deepEqual(complaints, []);
});

test("tasks are opened, refused with what is missing, and done", async () => {
  const { page } = nurse;
  await page.goto("/tasks");
  await page.getByLabel("What", { exact: true }).fill("Send the log");
  await page.getByRole("button", { name: /Add the task/ }).click();
  await page.getByText("This is needed.").waitFor();
  assert.equal(await page.getByLabel("What", { exact: true }).inputValue(), "Send the log");
  await page.getByLabel("Due", { exact: true }).fill("2026-10-16");
  await page.getByRole("button", { name: /Add the task/ }).click();
  await page.getByRole("listitem").filter({ hasText: "Send the log" }).first().waitFor();
  await everywhere(page, "tasks");
  await page.goto("/week");
  await everywhere(page, "week");
  await page.goto("/wrap-up");
  await everywhere(page, "wrap-up");
  await page.locator("main").getByRole("button", { name: /Done.*Send the log/ }).click();
  await page.waitForLoadState();
  assert.equal(await page.locator("main").getByText("Send the log").count(), 0);
});

test("the notepad keeps itself", async () => {
  const { page } = nurse;
  await page.goto("/week");
  const saved = page.waitForResponse((one) => one.url().endsWith("/notepad"));
  await page.getByRole("textbox", { name: "Notepad" }).fill("Ask about the scale.");
  assert.equal((await saved).status(), 200);
  await page.reload();
  assert.equal(await page.getByRole("textbox", { name: "Notepad" }).inputValue(), "Ask about the scale.");
});

test("without any script the same call is one long form", async () => {
  const plain = await visitor(browser, program.url, { javaScriptEnabled: false });
  const { page } = plain;
  await comeInAs(page, "Clinical staff");
  await page.goto(`/patients/${patient}/call`);
  await page.getByLabel("Without a clock: the call has taken place already").check();
  await page.getByRole("button", { name: /Open the call/ }).click();
  await page.waitForURL("**/calls/*");
  await page.locator("#outcome").getByLabel("Wrong number").check();
  await page.locator("#c-remarks").fill("A stranger answered.");
  await page.getByRole("button", { name: /^Save/ }).last().click();
  assert.equal(await page.locator("#c-remarks").inputValue(), "A stranger answered.");
  assert.match(await page.locator("#c-note").inputValue(), /A stranger answered/);
  await page.getByRole("button", { name: /Stop the clock and sign/ }).click();
  await page.waitForURL("**/notes/*");
  await page.getByText(/Wrong number/).first().waitFor();
  await plain.context.close();
});

test("nothing serious on any of it in the panel", async () => {
  const { page } = nurse;
  await page.setViewportSize({ width: 1920, height: 1000 });
  await page.goto("/tasks");
  await page.locator(".frame-panel").getByText("Calls left today").waitFor();
  await accessible(page, "panel");
});
