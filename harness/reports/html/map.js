// The heat map: a row for each table, and in it a mark for each revision that changed something.

const map = document.getElementById("map");
const tools = document.getElementById("map-tools");
const MOST_AT_FIRST = 30;
const NARROWEST = matchMedia("(pointer: coarse)").matches ? 24 : 11;
const total = data.revisions.length;
let onlyDiffering = false;
let focused = null;

function share(revision) {
  return `${(100 * revision) / total}%`;
}

function placed(made, revision, width = 1) {
  made.style.left = share(revision);
  made.style.width = share(width);
  return made;
}

function bar(side, value, most) {
  const made = element("i", { className: `bar ${side}` });
  made.style.height = `${Math.max(4, (100 * value) / most)}%`;
  return made;
}

function revisionHead(revision, most, step) {
  const line = data.revisions[revision];
  const found = data.places.filter((place) => place.from === revision && isShown(place));
  const level = worst(found.map(severityOf));
  const failed = Object.entries(line.status).filter(([, status]) => status !== "ok");
  const told = failed.map(([side, status]) => `${status.replace("-", " ")} on ${side}`);
  const times = ["dev", "prod"].filter((side) => side in line.seconds).map((side) => `${side} ${seconds(line.seconds[side])}`);
  const count = new Set(found.map((place) => place.finding)).size;
  const words = [...told, ...times, ...(count ? [`${count} ${count === 1 ? "finding begins" : "findings begin"} here`] : [])];
  const label = `Revision ${titleOf(revision)}: ${words.join(", ")}`;
  const name = revision % step === 0 ? [element("span", { className: "label" }, step === 1 ? titleOf(revision) : line.id)] : [];
  const bars = element("span", { className: "bars" }, ...["dev", "prod"].map((side) =>
    element("span", { className: "half" }, ...(side in line.seconds ? [bar(side, line.seconds[side], most)] : []))));
  const head = element("div", {
    className: `revision ${failed.length ? failed[0][1] : "ok"} level-${level}`, role: "columnheader", tabIndex: -1, title: label,
    "aria-label": label, "aria-colindex": revision + 2,
  }, bars, element("span", { className: "dot" }), ...name);
  head.dataset.revision = revision;
  return placed(head, revision);
}

function headRow() {
  const times = data.revisions.flatMap((line) => Object.values(line.seconds));
  const most = Math.max(0.001, ...times);
  const step = Math.max(1, Math.ceil(18 / columnWidth()));
  const longest = Math.max(...data.revisions.map((line, revision) => (step === 1 ? titleOf(revision) : line.id).length));
  map.style.setProperty("--label", `${Math.min(7.6, 0.4 + 0.46 * longest)}rem`);
  const track = element("div", { className: "track", role: "presentation" },
    ...data.revisions.map((_line, revision) => revisionHead(revision, most, step)));
  const corner = element("div", { className: "name", role: "columnheader", "aria-colindex": 1 },
    element("span", { className: "key dev" }, "dev"), element("span", { className: "key prod" }, "prod"),
    element("span", { className: "unit" }, times.length ? `up to ${most.toFixed(2)} s` : "no revision ran"));
  return element("div", { className: "row head", role: "row", "aria-rowindex": 1 }, corner, track);
}

function cell(number, mark) {
  const table = data.tables[number];
  const words = [WORDS[mark.cell], ...(mark.enters ? ["a finding begins"] : []), ...(mark.heals ? ["a difference ends"] : [])];
  const label = `${table.name} after ${titleOf(mark.revision)}: ${words.join(", ")}`;
  const made = element("div", {
    className: `cell level-${mark.cell}${mark.heals && mark.run === "same" ? " heals" : ""}`,
    role: "gridcell", tabIndex: -1, title: label, "aria-label": label, "aria-colindex": mark.revision + 2,
  });
  made.dataset.table = number;
  made.dataset.revision = mark.revision;
  return placed(made, mark.revision);
}

function tableRow(number, marks, position) {
  const runs = marks.filter((mark) => mark.run !== "gone").map((mark) =>
    placed(element("i", { className: `run level-${mark.run}` }), mark.revision, mark.until - mark.revision));
  const name = element("div", {
    className: `name level-${worstOf(marks)}`, role: "rowheader", tabIndex: -1, title: data.tables[number].name, "aria-colindex": 1,
  }, element("bdi", {}, data.tables[number].name));
  name.dataset.table = number;
  const track = element("div", { className: "track", role: "presentation" }, ...runs, ...marks.map((mark) => cell(number, mark)));
  return element("div", { className: "row", role: "row", "aria-rowindex": position + 2 }, name, track);
}

function columnWidth() {
  const free = Math.max(200, map.clientWidth - 190);
  return Math.min(72, Math.max(NARROWEST, Math.floor(free / total)));
}

// The tables in the order of their worst difference, with what is drawn of each.
function ordered() {
  const all = data.tables.map((_table, number) => ({ number, marks: drawn(number) }));
  for (const item of all) item.weight = Math.max(1, WEIGHT.indexOf(worstOf(item.marks)));
  return all.sort((one, other) => other.weight - one.weight || one.number - other.number);
}

function drawMap() {
  const rows = ordered();
  const differing = rows.filter((row) => row.weight > 1);
  if (!differing.length) onlyDiffering = false;
  const shown = onlyDiffering ? differing : rows;
  map.style.setProperty("--track", `${columnWidth() * total}px`);
  const grid = element("div", {
    className: "grid", role: "grid", "aria-label": "Tables by revision", "aria-rowcount": shown.length + 1, "aria-colcount": total + 1,
  }, headRow(), ...shown.map((row, position) => tableRow(row.number, row.marks, position)));
  map.replaceChildren(grid);
  drawTools(rows.length, differing.length);
  const first = focused && grid.querySelector(focused);
  (first ?? grid.querySelector("[data-table], [data-revision]")).tabIndex = 0;
  markSelected();
}

function drawTools(every, differing) {
  const parts = [];
  if (differing && differing < every) {
    const button = element("button", { type: "button", id: "only-differing", "aria-pressed": String(onlyDiffering) },
      `Only the ${differing} of ${every} tables that differ`);
    button.addEventListener("click", () => { onlyDiffering = !onlyDiffering; drawMap(); document.getElementById("only-differing").focus(); });
    parts.push(button);
  }
  if (!every) {
    tools.replaceChildren(...parts);
    return;
  }
  const legend = [["same", "agree"], ["differs", "differ until mended, or accepted"], ["warning", "warning"], ["error", "error"]];
  parts.push(element("ul", { className: "legend" },
    ...legend.map(([level, words]) => element("li", {}, element("i", { className: `run level-${level}` }), words)),
    element("li", {}, element("i", { className: "cell level-same" }), "a revision changed the table"),
    element("li", {}, element("i", { className: "cell level-same heals" }), "a difference ends"),
    element("li", {}, element("i", { className: "cell level-note" }), "a note")));
  tools.replaceChildren(...parts);
}

// Bring a mark into the part of the map that can be seen, without moving the page.
function reveal(mark) {
  const [inner, outer] = [mark.getBoundingClientRect(), map.getBoundingClientRect()];
  const [left, top] = [map.querySelector(".name"), map.querySelector(".head")].map((one) => one.getBoundingClientRect());
  if (inner.left < left.right || inner.right > outer.right) map.scrollLeft += inner.left - left.right - 80;
  if (inner.top < top.bottom || inner.bottom > outer.bottom) map.scrollTop += inner.top - top.bottom - 40;
}

function startMap() {
  if (!total) return;
  document.getElementById("history").hidden = false;
  onlyDiffering = data.tables.length > MOST_AT_FIRST;
  drawMap();
  let width = map.clientWidth;
  addEventListener("resize", () => {
    if (map.clientWidth !== width) drawMap();
    width = map.clientWidth;
  });
}
