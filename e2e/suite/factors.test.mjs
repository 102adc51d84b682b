// One-time codes and recovery codes: set up, asked for, used once.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { start } from "../program.mjs";

const PASSWORD = "seven quiet herons wade";
let program, browser, me, codes;

before(async () => {
  [program, browser] = await Promise.all([start(), launch()]);
  me = await visitor(browser, program.url);
  const { page } = me;
  await page.goto("/first-administrator");
  await page.getByLabel("Setup code").fill(program.code);
  await page.getByLabel("Sign-in name").fill("ameyer");
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByLabel("The same password again").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.getByRole("heading", { name: "Practices" }).waitFor();
});

after(async () => {
  await browser?.close();
  await program?.stop();
});

/** RFC 6238, six digits of SHA-1. */
function oneTimeCode(base32) {
  const bits = [...base32].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("one-time codes are set up, and recovery codes shown once", async () => {
  const { page, complaints } = me;
  await page.goto("/second-factors");
  await page.getByRole("button", { name: "Set up one-time codes" }).click();
  const secret = (await page.locator(".font-mono").innerText()).replaceAll(/\s/g, "");
  await page.getByLabel("Code from your authenticator app").fill("000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("This code is wrong").waitFor();
  assert.equal((await page.locator(".font-mono").innerText()).replaceAll(/\s/g, ""), secret, "shown again");
  await everywhere(page, "totp-refused");
  await page.getByLabel("Code from your authenticator app").fill(oneTimeCode(secret));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  codes = await page.locator("ul.font-mono li").allInnerTexts();
  assert.equal(new Set(codes).size, 10);
  await everywhere(page, "recovery-codes");
  assert.deepEqual(complaints, []);
});

test("from then on a code is asked for, and a recovery code works once", async () => {
  const { page, context, complaints } = await visitor(browser, program.url);
  const come = async (code) => {
    await page.goto("/sign-in");
    await page.getByLabel("Sign-in name").fill("ameyer");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "One more step" }).waitFor();
    await page.locator("summary", { hasText: "I cannot use the app now" }).click();
    await page.getByLabel("Recovery code").fill(code);
    await page.getByRole("button", { name: "Go on" }).click();
  };
  await come("0000-0000-0000-0000");
  await page.getByRole("alert").waitFor();
  await everywhere(page, "second-factor-refused");
  await come(codes[0]);
  await page.getByRole("heading", { name: "Practices" }).waitFor();
  await page.goto("/second-factors");
  await page.getByText("9 recovery codes are left").waitFor();
  await everywhere(page, "factors-have");
  await page.goto("/sessions");
  await everywhere(page, "sessions-two");
  await context.clearCookies();
  await come(codes[0]);
  await page.getByRole("alert").waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a session that is ended elsewhere is over at once", async () => {
  const { page } = me;
  await page.goto("/sessions");
  const rows = page.locator("tbody tr");
  assert.equal(await rows.count(), 2);
  await page.locator("tr", { has: page.getByText("This one") }).getByRole("button", { name: "End" }).click();
  await page.waitForURL("**/sign-in");
  await page.goto("/sessions");
  await page.waitForURL("**/sign-in?back=%2Fsessions");
});
