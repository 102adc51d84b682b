// A biller's rooms: what went out and where it stands, what came and what became of it, the life of a claim, payments with
// their balance, money that nobody knows, the books, and the jobs behind it. The demo's September was sent, answered and paid.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { everywhere, launch } from "../browser.mjs";
import { confirm, member } from "../people.mjs";
import { demo } from "../program.mjs";

let program, browser, biller;

before(async () => {
  [program, browser] = await Promise.all([demo(), launch()]);
  biller = await member(browser, program, "quintero");
});

after(async () => {
  await browser?.close();
  if (program) assert.equal(await program.stop(), 0, "the program ends well when it is asked to");
});

/** Every remittance that the payer laid into the folder, whole ones first. */
function remittances() {
  const inbox = join(program.folder, "medicare", "in");
  const all = readdirSync(inbox).filter((name) => readFileSync(join(inbox, name), "utf8").includes("*835*"));
  return all.sort((a, b) => Number(a.startsWith("part-")) - Number(b.startsWith("part-"))).map((name) => join(inbox, name));
}

async function bring(page, name, text) {
  await page.goto("/received");
  await page.getByLabel("A payer’s file").setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Read it" }).click();
}

test("a biller lands on what waits, and each row and tray opens what it counted", async () => {
  const { page, complaints } = biller;
  await page.goto("/");
  await page.waitForURL("**/billing-work");
  await page.getByRole("heading", { name: "Billing work", level: 1 }).waitFor();
  const rows = await page.locator("#billing-work [data-row]").all();
  assert.ok(rows.length > 0, "claims ask for somebody");
  for (const row of rows) {
    const count = Number((await row.locator("td").nth(3).innerText()).match(/[\d,]+/)[0].replaceAll(",", ""));
    const there = await page.context().newPage();
    await there.goto(await row.getByRole("link").getAttribute("href"));
    assert.equal(await there.locator("[data-row]").count(), Math.min(count, 50), await row.innerText());
    await there.close();
  }
  const trays = await page.locator(".caseload-count").allInnerTexts();
  assert.ok(trays.some((text) => text.includes("could not be read")), `half a remittance came: ${trays}`);
  await page.getByRole("link", { name: "could not be read" }).click();
  await page.waitForURL("**/received?show=asking");
  assert.ok((await page.locator("#received [data-row]").count()) > 0, "the tray opens its files");
  await page.goto("/billing-work");
  await everywhere(page, "billing-work");
  assert.deepEqual(complaints, []);
});

test("every count over what went out opens the claims that it counted", async () => {
  const { page, complaints } = biller;
  await page.goto("/today");
  await page.keyboard.press("g");
  await page.keyboard.press("1");
  await page.waitForURL("**/submissions");
  assert.ok((await page.locator("#files ~ table [data-row]").count()) > 0, "files went out");
  await everywhere(page, "submissions");
  const doors = await page.locator(".caseload-count").all();
  assert.ok(doors.length > 1, "claims stand in several states");
  for (const door of doors) {
    const count = Number((await door.innerText()).match(/[\d,]+/)[0].replaceAll(",", ""));
    const there = await page.context().newPage();
    await there.goto(await door.getAttribute("href"));
    assert.equal(await there.locator("[data-row]").count(), Math.min(count, 50), await door.getAttribute("href"));
    await there.close();
  }
  await page.getByRole("link", { name: "What asks for somebody" }).click();
  await page.waitForURL("**/submissions?show=asking");
  await everywhere(page, "submissions-asking");
  await page.goto("/claims?asks=yes");
  await everywhere(page, "claims-asking");
  assert.deepEqual(complaints, []);
});

test("a file that is there says so, and asks nobody for a number", async () => {
  const { page, complaints } = biller;
  await page.goto("/submissions");
  await page.locator("tr", { hasText: "Sent" }).getByRole("link").first().click();
  await page.getByText("The payer has it").first().waitFor();
  await everywhere(page, "submission-sent");
  assert.equal(await page.getByLabel("Confirmation number").count(), 0);
  assert.deepEqual(complaints, []);
});

test("a file in quarantine says all that is wrong and where, and its bytes can be taken away", async () => {
  const { page, complaints } = biller;
  await page.goto("/received");
  await everywhere(page, "received");
  await page.locator("tr", { hasText: "In quarantine" }).getByRole("link").first().click();
  await page.getByRole("heading", { name: "What is wrong in it" }).waitFor();
  assert.match(await page.locator("[data-row]").first().innerText(), /Segment \d+/);
  await everywhere(page, "received-quarantined");
  const where = page.url();
  await page.getByRole("link", { name: "Download the file" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), confirm(page)]);
  const hash = createHash("sha256").update(readFileSync(await file.path())).digest("hex");
  await page.goto(where);
  assert.ok((await page.locator(".facts").innerText()).includes(hash), "the very bytes that came");
  await page.goto("/received");
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByText("This is needed.").waitFor();
  await page.getByRole("button", { name: "Fetch now" }).click();
  await page.getByRole("status").waitFor();
  const [whole] = remittances();
  await bring(page, "again.835", readFileSync(whole, "utf8"));
  await page.getByRole("status").getByText("was here before").waitFor();
  assert.deepEqual(complaints, []);
});

test("a payment balances before everybody's eyes, and a claim tells its life", async () => {
  const { page, complaints } = biller;
  await page.goto("/remittances");
  await everywhere(page, "remittances");
  await page.locator("[data-row] a").first().click();
  await page.getByText("Yes, to the cent, as it was posted").waitFor();
  await everywhere(page, "remittance");
  await page.locator("[data-row] a").first().click();
  await page.getByRole("heading", { name: "Its money, line by line" }).waitFor();
  assert.ok((await page.locator("[data-event]").count()) >= 6, "from drafted to posted");
  await page.getByText(/\(835\): \$/).first().waitFor();
  await everywhere(page, "claim-paid");
  await page.goto("/books");
  await page.getByText("Debits less credits: $0.00").waitFor();
  await everywhere(page, "books");
  assert.deepEqual(complaints, []);
});

test("money for a number that nobody gave is proposed to a claim, and given to it by a person", async () => {
  const { page, complaints } = biller;
  const [whole] = remittances();
  const text = readFileSync(whole, "utf8");
  const ours = text.match(/CLP\*([^*]+)\*/)[1];
  const trace = text.match(/TRN\*1\*([^*]+)\*/)[1];
  const stranger = text.replace(`CLP*${ours}*`, "CLP*STRANGER7*").replaceAll(trace, `${trace}7`);
  await bring(page, "stranger.835", stranger);
  await page.getByRole("status").getByText("Read").waitFor();
  await page.goto("/unmatched");
  await page.getByRole("heading", { name: "STRANGER7" }).waitFor();
  await everywhere(page, "unmatched");
  const row = page.locator("[data-row]", { hasText: "STRANGER7" });
  await row.getByLabel("Our claim number").fill("NOBODYS");
  await row.getByRole("button", { name: "It is this claim" }).click();
  await page.getByText("No claim of this practice has that number").waitFor();
  await everywhere(page, "unmatched-wrong");
  await page.locator("[data-row]", { hasText: "STRANGER7" }).getByRole("button", { name: `It is this one ${ours}` }).click();
  await page.getByRole("status").getByText("given to that claim").waitFor();
  assert.equal(await page.getByText("STRANGER7").count(), 0);

  // It was another's after all: taken from it, the money waits again, and the claim tells what happened.
  await page.goto("/remittances");
  await page.getByRole("link", { name: `${trace}7` }).click();
  await page.getByText("Given by hand").waitFor();
  await everywhere(page, "remittance-given");
  await page.getByRole("button", { name: "It is not this claim STRANGER7" }).click();
  await page.getByRole("status").getByText("It is nobody’s again").waitFor();
  await page.getByRole("heading", { name: "STRANGER7" }).waitFor();
  await row.getByRole("link", { name: ours }).click();
  await page.getByText("was another claim’s: taken back").waitFor();
  await page.goto("/books");
  await page.getByText("Debits less credits: $0.00").waitFor();
  assert.deepEqual(complaints, []);
});

test("whoever waits for the program's work sees how its jobs are doing", async () => {
  const { page, complaints } = biller;
  await page.goto("/operations");
  await page.getByText("Exchange with payers").waitFor();
  await everywhere(page, "operations");
  await page.getByRole("button", { name: "Run now" }).click();
  await page.getByRole("status").getByText("A round ran just now").waitFor();
  assert.deepEqual(complaints, []);
});
