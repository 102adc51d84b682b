// Passkeys, with Chromium's own authenticator: made, used to sign in, used as a fresh proof, removed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { start } from "../program.mjs";
import { administrator } from "../walls.mjs";

let program, browser, me;

before(async () => {
  [program, browser] = await Promise.all([start(), launch()]);
  // A passkey belongs to a name.
  me = await visitor(browser, program.url.replace("127.0.0.1", "localhost"));
  const devtools = await me.context.newCDPSession(me.page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await administrator(me.page, program);
});

after(async () => {
  await browser?.close();
  await program?.stop();
});

test("a passkey is made, and is in the list", async () => {
  const { page, complaints } = me;
  await page.goto("/passkeys");
  await everywhere(page, "passkeys-none");
  await page.getByLabel("Name").fill("work laptop");
  await page.getByRole("button", { name: "Make a passkey" }).click();
  await page.getByRole("cell", { name: "work laptop" }).first().waitFor();
  await everywhere(page, "passkeys");
  assert.deepEqual(complaints, []);
});

test("it signs in without a name, and proves afresh who is there", async () => {
  const { page, context, complaints } = me;
  await context.clearCookies();
  await page.goto("/sign-in");
  await everywhere(page, "sign-in-passkey");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("heading", { name: "Practices" }).waitFor();
  await page.goto("/sessions");
  await page.getByRole("cell", { name: "passkey" }).first().waitFor();
  await page.goto("/step-up?back=/sessions");
  assert.equal(await page.locator("main input:visible").count(), 0, "there is nothing that could be typed");
  await everywhere(page, "step-up-passkey");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  // By its path: the address of the step before ends the same.
  await page.waitForURL((url) => url.pathname === "/sessions");
  assert.deepEqual(complaints, []);
});

test("after the password it is the second factor", async () => {
  const { page, context } = me;
  await context.clearCookies();
  await page.goto("/sign-in");
  await page.getByLabel("Sign-in name").fill("ameyer");
  await page.getByLabel("Password").fill("seven quiet herons wade");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "One more step" }).waitFor();
  await everywhere(page, "second-factor-passkey");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.getByRole("heading", { name: "Practices" }).waitFor();
});

test("a page under another name says where passkeys work", async () => {
  const other = await visitor(browser, program.url);
  await other.page.goto("/sign-in");
  assert.equal(await other.page.getByRole("button", { name: "Sign in with a passkey" }).count(), 0);
  await other.context.close();
});

test("one that is removed opens nothing", async () => {
  const { page, context } = me;
  await page.goto("/passkeys");
  await page.getByRole("button", { name: "Remove work laptop" }).click();
  await page.getByText("No passkey yet").waitFor();
  await context.clearCookies();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("The passkey did not work").first().waitFor();
});
