// Draws readings from the table that stands beside them. The table has the words; this is hidden from those who listen.
import uPlot from "uplot";

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function show(part: HTMLElement): void {
  const rows = Array.from(part.parentElement?.querySelectorAll<HTMLElement>("[data-at]") ?? []).reverse();
  const at = rows.map((row) => Number(row.dataset["at"]));
  const values = rows.map((row) => Number(row.dataset["value"]));
  const limit = (name: "low" | "high") => {
    const text = part.dataset[name];
    return text === undefined ? [] : [at.map(() => Number(text))];
  };
  const limits = [...limit("low"), ...limit("high")];
  const text = color("--color-base-content");
  const line = color("--color-base-300");
  const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: "12px system-ui" };
  const plot = new uPlot(
    {
      width: part.clientWidth,
      height: part.clientHeight,
      legend: { show: false },
      cursor: { show: false },
      axes: [{ ...axis, space: 60 }, { ...axis, size: 44 }],
      series: [
        {},
        { stroke: color("--color-primary"), width: 2, points: { show: true, size: 5 } },
        ...limits.map(() => ({ stroke: text, width: 1, dash: [4, 4], points: { show: false } })),
      ],
    },
    [at, values, ...limits],
    part,
  );
  new ResizeObserver(() => plot.setSize({ width: part.clientWidth, height: part.clientHeight })).observe(part);
}
