// A month's end: a biller from the board to the exported file, a practitioner on a telephone, what came in late, and a month
// opened again. The people and their work are the demo's, recorded by command line; the month is over and nobody closed it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { confirm, member } from "../people.mjs";
import { demo, start } from "../program.mjs";

const MONTH = "2026-09";
const PRACTICE = ["--practice", "larkspur-im"];
// The machine's clock records the work: before the month is over there, nothing of it can be closed.
const isOver = Date.now() > Date.parse("2026-10-02T12:00:00Z");
const skip = isOver ? false : `a clock that stands after ${MONTH}`;

let told, program, browser, biller, manager, shown;

/** What the demo records, in a folder. */
function tell() {
  const folder = join(mkdtempSync(join(tmpdir(), "perennial-month-")), "demo");
  const done = spawnSync(process.env.PERENNIAL_BIN, ["demo", "--once", "--folder", folder], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`demo: ${done.stdout}${done.stderr}`);
  // Nobody carries files here: what is exported is handed over.
  const setup = readFileSync(join(folder, "setup.toml"), "utf8");
  const way = /\[payers\.submission\.transport\]\nkind = "folder"\nout = .*\nin = .*\n/;
  assert.match(setup, way);
  writeFileSync(join(folder, "setup.toml"), setup.replace(way, ""));
  return folder;
}

/** A file of records is named by the order in which it was typed, and by who typed it. */
function recorded(folder) {
  const names = readdirSync(join(folder, "records")).filter((name) => name.endsWith(".ndjson")).sort();
  return names.map((name) => ({ file: join(folder, "records", name), as: name.replace(/\.ndjson$/, "").split("-").at(-1) }));
}

before(async () => {
  if (skip) return;
  told = tell();
  browser = await launch();
  program = await start(join(told, "setup.toml"));
  program.run(...PRACTICE, "import", join(told, "ehr"));
  for (const { file, as } of recorded(told)) {
    if (!/^\d/.test(basename(file))) continue;
    program.run(...PRACTICE, "record", file, "--as", as);
  }
  [biller, manager] = [await member(browser, program, "quintero", PRACTICE[1]), await member(browser, program, "brandt", PRACTICE[1])];
});

after(async () => {
  await browser?.close();
  await shown?.stop();
  if (program) assert.equal(await program.stop(), 0, "the program ends well when it is asked to");
  if (told) rmSync(dirname(told), { recursive: true, force: true });
});

test("a month that nobody kept is reckoned, and every count opens whom it counted", { skip }, async () => {
  const { page, complaints } = biller;
  await page.goto(`/month/${MONTH}`);
  await page.getByText("Nothing is kept of this month yet").waitFor();
  await everywhere(page, "month-blank");
  await page.getByRole("button", { name: "Reckon this month" }).click();
  await page.getByRole("heading", { name: "What holds codes, by rule" }).waitFor();
  await everywhere(page, "month-board");
  const doors = await page.locator(".caseload-count, .count-door").all();
  assert.ok(doors.length > 12);
  for (const door of doors) {
    const count = Number((await door.innerText()).match(/[\d,]+/)[0].replaceAll(",", ""));
    const there = await page.context().newPage();
    await there.goto(await door.getAttribute("href"));
    assert.equal(await there.locator("[data-row]").count(), Math.min(count, 50), await door.getAttribute("href"));
    await there.close();
  }
  assert.deepEqual(complaints, []);
});

test("a hold is explained rule by rule, with its source and where it is mended", { skip }, async () => {
  const { page, complaints } = biller;
  await page.goto(`/month/${MONTH}/patients?state=missing`);
  await everywhere(page, "month-people");
  await page.locator("[data-row] .day-name").first().click();
  await page.getByRole("heading", { name: "Every code, question by question" }).waitFor();
  assert.ok((await page.locator(".month-asked tbody tr").count()) > 3, "every question is there");
  await everywhere(page, "month-patient");
  await page.keyboard.press("w");
  await page.getByText("not by amount").waitFor();
  await everywhere(page, "month-what-if");
  await page.goto(`/month/${MONTH}/forecast`);
  await page.getByRole("heading", { name: "Expected by code" }).waitFor();
  await everywhere(page, "month-forecast");
  assert.deepEqual(complaints, []);
});

test("the month is frozen once, and whoever comes second is told", { skip }, async () => {
  const { page, complaints } = biller;
  await Promise.all([page, manager.page].map((one) => one.goto(`/month/${MONTH}/close`)));
  await everywhere(page, "month-close-open");
  await page.getByRole("button", { name: "Freeze the month" }).click();
  await page.getByText("The month is frozen").waitFor();
  await everywhere(page, "month-close-frozen");
  const second = await manager.page.evaluate(async () => {
    const csrf = document.querySelector("meta[name=csrf-token]").content;
    const path = location.pathname.replace("close", "closures");
    return (await fetch(path, { method: "POST", body: new URLSearchParams({ csrf }) })).url;
  });
  assert.match(second, /told=already$/);
  await page.goto("/claims");
  await everywhere(page, "claims");
  await page.getByRole("link", { name: "With problems" }).click();
  assert.match(page.url(), /problems=yes/);
  assert.deepEqual(complaints, []);
});

test("a practitioner reviews on a telephone, and nothing goes out before", { skip }, async () => {
  const physician = recordedPhysicians();
  for (const login of physician) {
    const one = await member(browser, program, login, PRACTICE[1]);
    await one.page.setViewportSize({ width: 390, height: 844 });
    await one.page.goto("/claim-review");
    if (login === physician[0]) await everywhere(one.page, "claim-review");
    const go = one.page.getByRole("button", { name: "Reviewed: the marked ones may go" });
    while (await go.isVisible()) {
      await go.click();
      await one.page.getByRole("status").getByText("reviewed").waitFor();
    }
    await one.page.getByText("Nothing waits for you").waitFor();
    assert.deepEqual(one.complaints, []);
    await one.context.close();
  }
});

/** Who bills at the practice, by sign-in name. */
function recordedPhysicians() {
  const setup = readFileSync(join(told, "setup.toml"), "utf8");
  const people = setup.split("[[people]]").filter((one) => /practice = "larkspur-im", role = "(md|np)"/.test(one));
  return people.map((one) => one.match(/login\s*= "(\w+)"/)[1]);
}

test("the reviewed claims go out as a file with its hash, and the file is handed out again", { skip }, async () => {
  const { page, complaints } = biller;
  await page.goto(`/month/${MONTH}/close`);
  await page.getByRole("link", { name: "Confirm that it is you" }).click();
  await confirm(page);
  await page.getByRole("button", { name: "Export what is reviewed" }).click();
  await page.getByText("The file is written").waitFor();
  await everywhere(page, "month-close-exported");
  const row = page.locator("section:has(#out) tbody tr").first();
  const hash = (await row.locator("td").last().innerText()).trim();
  const [download] = await Promise.all([page.waitForEvent("download"), row.getByRole("link").click()]);
  const bytes = readFileSync(await download.path());
  assert.equal(createHash("sha256").update(bytes).digest("hex"), hash);
  assert.match(bytes.toString("latin1"), /^ISA\*/);
  await page.goto("/claims?state=queued");
  await page.locator("[data-row] a").first().click();
  await page.getByRole("heading", { name: "The answer it was drafted from" }).waitFor();
  await page.getByText("still have that hash").waitFor();
  await everywhere(page, "claim");
  program.run(...PRACTICE, "audit", "verify");
  assert.deepEqual(complaints, []);
});

test("a file that the program cannot carry is brought by a person, who says so with a number", { skip }, async () => {
  const { page, complaints } = biller;
  await page.goto("/submissions");
  await page.locator("tr", { hasText: "To be handed over" }).getByRole("link").first().click();
  await everywhere(page, "submission-by-hand");
  const say = page.getByRole("button", { name: "The payer has it" });
  await say.click();
  await page.getByText("This is needed.").waitFor();
  await page.getByLabel("Confirmation number").fill("HAND-0042");
  await say.click();
  await page.getByRole("status").getByText("on record").waitFor();
  await page.getByText("Confirmation number HAND-0042").waitFor();
  assert.equal(await say.count(), 0, "what the payer has is not said twice");
  await page.locator("[data-row] a").first().click();
  await page.getByText("Confirmation number HAND-0042").waitFor();
  assert.deepEqual(complaints, []);
});

test("what comes in late changes nothing, until the month is opened again with a reason", { skip }, async () => {
  const late = recorded(told).find(({ file }) => basename(file).startsWith("late"));
  assert.ok(late, "the demo has late work");
  program.run(...PRACTICE, "record", late.file, "--as", late.as);
  await biller.page.goto(`/month/${MONTH}/late`);
  assert.ok((await biller.page.locator("tbody tr").count()) > 0);
  await everywhere(biller.page, "month-late");
  const refused = await biller.page.goto(`/month/${MONTH}/reopenings`);
  assert.equal(refused.status(), 403, "a biller does not open a closed month");

  const { page, complaints } = manager;
  await page.goto(`/month/${MONTH}/reopenings`);
  await confirm(page);
  await page.getByRole("button", { name: "Open this month again" }).click();
  await page.getByText("Say why").waitFor();
  await everywhere(page, "month-reopen");
  await page.getByLabel("Reason").fill("a call was typed late");
  await page.getByRole("button", { name: "Open this month again" }).click();
  await page.getByText("The month is open again").waitFor();
  await page.getByRole("button", { name: "Freeze the month" }).click();
  await page.getByText("The month is frozen").waitFor();
  await page.getByRole("heading", { name: "Revision 1" }).waitFor();
  await page.getByText("Opened again because: a call was typed late").waitFor();
  await everywhere(page, "month-close-revisions");
  assert.deepEqual(complaints, []);
});

test("what the work of the month cost, what it brought in, and what the company asks for it", { skip }, async () => {
  const { page, complaints } = manager;
  await page.goto(`/month/${MONTH}/result`);
  await page.getByText("Nobody has said what").waitFor();
  await everywhere(page, "month-result-uncosted");
  await page.getByRole("link", { name: "Rates" }).first().click();
  if (await page.getByRole("link", { name: "Confirm that it is you" }).isVisible()) {
    await page.getByRole("link", { name: "Confirm that it is you" }).click();
    await confirm(page);
  }
  for (const [kind, subject, amount] of [["hour", "rn", "48.50"], ["hour", "lpn", "36"], ["unit", "99490", "31.00"]]) {
    await page.getByLabel("Of what").selectOption(kind);
    await page.getByLabel("Role or code").fill(subject);
    await page.getByLabel("Amount").fill("a lot");
    await page.getByLabel("From", { exact: true }).fill("2026-01-01");
    await page.getByRole("button", { name: /^Save/ }).click();
    await page.getByText("An amount such as").waitFor();
    await page.getByLabel("Amount").fill(amount);
    await page.getByRole("button", { name: /^Save/ }).click();
    await page.locator("tbody").getByText(`$${Number(amount).toFixed(2)}`).waitFor();
  }
  await everywhere(page, "settings-rates");
  await page.goto(`/month/${MONTH}/result`);
  await everywhere(page, "month-result");
  const table = async (name) => {
    const link = page.locator(`a[href$="${name}.csv"]`);
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    return readFileSync(await download.path(), "utf8").trim().split("\n").map((line) => line.split(","));
  };
  const [head, ...rows] = await table("programs");
  const column = (name) => rows.map((row) => Number(row[head.indexOf(name)]));
  const [all] = column("margin_usd").slice(-1);
  assert.ok(column("labor_cost_usd").at(-1) > 0);
  const sum = column("margin_usd").slice(0, -1).reduce((a, b) => a + b, 0);
  assert.ok(Math.abs(sum - all) < 0.005, "the programs come to all of them");
  assert.ok((await table("hours")).length > 3);
  await page.goto(`/month/${MONTH}/invoice`);
  await everywhere(page, "month-invoice");
  const lines = (await table("lines")).slice(1);
  const asked = lines.reduce((total, row) => total + Number(row.at(-1)), 0);
  const total = (await page.getByText(/^Total:/).innerText()).replace(/[^\d.]/g, "");
  assert.equal(asked.toFixed(2), Number(total).toFixed(2), "what the lines ask is the total");
  const refused = await biller.page.goto("/settings/rates");
  assert.equal(refused.status(), 403, "a biller does not set rates");
  assert.deepEqual(complaints, []);
});

test("the demo shows a month under way with everybody in every state", async () => {
  shown = await demo();
  browser ??= await launch();
  const { page, complaints } = await visitor(browser, shown.url);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Biller/ }).first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.goto("/month");
  // The board is made by a job of the program's own; the page takes it in by itself.
  await page.getByRole("heading", { name: "Codes", exact: true }).waitFor({ timeout: 60_000 });
  const counts = await page.locator(".caseload-count strong").allInnerTexts();
  for (const count of counts.slice(0, 4)) assert.notEqual(count, "0", `of each state somebody: ${counts}`);
  await everywhere(page, "month-demo");
  await page.goto("/month/2026-09");
  await page.getByText("Closed, revision 1").waitFor();
  await everywhere(page, "month-demo-closed");
  assert.deepEqual(complaints, []);
});
