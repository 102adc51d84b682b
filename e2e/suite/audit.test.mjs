// The audit log: found by who, what and whom, page by page, and taken out after a fresh proof.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { everywhere } from "../browser.mjs";
import { PASSWORD, built } from "../walls.mjs";

const walls = built();

test("what happened is found, and looking is on record", async () => {
  const { page, complaints } = walls.admin;
  await page.goto("/audit");
  await everywhere(page, "audit");
  await page.getByLabel("What was done").fill("choose");
  await page.getByRole("button", { name: "Find" }).click();
  await page.locator("tbody tr").first().waitFor();
  assert.ok((await page.locator("tbody tr td:nth-child(3)").allInnerTexts()).every((text) => text.trim() === "choose"));
  await page.getByLabel("What was done").fill("fly");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("Nothing fits").waitFor();
  await everywhere(page, "audit-none");
  await page.getByRole("link", { name: "Clear" }).click();
  await page.getByLabel("Patient (record number)").fill("A404");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("no patient of this practice has this number").waitFor();
  assert.ok(!page.url().includes("A404"), "a record number stands in no address");
  assert.ok(!walls.program.log().includes("A404"), "and in no log");
  assert.deepEqual(complaints, []);
});

test("older events come page by page", async () => {
  const { page } = walls.admin;
  for (let n = 0; n < 60; n += 1) await page.request.get("/audit");
  await page.goto("/audit");
  const first = await page.locator("tbody tr").count();
  assert.equal(first, 50);
  await page.getByRole("button", { name: "Older" }).click();
  await page.waitForLoadState();
  assert.ok((await page.locator("tbody tr").count()) > 0);
});

test("the log leaves as a file after a fresh proof", async () => {
  const { page } = walls.admin;
  await page.goto("/audit");
  await page.getByRole("button", { name: "Download all that fit" }).click();
  await page.waitForURL("**/step-up?back=%2Faudit");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/audit");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download all that fit" }).click(),
  ]);
  assert.match(file.suggestedFilename(), /^audit-\d{4}-\d\d-\d\d\.ndjson$/);
  const events = readFileSync(await file.path(), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.ok(events.length > 60);
  assert.equal(events[0].action, "export");
});
