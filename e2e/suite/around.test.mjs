// The care around the plan: a referral from the chart to its closed loop, an urgent call at night with its morning, the
// roster with its gaps, a directory that two edit, a handover that is accepted, patients who move.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everywhere, launch, visitor } from "../browser.mjs";
import { comeInAs } from "../demo.mjs";
import { demo } from "../program.mjs";

const NURSE = /Clinical staff/;
let program, browser, nurse;

before(async () => {
  [program, browser] = await Promise.all([demo(), launch()]);
  nurse = await visitor(browser, program.url);
  await comeInAs(nurse.page, NURSE);
});

after(async () => {
  await browser?.close();
  await program?.stop();
});

async function heading(page, name) {
  await page.getByRole("heading", { name, level: 1 }).waitFor();
}

test("open loops have their age, and each count opens what it counted", async () => {
  const { page, complaints } = nurse;
  await page.goto("/today");
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await heading(page, "Referrals");
  await everywhere(page, "around-referrals");
  const doors = await page.locator(".caseload-count").evaluateAll((all) =>
    all.map((one) => [one.getAttribute("href"), Number(one.querySelector("strong").textContent)]),
  );
  assert.ok(doors.some(([href, count]) => href.includes("overdue") && count > 0), "the demo has an overdue loop");
  for (const [href, count] of doors) {
    await page.goto(href);
    await heading(page, "Referrals");
    assert.equal(await page.locator("tbody tr").count(), count, href);
  }
  assert.deepEqual(complaints, []);
});

test("a referral goes from the chart to its closed loop, and a mistake is taken back in writing", async () => {
  const { page, complaints } = nurse;
  await page.goto("/referrals");
  await page.locator("tbody tr", { hasText: "County Food Pantry" }).locator("td").nth(1).getByRole("link").click();
  await page.getByRole("heading", { name: "Referrals", level: 2 }).waitFor();
  await page.keyboard.press("r");
  await heading(page, "Referrals");
  await page.getByRole("heading", { name: "Needs that the screening named" }).waitFor();
  await page.getByRole("link", { name: "Senior Ride Service" }).waitFor();
  await everywhere(page, "around-patient");
  await page.getByRole("button", { name: "Send", exact: false }).last().click();
  await page.getByText("This is needed.").first().waitFor();
  await page.getByLabel("From the directory").selectOption({ label: "Transport: Senior Ride Service" });
  await page.getByLabel("Why").fill("Misses visits when her sister works.");
  await page.keyboard.press("Tab");
  await page.getByLabel("Urgency").selectOption({ label: "Urgent" });
  await page.getByRole("button", { name: /^Send/ }).click();
  await heading(page, "Senior Ride Service");
  await page.getByLabel("Day").fill("2026-10-20");
  await everywhere(page, "around-referral");
  await page.getByRole("button", { name: /They take the patient/ }).click();
  await page.getByText("Accepted, Oct 20, 2026").first().waitFor();
  await page.getByRole("button", { name: "Take the last step back" }).click();
  await page.getByText("This is needed.").waitFor();
  await page.getByLabel("Why, or a remark").fill("Meant another patient.");
  await page.getByRole("button", { name: "Take the last step back" }).click();
  await page.getByText("The step before was taken back").waitFor();
  await page.getByRole("button", { name: "The report is here" }).click();
  await page.getByText("Report received").waitFor();
  await page.getByRole("button", { name: /Report read, close/ }).click();
  await page.locator(".page-head").getByText("Closed").waitFor();
  assert.equal(await page.getByRole("button", { name: /They take/ }).count(), 0);
  assert.deepEqual(complaints, []);
});

test("the next step of a loop is a task of its day", async () => {
  const { page, complaints } = nurse;
  await page.goto("/tasks?of=all");
  await page.getByText("Lakeside Eye Center: find out why the visit was missed, and book again").first().waitFor();
  assert.equal(await page.getByText(/^Senior Ride Service/).count(), 0, "a closed loop asks for nothing");
  assert.deepEqual(complaints, []);
});

test("who is on call, where nobody is, and the log", async () => {
  const { page, complaints } = nurse;
  await page.keyboard.press("g");
  await page.keyboard.press("z");
  await heading(page, "On call");
  await page.getByRole("heading", { name: "Now" }).waitFor();
  assert.ok((await page.locator('a[href^="tel:"]').count()) > 0);
  assert.ok((await page.locator('section[aria-labelledby="gaps"] li').count()) > 0, "the weekend's day has nobody");
  assert.equal(await page.getByRole("button", { name: /Put on call/ }).count(), 0, "a nurse writes no roster");
  await everywhere(page, "around-on-call");
  await page.keyboard.press("t");
  await page.keyboard.press("4");
  await heading(page, "Log of urgent calls");
  await page.locator("#calls summary").first().click();
  await everywhere(page, "around-log");
  assert.deepEqual(complaints, []);
});

test("an urgent call is entered beside plan, medications and notes, once, and corrected by another entry", async () => {
  const { page, complaints } = nurse;
  await page.goto("/on-call/log");
  await page.locator("#calls li .line-what a").first().click();
  await page.getByRole("heading", { name: "Medications" }).waitFor();
  await page.keyboard.press("l");
  await page.getByRole("heading", { name: "An urgent call" }).waitFor();
  for (const name of ["Medications", "Allergies", "Care plan", "Last notes"]) {
    await page.getByRole("heading", { name }).waitFor();
  }
  await everywhere(page, "around-night");
  const before = await page.locator('section[aria-labelledby="calls-before"] > ol > li').count();
  await page.getByLabel("What was asked").fill("Feels the heart race.");
  await page.getByRole("button", { name: /Enter the call/ }).click();
  await page.getByText("This is needed.").first().waitFor();
  assert.equal(await page.getByLabel("What was asked").inputValue(), "Feels the heart race.");
  await page.getByLabel("What was answered").fill("Sit, breathe slowly; 88 after five minutes.");
  await page.getByLabel("How it ended").selectOption({ label: "Advice on self-care" });
  await page.getByRole("button", { name: /Enter the call/ }).click();
  await page.locator('section[aria-labelledby="calls-before"]').getByText("Advice on self-care").first().waitFor();
  assert.equal(await page.locator('section[aria-labelledby="calls-before"] > ol > li').count(), before + 1);
  const entry = page.locator('section[aria-labelledby="calls-before"] > ol > li').first();
  await entry.locator("summary").click();
  await entry.getByRole("link", { name: /Correct this entry/ }).click();
  await page.getByRole("heading", { name: "Correct this entry" }).waitFor();
  await page.getByLabel("How it ended").selectOption({ label: "Visit on the next working day" });
  await page.getByRole("button", { name: /Enter the call/ }).click();
  await page.getByText("replaced by a later entry").waitFor();
  await page.getByText("corrects an earlier entry").waitFor();
  assert.deepEqual(complaints, []);
});

test("an appointment is arranged from the chart, and what became of it is said once", async () => {
  const { page, complaints } = nurse;
  await page.goto("/on-call/log");
  await page.locator("#calls li .line-what a").first().click();
  await page.getByRole("heading", { name: "Medications" }).waitFor();
  await page.keyboard.press("a");
  await heading(page, "Appointments");
  await page.getByLabel("With whom").fill("Eye clinic");
  await page.getByRole("button", { name: /^Arrange/ }).click();
  await page.getByText("This is needed.").first().waitFor();
  assert.equal(await page.getByLabel("With whom").inputValue(), "Eye clinic");
  await page.getByLabel("When").fill("2026-10-20T09:30");
  await page.getByRole("button", { name: /^Arrange/ }).click();
  await page.getByText("Oct 20, 2026, 9:30 AM · Eye clinic").waitFor();
  await everywhere(page, "around-appointments");
  const one = page.locator("li", { hasText: "Eye clinic" });
  await one.locator("summary").click();
  await one.getByLabel("Why, or a remark").fill("The clinic is closed that day.");
  await one.getByRole("button", { name: "Cancelled" }).click();
  await page.locator("li", { hasText: "The clinic is closed that day." }).getByText("Cancelled", { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

test("a directory says what is stale, and two who edit one entry lose nothing", async () => {
  const { page, complaints } = nurse;
  await page.goto("/directory");
  await heading(page, "Directory");
  await page.getByText("ask again").first().waitFor();
  await everywhere(page, "around-directory");
  await page.getByRole("link", { name: "Winter Heat Fund" }).click();
  await heading(page, "Winter Heat Fund");
  await everywhere(page, "around-entry");
  const other = await visitor(browser, program.url);
  await comeInAs(other.page, "Manager");
  await other.page.goto(new URL(page.url()).pathname);
  await heading(other.page, "Winter Heat Fund");
  await page.getByLabel("Cost").fill("Free");
  await page.getByRole("button", { name: /Keep/ }).click();
  await page.getByRole("heading", { name: "Earlier revisions" }).waitFor();
  await other.page.getByLabel("Hours").fill("November to March");
  await other.page.getByRole("button", { name: /Keep/ }).click();
  await other.page.getByText("has kept this entry meanwhile").waitFor();
  assert.equal(await other.page.getByLabel("Hours").inputValue(), "November to March");
  await everywhere(other.page, "around-differs");
  await other.page.getByRole("button", { name: /Keep/ }).click();
  await other.page.getByText("Nobody has").waitFor({ state: "detached" });
  await other.page.getByRole("heading", { name: "Earlier revisions" }).waitFor();
  assert.equal(await other.page.getByLabel("Hours").inputValue(), "November to March");
  await other.context.close();
  assert.deepEqual(complaints, []);
});

test("a caseload is handed over with its open work, and its receiver accepts it once", async () => {
  const receivers = [];
  for (let nth = 0; nth < 6 && receivers.length === 0; nth++) {
    const one = await visitor(browser, program.url);
    await comeInAs(one.page, NURSE, nth).catch(() => {});
    await one.page.goto("/handovers");
    const link = one.page.locator("#handovers tbody tr", { hasText: "Not accepted yet" }).getByRole("link");
    if ((await link.count()) > 0) {
      await link.first().click();
      await heading(one.page, "Handover");
      if ((await one.page.getByRole("button", { name: /^Accept/ }).count()) > 0) {
        receivers.push(one);
        continue;
      }
    }
    await one.context.close();
  }
  const [{ page, complaints, context }] = receivers;
  await everywhere(page, "around-handover");
  await page.keyboard.press("a");
  await page.getByText(/^Accepted Oct 16/).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Accept/ }).count(), 0);
  await page.goto("/handovers");
  await everywhere(page, "around-handovers");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("caseloads stand against hours, and those chosen move with one press", async () => {
  const manager = await visitor(browser, program.url);
  await comeInAs(manager.page, "Manager");
  const { page, complaints } = manager;
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await heading(page, "Caseloads");
  await everywhere(page, "around-caseloads");
  const boxes = page.locator('input[type="checkbox"]');
  const proposed = await boxes.count();
  if (proposed > 0) {
    for (let place = 1; place < proposed; place++) await boxes.nth(place).uncheck();
    await page.getByRole("button", { name: /Move those chosen/ }).click();
    await page.getByText("One patient has moved.").waitFor();
  } else {
    await page.getByText("No move would help now.").waitFor();
  }
  await page.goto("/on-call");
  await page.getByLabel("Telephone").fill("");
  await page.getByLabel("First day").fill("2026-10-17");
  await page.getByLabel("Last day").fill("2026-10-18");
  await page.getByRole("button", { name: /Put on call/ }).click();
  await page.getByText("This is needed.").waitFor();
  assert.equal(await page.getByLabel("Last day").inputValue(), "2026-10-18", "what was typed is kept");
  await page.getByLabel("Telephone").fill("503 555 0160");
  await page.getByLabel("Begins").fill("08:00");
  await page.getByLabel("Ends").fill("17:00");
  const gaps = await page.locator('section[aria-labelledby="gaps"] li').count();
  await page.getByRole("button", { name: /Put on call/ }).click();
  await page.waitForURL("**/on-call");
  assert.ok((await page.locator('section[aria-labelledby="gaps"] li').count()) < gaps, "two gaps are filled");
  assert.deepEqual(complaints, []);
  await manager.context.close();
});
