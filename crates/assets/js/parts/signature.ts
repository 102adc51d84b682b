// A signature drawn on the page: whole numbers in a box of 600 by 200, as moves and lines, in the hidden field that the
// box names. Whoever does not draw types a name in the field beside it.
const WIDTH = 600;
const HEIGHT = 200;
/** The server takes no longer one. */
const LONGEST = 60_000;

function begin(box: HTMLElement): void {
  const drawing = box.querySelector("svg");
  const path = drawing?.querySelector("path");
  const field = document.getElementById(box.dataset["signature"] ?? "");
  if (!drawing || !path || !(field instanceof HTMLInputElement)) return;
  let isDown = false;

  const add = (command: "M" | "L", event: PointerEvent): void => {
    const { left, top, width, height } = drawing.getBoundingClientRect();
    const within = (value: number, most: number) => Math.round(Math.min(Math.max(value, 0), most));
    const x = within(((event.clientX - left) / width) * WIDTH, WIDTH);
    const y = within(((event.clientY - top) / height) * HEIGHT, HEIGHT);
    const next = `${field.value}${command}${x} ${y}`;
    if (next.length > LONGEST) return;
    field.value = next;
    path.setAttribute("d", next);
  };

  drawing.addEventListener("pointerdown", (event) => {
    isDown = true;
    drawing.setPointerCapture(event.pointerId);
    add("M", event);
    event.preventDefault();
  });
  drawing.addEventListener("pointermove", (event) => {
    if (isDown) add("L", event);
  });
  for (const end of ["pointerup", "pointercancel"]) drawing.addEventListener(end, () => (isDown = false));
  box.querySelector("[data-signature-clear]")?.addEventListener("click", () => {
    field.value = "";
    path.setAttribute("d", "");
  });
}

for (const box of document.querySelectorAll<HTMLElement>("[data-signature]")) begin(box);
