// An audit from outside: the letter's list matched, the packs built and taken out, checked on a machine without the program's
// database; the auditor, who sees the listed claims and nothing else; the practice's own sample.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, createPublicKey, verify } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { everywhere, launch, visitor } from "../browser.mjs";
import { comeInAs } from "../demo.mjs";
import { confirm, member } from "../people.mjs";
import { demo } from "../program.mjs";

let program, browser, compliance, home, numbers, listed;

before(async () => {
  [program, browser] = await Promise.all([demo(), launch()]);
  compliance = await member(browser, program, "abernathy");
  home = mkdtempSync(join(tmpdir(), "perennial-proof-"));
});

after(async () => {
  await browser?.close();
  rmSync(home, { recursive: true, force: true });
  if (program) assert.equal(await program.stop(), 0);
});

/** The files of an archive: read from its directory, as any other program would. */
function unpacked(zip) {
  const files = new Map();
  let at = zip.readUInt32LE(zip.length - 6);
  for (let left = zip.readUInt16LE(zip.length - 12); left > 0; left -= 1) {
    const [packed, name, local] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)];
    const path = zip.toString("utf8", at + 46, at + 46 + name);
    const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.set(path, inflateRawSync(zip.subarray(begins, begins + packed)));
    at += 46 + name + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

async function taken(page, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
  return unpacked(readFileSync(await file.path()));
}

/** With nothing of the program: hashes by node, the signature by node, and all of it once more by the usual tools. */
function holds(files, folder) {
  const sums = files.get("SHA256SUMS");
  const lines = sums.toString().trimEnd().split("\n").map((line) => line.split("  "));
  for (const [hash, path] of lines) assert.equal(createHash("sha256").update(files.get(path)).digest("hex"), hash, path);
  const beside = ["SHA256SUMS", "SHA256SUMS.sig", "public-key.pem"];
  assert.deepEqual([...files.keys()].sort(), [...lines.map(([, path]) => path), ...beside].sort());
  assert.ok(verify(null, sums, createPublicKey(files.get("public-key.pem")), files.get("SHA256SUMS.sig")));
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const run = (command, ...args) => spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  assert.equal(run("sha256sum", "--check", "--strict", "SHA256SUMS").status, 0);
  if (run("openssl", "version").status !== 0) return console.log("openssl is not here: its check is left out");
  const signature = ["-rawin", "-in", "SHA256SUMS", "-sigfile", "SHA256SUMS.sig"];
  const checked = run("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "public-key.pem", ...signature);
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
}

test("a letter's list is matched, and what matches nothing is shown", async () => {
  const { page, complaints } = compliance;
  await page.goto("/audit-cases");
  await page.getByRole("link", { name: "ADR-2026-1013" }).waitFor();
  await everywhere(page, "proof-cases");
  await page.getByRole("link", { name: "ADR-2026-1013" }).click();
  await page.getByText("One line is no claim of this practice").waitFor();
  await everywhere(page, "proof-case");
  numbers = await page.locator("#case-lines tbody a").allInnerTexts();
  assert.ok(numbers.length >= 4);
  await page.goto("/audit-cases/new");
  await page.getByRole("button", { name: /Open the case/ }).click();
  await page.getByText("This is needed.").first().waitFor();
  assert.equal(await page.getByText("This is needed.").count(), 5, "all problems at once");
  await everywhere(page, "proof-new-case");
  await page.getByLabel("Letter").fill("TPE-77");
  await page.getByLabel("Answer due").fill("2026-12-01");
  await page.getByLabel("Authority").fill("Another contractor");
  await page.getByLabel("Auditor").fill("J. Reviewer");
  listed = [numbers[0], numbers[1]];
  await page.getByLabel("Claims").fill(`Claim number,Amount\n${listed[0]},61.50\nX-000-1,10\n${listed[1]},3\n${listed[0]},61.50\n`);
  await page.getByRole("button", { name: /Open the case/ }).click();
  await page.getByRole("heading", { name: "Audit TPE-77" }).waitFor();
  const states = await page.locator("#case-lines tbody tr td:last-child").allInnerTexts();
  assert.deepEqual(states.map((text) => text.trim()), ["Matched", "No claim of ours", "Matched", "Repeats line 2"]);
  assert.deepEqual(complaints, []);
});

test("the packs are built in the background and hold on a machine without the program", async () => {
  const { page, complaints } = compliance;
  await page.keyboard.press("b");
  await page.getByText("All 2 packs are built and signed.").waitFor({ timeout: 60_000 });
  await everywhere(page, "proof-case-built");
  assert.equal(await page.getByRole("link", { name: /Download/ }).count(), 0, "who is there is asked first");
  await page.getByRole("link", { name: /Confirm that it is you/ }).click();
  await confirm(page);
  await page.waitForURL("**/audit-cases/**");
  const files = await taken(page, /Download/);
  holds(files, join(home, "case"));
  const packs = [...files.keys()].filter((path) => path.endsWith("pack.json"));
  assert.deepEqual(packs.sort(), listed.map((number) => `claims/${number}/pack.json`).sort());
  const pack = JSON.parse(files.get(packs[0]));
  assert.equal(pack.schema, "perennial.evidence_pack.1");
  assert.equal(pack.verdict.items[0].word, "beneficiary");
  assert.equal(pack.verdict.items.at(-1).standing, "not_known", "nobody has told of a payment");
  assert.ok(files.has(`rules/${pack.verdict.rule_set}.txt`));
  const letter = JSON.parse(files.get("case.json"));
  assert.deepEqual(letter.lines.map((line) => [line.line, line.pack !== null, line.repeats]), [
    [2, true, null],
    [3, false, null],
    [4, true, null],
    [5, true, 2],
  ]);
  assert.deepEqual(complaints, []);
});

test("one claim's evidence is read, and taken out", async () => {
  const { page, complaints } = compliance;
  await page.locator("#case-lines").getByRole("link", { name: listed[1], exact: true }).click();
  await page.getByRole("heading", { name: "Verdict" }).waitFor();
  assert.equal(await page.locator("ol.lines > li").count(), 13);
  await everywhere(page, "proof-evidence");
  holds(await taken(page, /Download/), join(home, "claim"));
  assert.deepEqual(complaints, []);
});

test("the auditor sees the listed claims and nothing else, until the case is closed", async () => {
  const auditor = await visitor(browser, program.url);
  await comeInAs(auditor.page, /auditor|Reviewer/i);
  await auditor.page.goto("/charts-for-review");
  await auditor.page.getByText("ADR-2026-1013").waitFor();
  await everywhere(auditor.page, "proof-review");
  const seen = await auditor.page.locator("section").filter({ hasText: "ADR-2026-1013" }).locator("tbody a").allInnerTexts();
  assert.deepEqual([...seen].sort(), [...new Set(numbers)].sort());
  // The first patients' whole charts are on the auditor's older list; the last one's is not.
  await auditor.page.getByRole("link", { name: seen.at(-1), exact: true }).click();
  await auditor.page.getByText("For review only").waitFor();
  await everywhere(auditor.page, "proof-evidence-auditor");
  const claim = new URL(auditor.page.url()).pathname;
  for (const path of ["/audit-cases", "/self-audit", "/claims", `${claim}/archive`]) {
    assert.equal((await auditor.page.request.get(path)).status(), 403, path);
  }
  const { page } = compliance;
  await page.goto("/claims?month=2026-09");
  const other = await page.evaluate(
    (seen) => [...document.querySelectorAll("tbody a[href^='/claims/']")].find((one) => !seen.includes(one.innerText))?.pathname,
    seen,
  );
  if (other) assert.equal((await auditor.page.request.get(`${other}/evidence`)).status(), 404, "a claim of nobody's list");
  await page.goto("/audit-cases");
  await page.getByRole("link", { name: "ADR-2026-1013" }).click();
  await page.getByLabel("Outcome").selectOption({ label: "Repaid in part" });
  await page.getByLabel("What was found").fill("One consent was late; its lines go back.");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByText("An amount belongs to an outcome that repays").waitFor();
  assert.equal(await page.getByLabel("What was found").inputValue(), "One consent was late; its lines go back.");
  await page.getByLabel("Paid back").fill("61.50");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByText("One consent was late").waitFor();
  assert.equal((await auditor.page.request.get(claim)).status(), 404, "a closed case is closed to its auditor");
  assert.deepEqual(auditor.complaints, []);
  assert.deepEqual(compliance.complaints, []);
});

test("the quarter's own sample is drawn once, and tells its seed", async () => {
  const { page, complaints } = compliance;
  await page.goto("/self-audit");
  await page.getByText("Larkspur, third quarter").waitFor();
  await everywhere(page, "proof-self-audit");
  const quarters = await page.getByLabel("Quarter").locator("option").allInnerTexts();
  assert.ok(!quarters.includes("2026-Q3"));
  await page.getByLabel("Quarter").selectOption("2026-Q2");
  await page.getByRole("button", { name: /Draw and score/ }).click();
  await page.getByText("Nothing was claimed in this quarter").waitFor();
  assert.deepEqual(complaints, []);
});
