// What several files of tests need of the walls: an administrator, invented patients, a fresh proof, an invitation.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { launch, visitor } from "./browser.mjs";
import { start } from "./program.mjs";

export const PASSWORD = "seven quiet herons wade";

/**
 * The walls as a file of tests finds them: `program` with three patients, `browser`, and `admin`, the first administrator
 * in it. They stand before the first test, and are taken down after the last.
 */
export function built() {
  const walls = {};
  before(async () => {
    [walls.program, walls.browser] = await Promise.all([start(), launch()]);
    patients(walls.program);
    walls.admin = await visitor(walls.browser, walls.program.url);
    await administrator(walls.admin.page, walls.program);
  });
  after(async () => {
    await walls.browser?.close();
    await walls.program?.stop();
  });
  return walls;
}

/** Three invented patients, A100 to A102. */
function patients(program) {
  const names = [["Quill", "Orla"], ["Tamsin", "Bram"], ["Vesper", "Juno"]];
  const entry = names.map(([family, given], n) => ({
    resource: {
      resourceType: "Patient",
      id: `walls-${n}`,
      meta: { lastUpdated: "2026-01-05T10:00:00Z" },
      identifier: [
        {
          type: { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: "MR" }] },
          system: "urn:alder:mrn",
          value: `A10${n}`,
        },
      ],
      name: [{ family, given: [given] }],
      birthDate: `194${n}-03-0${n + 1}`,
      gender: "female",
    },
  }));
  const folder = mkdtempSync(join(tmpdir(), "perennial-walls-"));
  const file = join(folder, "patients.json");
  writeFileSync(file, JSON.stringify({ resourceType: "Bundle", type: "collection", entry }));
  program.run("--practice", "alder-im", "import", file);
  rmSync(folder, { recursive: true });
}

/** The first administrator, at the internists'. */
export async function administrator(page, program) {
  await page.goto("/first-administrator");
  await page.getByLabel("Setup code").fill(program.code);
  await page.getByLabel("Sign-in name").fill("ameyer");
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByLabel("The same password again").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.getByRole("heading", { name: "Practices" }).waitFor();
  await page.getByRole("button", { name: "Work here Alder Internal Medicine" }).click();
  await page.getByText("You are here").waitFor();
}

/** Shows the password once more, from a page that asks for it. */
export async function confirm(page) {
  await page.getByRole("link", { name: "Confirm that it is you" }).click();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Go on" }).click();
}

/** Somebody new with one role; the page is theirs afterwards. */
export async function add(page, { given, family, login, role, credential }) {
  await page.goto("/settings/staff/new");
  await page.getByLabel("First name").fill(given);
  await page.getByLabel("Last name").fill(family);
  await page.getByLabel("Sign-in name").fill(login);
  await page.locator("#word").selectOption(role);
  if (credential) {
    await page.getByLabel("License or certificate").fill(credential);
    await page.getByLabel("Valid from").fill("2024-01-01");
  }
  await page.getByRole("button", { name: "Add this person" }).click();
  await page.getByRole("heading", { name: `${given} ${family}` }).waitFor();
}

/** An invitation's link, from the page of whom it is for. */
export async function invitation(page) {
  await page.getByRole("button", { name: "Make an invitation" }).click();
  return (await page.locator("#invitation-link").innerText()).trim();
}

/** Takes an invitation; one lands where one's role begins. */
export async function accept(page, link) {
  await page.goto(link);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByLabel("The same password again").fill(PASSWORD);
  await page.getByRole("button", { name: "Set the password and come in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
}
