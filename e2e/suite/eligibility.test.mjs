// Coverage: a biller asks payers about a month, the answers come back, one differs from the record and is settled; then a
// claim on paper, and a file for a payer's portal that counts as sent with the portal's number alone.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { everywhere, launch } from "../browser.mjs";
import { member } from "../people.mjs";
import { start } from "../program.mjs";

const MONTH = "2026-09";
const PRACTICE = ["--practice", "larkspur-im"];
// The machine's clock records the work: before the month is over there, nothing of it can be closed.
const isOver = Date.now() > Date.parse("2026-10-02T12:00:00Z");
const skip = isOver ? false : `a clock that stands after ${MONTH}`;

let told, out, inbox, program, browser, biller;

/** What the demo records, in a folder; Medicare has a mailbox there and may be asked. */
function tell() {
  const home = mkdtempSync(join(tmpdir(), "perennial-eligibility-"));
  const folder = join(home, "demo");
  const done = spawnSync(process.env.PERENNIAL_BIN, ["demo", "--once", "--folder", folder], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`demo: ${done.stdout}${done.stderr}`);
  [out, inbox] = [join(home, "out"), join(home, "in")];
  [out, inbox].forEach((one) => mkdirSync(one));
  const setup = readFileSync(join(folder, "setup.toml"), "utf8");
  const way = /\[payers\.submission\.transport\]\nkind = "folder"\nout = .*\nin = .*\n/;
  assert.match(setup, way, "the demo's payer has a mailbox");
  const ours = `[payers.submission.transport]\nkind = "folder"\nout = "${out}"\nin = "${inbox}"\n\n[payers.submission.eligibility]\n`;
  writeFileSync(join(folder, "setup.toml"), setup.replace(way, ours));
  return folder;
}

/** A payer's answers to a file of questions: everybody has Part B, the first one is in another plan by now, the second is refused. */
function answers(asked) {
  const segments = asked.split("~").map((one) => one.trim().split("*"));
  const [isa, gs] = ["ISA", "GS"].map((id) => segments.find(([name]) => name === id));
  const sets = [];
  for (const parts of segments) {
    if (parts[0] === "ST") sets.push({ people: [] });
    const set = sets.at(-1);
    if (parts[0] === "BHT") set.reference = parts[3];
    if (parts[0] === "NM1" && parts[1] === "PR") set.payer = parts;
    if (parts[0] === "NM1" && parts[1] === "1P") set.provider = parts;
    if (parts[0] === "TRN") set.people.push({ trace: parts.slice(2) });
    if (parts[0] === "NM1" && parts[1] === "IL") set.people.at(-1).name = parts;
    if (parts[0] === "DMG") set.people.at(-1).born = parts;
  }
  const [day, hour] = [gs[4], gs[5]];
  let place = 0;
  const text = sets.map((set, n) => {
    const body = [`ST*271*${String(n + 1).padStart(4, "0")}*005010X279A1`, `BHT*0022*11*${set.reference}*${day}*${hour}`, "HL*1**20*1", set.payer.join("*"), "HL*2*1*21*1", set.provider.join("*")];
    set.people.forEach((one, at) => {
      body.push(`HL*${at + 3}*2*22*0`, `TRN*2*${one.trace.join("*")}`, one.name.join("*"));
      place += 1;
      if (place === 2) return body.push("AAA*N**72*C");
      body.push(one.born.join("*"), "EB*1**30*MB", "DTP*291*D8*20150301");
      if (place === 1) body.push("EB*R**30*HN", "REF*18*H9990 001", "DTP*290*D8*20260101", "LS*2120", "NM1*PRP*2*LANTERN ADVANTAGE*****PI*H9990", "LE*2120");
    });
    return [...body, `SE*${body.length + 1}*${String(n + 1).padStart(4, "0")}`].join("~\n");
  });
  const ends = ["ISA", "00", " ".repeat(10), "00", " ".repeat(10), isa[7], isa[8], isa[5], isa[6], isa[9], isa[10], "^", "00501", "000000001", "0", isa[15], ":"];
  return [ends.join("*"), `GS*HB*${gs[3]}*${gs[2]}*${day}*${hour}*1*X*005010X279A1`, ...text, `GE*${sets.length}*1`, "IEA*1*000000001", ""].join("~\n");
}

before(async () => {
  if (skip) return;
  told = tell();
  browser = await launch();
  program = await start(join(told, "setup.toml"));
  program.run(...PRACTICE, "import", join(told, "ehr"));
  const files = readdirSync(join(told, "records")).filter((name) => /^\d.*\.ndjson$/.test(name)).sort();
  for (const name of files) {
    const as = basename(name, ".ndjson").split("-").at(-1);
    program.run(...PRACTICE, "record", join(told, "records", name), "--as", as);
  }
  biller = await member(browser, program, "quintero", PRACTICE[1]);
});

after(async () => {
  await browser?.close();
  if (program) assert.equal(await program.stop(), 0, "the program ends well when it is asked to");
  if (told) rmSync(dirname(told), { recursive: true, force: true });
});

test("a biller asks about the month, and sees what came back", { skip }, async () => {
  const { page, complaints } = biller;
  await page.goto(`/month/${MONTH}/eligibility`);
  await page.getByRole("heading", { name: "How far it is" }).waitFor();
  await everywhere(page, "eligibility-blank");
  await page.getByRole("button", { name: "Ask about whoever has no fresh answer" }).click();
  await page.getByText("questions are ready and go out with the next files").waitFor();
  program.run(...PRACTICE, "claims", "send");
  const [file] = readdirSync(out).filter((name) => name.startsWith("270-"));
  writeFileSync(join(inbox, "answers.271"), answers(readFileSync(join(out, file), "utf8")));
  // A file that has just changed may still be in writing, and would wait for the next time.
  const before = new Date(Date.now() - 600_000);
  utimesSync(join(inbox, "answers.271"), before, before);
  program.run(...PRACTICE, "claims", "poll");
  await page.goto(`/month/${MONTH}/eligibility`);
  assert.equal(await page.locator("[data-row]").count(), 50, "a page of them");
  await everywhere(page, "eligibility-answered");
  await page.getByRole("link", { name: "Refused", exact: true }).click();
  await page.getByText("The member number is missing or wrong (72)").waitFor();
  assert.equal(await page.locator("[data-row]").count(), 1);
  assert.deepEqual(complaints, []);
});

test("what differs from the record is settled on the patient's page, with a reason", { skip }, async () => {
  const { page, complaints } = biller;
  await page.goto(`/month/${MONTH}/eligibility?show=differing`);
  const row = page.locator("[data-row]").filter({ hasText: "Medicare Advantage plan" }).first();
  await row.getByRole("link").click();
  await page.getByRole("heading", { name: "What payers say of the coverage" }).waitFor();
  await page.getByText("the payer says a Medicare Advantage plan").first().waitFor();
  await everywhere(page, "coverage-differs");
  await page.getByRole("button", { name: "The payer is right" }).first().click();
  await page.getByText("Say how you know").waitFor();
  await page.getByLabel("How you know").first().fill("Called the plan");
  await page.getByRole("button", { name: "The payer is right" }).first().click();
  await page.getByRole("heading", { name: "Settled" }).waitFor();
  await page.getByText("Called the plan").waitFor();
  await everywhere(page, "coverage-settled");
  assert.deepEqual(
    complaints.filter((one) => !one.includes("422")),
    [],
  );
});

test("a claim stands on paper, box by box", { skip }, async () => {
  const { page, complaints } = biller;
  program.run(...PRACTICE, "month", "close", MONTH);
  await page.goto(`/claims?month=${MONTH}`);
  await page.locator("[data-row] a").first().click();
  await page.getByRole("link", { name: "On paper" }).click();
  await page.getByRole("heading", { name: "Sheet 1 of 1" }).waitFor();
  await page.getByText("has not reviewed this claim").waitFor();
  await everywhere(page, "claim-paper");
  const image = await page.request.get(await page.getByRole("link", { name: "Print image for the form" }).getAttribute("href"));
  assert.equal(image.status(), 200);
  assert.equal((await image.text()).split("\r\n").length, 66, "as many rows as the form has");
  assert.deepEqual(complaints, []);
});
