// What every test of a care plan does: typing that is kept at once, and filling in what the elements still need.

/** A field of the plan, by its id. */
export const field = (page, id) => page.locator(`[id="${id}"]`);

/** Types, and waits until it is kept. */
export async function kept(page, act) {
  const before = Number(await page.locator("#seen input[name=revision]").inputValue());
  await act();
  await page.waitForFunction((before) => {
    const seen = document.querySelector("#seen input[name=revision]");
    return seen && Number(seen.value) > before && document.getElementById("save-state").textContent === "";
  }, before);
}

/** The fields that an element still needs. */
export function toDo(page) {
  const links = page.locator("#elements .line-more");
  return links.evaluateAll((all) => all.map((one) => one.getAttribute("href").slice(1)));
}

const SAYS = { measure: "Days a week", target: "5 of 7", outlook: "Steady with treatment", confidence: "8" };

/** Fills what is missing until every element is there. `said` goes where the patient's own words go. */
export async function complete(page, said = "As she told us") {
  for (let round = 0; round < 6; round++) {
    const todo = await toDo(page);
    if (todo.length === 0) return;
    for (const id of todo) {
      const one = field(page, id);
      if ((await one.evaluate((found) => found.tagName)) === "SELECT") await kept(page, () => one.selectOption("nurse"));
      else await kept(page, () => one.fill(SAYS[id.split(".").at(-1)] ?? said));
    }
  }
  throw new Error(`still to do: ${await toDo(page)}`);
}
