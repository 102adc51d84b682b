// The honest clock: started by intent, asked after, kept through a cut network, a closed tab and a killed server, one for a
// person, and never two calls with one patient.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, everywhere, launch, visitor, WIDTHS } from "../browser.mjs";
import { nurse, patients as imported } from "../people.mjs";
import { start } from "../program.mjs";

const ASK = 30_000;
const STOP = 60_000;
let program, browser, maria, wei, patients;

before(async () => {
  [program, browser] = await Promise.all([start("clock.toml"), launch()]);
  patients = imported(program, ["Ngo", "Amelia"], ["Brandt", "Otto"]);
  assert.equal(patients.length, 2);
  maria = await nurse(browser, program, "mlopez");
  wei = await nurse(browser, program, "wchen");
});

after(async () => {
  await browser?.close();
  await program?.stop();
});

const minutes = (at) => `/patients/${patients[at]}/minutes`;
const time = (page) => page.locator("[data-clock-time]");
const hint = (page) => page.locator("[data-clock-hint]");

async function seconds(page) {
  const [h, m, s] = (await time(page).innerText()).split(":").map(Number);
  return h * 3600 + m * 60 + s;
}

/** Somebody at work: the mouse moves for so long. */
async function work(page, ms) {
  const end = Date.now() + ms;
  for (let at = 0; Date.now() < end; at += 1) {
    await page.mouse.move(300 + (at % 40), 500);
    await page.waitForTimeout(Math.min(1_100, Math.max(0, end - Date.now())));
  }
}

/** Seen everywhere, by somebody who is at work all the while. */
async function seen(page, name) {
  const timer = setInterval(() => page.mouse.move(300 + Math.random() * 40, 700).catch(() => {}), 1_500);
  try {
    await everywhere(page, name);
  } finally {
    clearInterval(timer);
  }
}

/** Seen at every width, in less time than a question stands. */
async function glimpsed(page, name) {
  const folder = process.env.PERENNIAL_SHOTS ?? "shots";
  const before = page.viewportSize();
  mkdirSync(folder, { recursive: true });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 1000 });
    await page.screenshot({ path: join(folder, `${name}-${width}-light.png`) });
  }
  await page.setViewportSize(before);
  await accessible(page, name);
}

async function stop(page) {
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("link", { name: "No clock runs" }).waitFor();
}

test("opening a page starts nothing; Prepare does, and the clock runs on every page", async () => {
  const { page, complaints } = maria;
  await page.goto(minutes(0));
  await page.getByRole("heading", { name: "Minutes of" }).waitFor();
  await page.getByRole("link", { name: "No clock runs" }).waitFor();
  await everywhere(page, "minutes-empty");
  await page.keyboard.press("t");
  await page.keyboard.press("p");
  await time(page).waitFor();
  await page.waitForFunction(() => document.querySelector("[data-clock-time]").textContent >= "00:00:02");
  assert.match(await hint(page).innerText(), /asks in 0:\d\d/);
  await page.getByText("Your clock runs for this patient.").waitFor();
  await seen(page, "clock-running");
  await page.goto("/clock");
  assert.ok((await seconds(page)) >= 2, "it is the same clock");
  await seen(page, "clock-page");
  await page.goto(minutes(0));
  await work(page, 3_000);
  await stop(page);
  await page.locator(".entry").waitFor();
  assert.match(await page.locator(".entry").innerText(), /Chart review/);
  assert.deepEqual(complaints, []);
});

test("tabs share one clock, and it outlives the tab that kept it", async () => {
  const { page, context, complaints } = maria;
  const other = await context.newPage();
  await other.goto(minutes(0));
  await other.getByRole("link", { name: "No clock runs" }).waitFor();
  await page.getByRole("button", { name: "Prepare" }).click();
  await time(page).waitFor();
  await time(other).waitFor();
  await work(other, 4_000);
  const before = await seconds(page);
  await page.close({ runBeforeUnload: false });
  await work(other, 2_500);
  assert.ok((await seconds(other)) > before, "another tab keeps it now");
  const reopened = await context.newPage();
  maria.page = reopened;
  reopened.on("pageerror", (error) => complaints.push(String(error)));
  await reopened.goto(minutes(0));
  await time(reopened).waitFor();
  assert.ok((await seconds(reopened)) > before);
  await other.close();
  await stop(reopened);
});

test("a second call is refused, by name, and presence is seen", async () => {
  const { page } = maria;
  const { page: theirs, complaints } = wei;
  await page.goto(minutes(1));
  await theirs.goto(minutes(1));
  await page.getByText("Wei Chen").waitFor();
  await page.getByRole("button", { name: "Call" }).click();
  await page.getByText("You are on the phone with this patient").waitFor();
  await theirs.getByText(/Maria Lopez is on the phone since/).waitFor();
  assert.ok(await theirs.getByRole("button", { name: "Call" }).isDisabled());
  await everywhere(theirs, "call-blocked");
  await seen(page, "clock-calling");
  // Asked all the same, as by a page that has not heard yet.
  await theirs.locator("#beside form", { hasText: "Call" }).evaluate((form) => {
    form.querySelector("button").disabled = false;
    form.querySelector("button").click();
  });
  await theirs.locator("[data-clock-said]", { hasText: "Maria Lopez is on the phone since" }).waitFor();
  await theirs.getByRole("link", { name: "No clock runs" }).waitFor();
  await stop(page);
  await theirs.waitForFunction(() => !document.querySelector("#call-blocked"));
  // The refusal is an answer; the browser notes its status.
  assert.deepEqual(complaints.filter((one) => !one.includes("409")), []);
});

test("the activity is switched, and another patient's page ends chart work", async () => {
  const { page } = maria;
  await page.goto(minutes(0));
  await page.getByRole("button", { name: "Prepare" }).click();
  await time(page).waitFor();
  await work(page, 2_000);
  await page.locator(".clock-activity summary").click();
  await page.getByRole("button", { name: "Care plan" }).click();
  await page.locator(".clock-activity summary", { hasText: "Care plan" }).waitFor();
  await work(page, 2_000);
  await page.goto(minutes(1));
  await page.getByText("You opened another patient").waitFor();
  await page.getByRole("link", { name: "No clock runs" }).waitFor();
  await page.goto(minutes(0));
  await page.locator(".entry", { hasText: "Care plan" }).waitFor();
});

test("minutes by hand want a reason, and keep what was typed; a line goes through what was wrong", async () => {
  const { page, complaints } = maria;
  await page.goto(minutes(0));
  await page.keyboard.press("t");
  await page.keyboard.press("m");
  await page.getByLabel("Minutes", { exact: true }).fill("nine");
  await page.getByLabel("Began at").fill("00:05");
  await page.getByRole("button", { name: "Keep these minutes" }).click();
  await page.getByText("This is needed.").waitFor();
  assert.equal(await page.getByLabel("Minutes", { exact: true }).inputValue(), "nine");
  await everywhere(page, "manual-refused");
  const yesterday = new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 10);
  await page.getByLabel("Day", { exact: true }).fill(yesterday);
  await page.getByLabel("Minutes", { exact: true }).fill("9:30");
  await page.locator("#reason").fill("The clock was forgotten");
  await page.getByRole("button", { name: "Keep these minutes" }).click();
  const entry = page.locator(".entry", { hasText: "The clock was forgotten" });
  await entry.waitFor();
  assert.match(await entry.innerText(), /9\smin 30\ss/);
  await entry.getByText("Strike").first().click();
  const dialog = page.getByRole("dialog", { name: "Strike" });
  await dialog.getByLabel("Reason").fill("It was another patient");
  await everywhere(page, "strike-dialog");
  await dialog.getByRole("button", { name: "Strike" }).click();
  await page.locator(".entry-struck", { hasText: "It was another patient" }).waitFor();
  await page.locator(".entry").first().locator(".entry-proof > summary").click();
  await everywhere(page, "minutes-entries");
  assert.deepEqual(complaints, []);
});

test("a server that is killed loses nothing that was counted", async () => {
  const { page } = maria;
  await page.goto(minutes(0));
  await page.getByRole("button", { name: "Prepare" }).click();
  await time(page).waitFor();
  await work(page, 2_000);
  await program.kill();
  await work(page, 4_000);
  await program.again();
  await work(page, 3_000);
  await page.reload();
  await time(page).waitFor();
  assert.ok((await seconds(page)) >= 8, "it ran on");
  await stop(page);
});

test("an idle question is asked, and unanswered it ends the time at the last activity", async () => {
  const { page } = maria;
  await page.goto(minutes(1));
  await page.getByRole("button", { name: "Prepare" }).click();
  await time(page).waitFor();
  const question = page.getByRole("alertdialog");
  await question.waitFor({ timeout: ASK + 5_000 });
  await glimpsed(page, "clock-question");
  await page.keyboard.press("y");
  await question.waitFor({ state: "hidden" });
  assert.match(await hint(page).innerText(), /asks in/);
  await question.waitFor({ timeout: ASK + 5_000 });
  await page.getByRole("button", { name: "Go on" }).waitFor({ timeout: STOP - ASK + 20_000 });
  await everywhere(page, "clock-paused");
  const counted = await seconds(page);
  assert.ok(counted >= ASK / 1000 && counted < STOP / 1000 + 10, `${counted} s: up to the answer, and no further`);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("link", { name: "No clock runs" }).waitFor();
});

test("a cut network costs nothing that this device can prove", async () => {
  const { page, context } = maria;
  await page.goto(minutes(0));
  const before = await page.locator(".entry").count();
  await page.getByRole("button", { name: "Prepare" }).click();
  await time(page).waitFor();
  await work(page, 2_000);
  await context.setOffline(true);
  const cut = Date.now();
  await work(page, 35_000);
  await page.locator("[data-clock-hint]", { hasText: /Offline, 00:00:\d\d safe/ }).waitFor({ timeout: 15_000 });
  await glimpsed(page, "clock-offline");
  // Longer than the server waits: it has given up on this page when the network is back.
  await work(page, STOP + 25_000 - (Date.now() - cut));
  await context.setOffline(false);
  await page.locator("[data-clock-hint]", { hasText: "asks in" }).waitFor({ timeout: 40_000 });
  await work(page, 3_000);
  await stop(page);
  await page.reload();
  const entries = page.locator(".entry");
  assert.equal(await entries.count(), before + 2, "the clock's own, and the segment kept offline");
  const text = (await entries.allInnerTexts()).find((one) => one.includes("kept offline"));
  const [, min, sec] = text.match(/(?:(\d+)\smin)?\s?(?:(\d+)\ss)/);
  const kept = Number(min ?? 0) * 60 + Number(sec ?? 0);
  assert.ok(kept >= 60 && kept <= (Date.now() - cut) / 1000, `${kept} s were kept`);
});

test("whoever goes stops; without a script the same forms do it", async () => {
  const { context } = wei;
  const plain = await visitor(browser, program.url, { javaScriptEnabled: false });
  await plain.context.addCookies(await context.cookies());
  const { page } = plain;
  await page.goto(minutes(1));
  await page.getByRole("button", { name: "Prepare" }).click();
  await page.getByText("Your clock runs for this patient.").waitFor();
  await page.goto("/clock");
  await page.getByText("Running").waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("No clock runs.").waitFor();
  await page.goto(minutes(1));
  await page.getByRole("button", { name: "Call" }).click();
  await page.getByText("You are on the phone with this patient").waitFor();
  await page.locator("summary", { hasText: "Wei Chen" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await plain.context.close();
  await maria.page.goto(minutes(1));
  await maria.page.getByRole("button", { name: "Call" }).waitFor();
  assert.equal(await maria.page.locator("#call-blocked").count(), 0, "a call ends with its person's session");
});
