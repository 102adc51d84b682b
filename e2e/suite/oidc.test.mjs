// Single sign-on, against a stranger's provider at another site: there and back, linked, invited, proven afresh.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everywhere, launch } from "../browser.mjs";
import { start } from "../program.mjs";
import { CLIENT, freePort, guest, provide, showWho } from "../provider.mjs";
import { PASSWORD, add, administrator, confirm, invitation } from "../walls.mjs";

let program, provider, browser, me, url;

function around(issuer) {
  return {
    PERENNIAL_OIDC_ISSUER: issuer,
    PERENNIAL_OIDC_CLIENT_ID: CLIENT.id,
    PERENNIAL_OIDC_CLIENT_SECRET: CLIENT.secret,
    PERENNIAL_OIDC_LABEL: "Alder ID",
  };
}

before(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  provider = await provide(`${url}/sign-in/oidc/callback`);
  [program, browser] = await Promise.all([
    start("practice.toml", { listen: `127.0.0.1:${port}`, env: around(provider.issuer) }),
    launch(),
  ]);
  me = await guest(browser, url);
  await administrator(me.page, program);
});

after(async () => {
  await browser?.close();
  await program?.stop();
  await provider?.stop();
});

/** Forgets who is signed in here; the provider remembers. */
async function leave(context) {
  await context.clearCookies({ domain: "localhost" });
}

test("whoever is not linked is known there and nobody here", async () => {
  const { page, context, complaints } = await guest(browser, url);
  await page.goto("/sign-in");
  await everywhere(page, "sign-in-oidc");
  await page.getByRole("button", { name: "Sign in with Alder ID" }).click();
  await page.waitForURL(`${provider.issuer}/**`);
  await showWho(page, "stranger");
  await page.getByText("Nobody here is linked to that account yet").waitFor();
  assert.equal(await page.getByRole("heading", { name: "Sign in" }).count(), 1);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a link is made after a fresh proof, and is in the list", async () => {
  const { page, complaints } = me;
  await page.goto("/sessions");
  await page.getByRole("link", { name: "Single sign-on" }).click();
  await page.getByText("No link yet").waitFor();
  await everywhere(page, "identities-none");
  assert.equal(await page.getByRole("button", { name: "Go to Alder ID" }).count(), 0);
  await confirm(page);
  await page.waitForURL("**/identities");
  await everywhere(page, "identities-to-link");
  await page.getByRole("button", { name: "Go to Alder ID and link it" }).click();
  await showWho(page, "alva.meyer");
  await page.getByRole("cell", { name: "alva.meyer" }).first().waitFor();
  await everywhere(page, "identities");
  assert.deepEqual(complaints, []);
});

test("it opens the account that made it, and goes where one wanted to go", async () => {
  const { page, context, complaints } = me;
  await leave(context);
  await page.goto("/sessions");
  await page.waitForURL("**/sign-in?**");
  // The provider knows who it is: nothing is typed.
  await page.getByRole("button", { name: "Sign in with Alder ID" }).click();
  await page.waitForURL(`${url}/sessions`);
  await page.getByRole("cell", { name: "single sign-on" }).first().waitFor();
  const cookies = await context.cookies(url);
  assert.deepEqual(cookies.filter((one) => one.name === "__Host-leaving"), []);
  assert.deepEqual(complaints, []);
});

test("the provider is asked anew for a fresh proof", async () => {
  const { page, complaints } = me;
  await page.goto("/step-up?back=/identities");
  await everywhere(page, "step-up-oidc");
  await page.getByRole("button", { name: "Confirm with Alder ID" }).click();
  await page.waitForURL(`${provider.issuer}/**`);
  await showWho(page, "alva.meyer");
  await page.waitForURL(`${url}/identities`);
  await page.getByRole("button", { name: "Remove the link alva.meyer" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("somebody else at the provider proves nothing", async () => {
  const { page } = me;
  await page.goto("/step-up?back=/identities");
  await page.getByRole("button", { name: "Confirm with Alder ID" }).click();
  await page.waitForURL(`${provider.issuer}/**`);
  await showWho(page, "stranger");
  await page.getByText("That sign-in was not finished").waitFor();
  assert.equal(await page.getByRole("heading", { name: "Please confirm that it is you" }).count(), 1);
});

test("an invitation is taken without a password", async () => {
  const { page, context } = me;
  await leave(context);
  await page.goto("/sign-in");
  await page.getByLabel("Sign-in name").fill("ameyer");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("button", { name: "Work here Alder Internal Medicine" }).click();
  await page.goto("/settings/staff");
  await confirm(page);
  await add(page, { given: "Noor", family: "Tamsin", login: "ntamsin", role: "rn", credential: "RN OR-100200" });
  const link = await invitation(page);
  const theirs = await guest(browser, url);
  await theirs.page.goto(new URL(link).pathname);
  await everywhere(theirs.page, "invitation-oidc");
  await theirs.page.getByRole("button", { name: "Come in with Alder ID" }).click();
  await showWho(theirs.page, "noor");
  await theirs.page.waitForURL((at) => !/invitations|oidc/.test(at.pathname));
  await theirs.page.goto("/identities");
  await theirs.page.getByRole("cell", { name: "noor" }).first().waitFor();
  // Who has no password is not asked for one.
  await theirs.page.goto("/step-up");
  await theirs.page.getByRole("button", { name: "Confirm with Alder ID" }).waitFor();
  assert.equal(await theirs.page.locator("main input:visible").count(), 0);
  await everywhere(theirs.page, "step-up-oidc-only");
  assert.deepEqual(theirs.complaints, []);
  await theirs.context.close();
});

test("a way back that this browser did not begin leads nowhere", async () => {
  const { page, context } = await guest(browser, url);
  await page.goto(`/sign-in/oidc/callback?code=made-up&state=made-up&back=https://a.example`);
  await page.getByText("That sign-in was not finished").waitFor();
  await everywhere(page, "sign-in-oidc-refused");
  await context.close();
});

test("under another address the page says where it works", async () => {
  const { page, context } = await guest(browser, program.url);
  await page.goto("/sign-in");
  assert.equal(await page.getByRole("button", { name: "Sign in with Alder ID" }).count(), 0);
  await page.getByText("Single sign-on works under one address only").waitFor();
  await context.close();
});

test("a link that is removed opens nothing", async () => {
  const { page, context } = me;
  await page.goto("/identities");
  await page.getByRole("button", { name: "Remove the link alva.meyer" }).click();
  await page.getByText("No link yet").waitFor();
  await leave(context);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with Alder ID" }).click();
  await page.getByText("Nobody here is linked to that account yet").waitFor();
});

test("nothing of it is in the log", () => {
  const said = program.log();
  for (const secret of [CLIENT.secret, "alva.meyer", "code=", "state="]) {
    assert.ok(!said.includes(secret), `the log holds ${secret}`);
  }
});

test("with the provider down, the other ways in are still there", async () => {
  const gone = await start("practice.toml", { env: around(`http://127.0.0.1:${await freePort()}`) });
  const { page, context } = await guest(browser, gone.url.replace("127.0.0.1", "localhost"));
  await administrator(page, gone);
  await leave(context);
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with Alder ID" }).click();
  await page.getByText("Alder ID does not answer now").waitFor();
  await page.getByLabel("Sign-in name").fill("ameyer");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Practices" }).waitFor();
  await context.close();
  await gone.stop();
});
