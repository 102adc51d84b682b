// People for the practice of clock.toml: patients with two chronic conditions, one of them enrolled, and its nurses.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { visitor } from "./browser.mjs";

export const PASSWORD = "seven quiet herons wade";

/** Imports patients of these names ([family, given]), numbered M-0, M-1 and so on. Answers with their ids. */
export function patients(program, ...names) {
  const file = join(program.folder, "people.json");
  writeFileSync(file, JSON.stringify(bundle(names)));
  program.run("--practice", "alder-im", "import", file);
  const candidates = JSON.parse(program.run("--practice", "alder-im", "--json", "candidates"));
  return candidates.rows.map((row) => row.id);
}

function bundle(names) {
  const entry = names.flatMap(([family, given], at) => [
    {
      resourceType: "Patient",
      id: `p${at}`,
      identifier: [{ system: "https://alder.example/mrn", value: `M-${at}` }],
      name: [{ family, given: [given] }],
      birthDate: "1950-02-03",
      gender: "unknown",
    },
    // Two chronic conditions: whoever has none is no candidate.
    ...["E11.9", "I10"].map((code, which) => ({
      resourceType: "Condition",
      id: `c${at}${which}`,
      clinicalStatus: {
        coding: [{ system: "http://terminology.hl7.org/CodeSystem/condition-clinical", code: "active" }],
      },
      code: { coding: [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code }] },
      subject: { reference: `Patient/p${at}` },
    })),
  ]);
  return {
    resourceType: "Bundle",
    type: "collection",
    entry: entry.map((resource) => ({ fullUrl: `https://alder.example/${resource.id}`, resource })),
  };
}

/** Enrolls the patient with this number, who has agreed to it. */
export function enroll(program, patient) {
  const start = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10);
  const about = { patient, program: "CCM", practitioner: "okafor" };
  const elements = ["service_available", "cost_sharing", "one_practitioner", "stop_any_time"];
  const lines = [
    { command_id: "enrolled", record: "enrollment", ...about, start },
    { command_id: "agreed", record: "consent", ...about, form: "verbal", at: start, elements },
  ];
  const file = join(program.folder, "enroll.ndjson");
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  program.run("--practice", "alder-im", "record", file, "--as", "mlopez");
}

/** Somebody with a password, by invitation; `practice` names theirs where the program serves several. */
export async function member(browser, program, login, practice) {
  const at = practice ? ["--practice", practice] : [];
  const { token } = JSON.parse(program.run(...at, "--json", "staff", "invite", login));
  const one = await visitor(browser, program.url);
  await one.page.goto(`/invitations/${token}`);
  await one.page.getByLabel("New password").fill(PASSWORD);
  await one.page.getByLabel("The same password again").fill(PASSWORD);
  await one.page.locator("form button").first().click();
  await one.page.waitForURL((url) => !url.pathname.startsWith("/invitations"));
  return one;
}

/** What takes people's data out of the program asks who it is. */
export async function confirm(page) {
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Go on" }).click();
}

/** Somebody of the practice of clock.toml, on Today. */
export async function nurse(browser, program, login) {
  const one = await member(browser, program, login, "alder-im");
  await one.page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
  return one;
}
