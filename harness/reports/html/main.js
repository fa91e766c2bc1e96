// What answers to the mouse and the keyboard: the filter, the cells of the map, the links from a finding into it.

const form = document.getElementById("filter");

function filter() {
  const severities = new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
  const rule = form.elements.rule.value;
  const text = form.elements.text.value.trim().toLowerCase();
  for (const article of articles) {
    article.hidden = !severities.has(article.dataset.severity) || (rule !== "" && article.dataset.rule !== rule)
      || !article.textContent.toLowerCase().includes(text);
  }
  countShown();
  if (total) drawMap();
}

function countShown() {
  const shown = articles.filter((article) => !article.hidden).length;
  form.elements.shown.value = `${shown} of ${articles.length} shown`;
}

function activate(target) {
  const { table, revision } = target.dataset;
  if (table === undefined) showRevision(Number(revision));
  else if (revision === undefined) showWorst(Number(table));
  else showTable(Number(table), Number(revision));
}

function focusOn(target) {
  for (const old of map.querySelectorAll("[tabindex='0']")) old.tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
  const { table, revision } = target.dataset;
  focused = (table === undefined ? "" : `[data-table="${table}"]`) + (revision === undefined ? ":not([data-revision])" : `[data-revision="${revision}"]`);
  if (table === undefined) focused += ":not([data-table])";
}

function column(target) {
  return target.dataset.revision === undefined ? -1 : Number(target.dataset.revision);
}

// The element that an arrow leads to: along the row, or to the nearest one before in the row above or below.
function neighbour(target, key) {
  const row = target.closest(".row");
  const stops = [...row.querySelectorAll("[tabindex]")];
  const position = stops.indexOf(target);
  if (key === "ArrowLeft") return stops[position - 1];
  if (key === "ArrowRight") return stops[position + 1];
  if (key === "Home") return stops[0];
  if (key === "End") return stops.at(-1);
  const other = key === "ArrowUp" ? row.previousElementSibling : key === "ArrowDown" ? row.nextElementSibling : null;
  const there = [...(other?.querySelectorAll("[tabindex]") ?? [])];
  return there.findLast((stop) => column(stop) <= column(target)) ?? there[0];
}

map.addEventListener("click", (event) => {
  const target = event.target.closest("[data-table], [data-revision]");
  if (target === null) return;
  focusOn(target);
  activate(target);
  detail.scrollIntoView({ block: "nearest" });
});

map.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === " ") {
    activate(event.target);
    detail.querySelector("h2").focus();
  } else {
    const next = neighbour(event.target, event.key);
    if (next === undefined) return;
    focusOn(next);
  }
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "Escape" && !detail.hidden && !typing) closeDetail();
  if (event.key === "/" && !typing && form !== null) {
    event.preventDefault();
    form.elements.text.focus();
  }
});

addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
});

for (const [number, article] of byNumber) {
  const sides = [...article.querySelectorAll(".sides dd code")];
  if (sides.length === 2) marked(...sides.map((side) => side.textContent)).forEach((words, side) => sides[side].replaceChildren(...words));
  const places = data.places.filter((one) => one.finding === number && one.from !== null);
  const place = places.find((one) => one.table !== null) ?? places[0];
  if (place === undefined) continue;
  const link = button(place.table === null ? "Show the revision" : "Show both sides", () => {
    if (place.table === null) showRevision(place.from);
    else showTable(place.table, firstOf(data.tables[place.table], place));
    detail.scrollIntoView();
    detail.querySelector("h2").focus();
  }, { className: "to-map" });
  article.querySelector(".about").append(link);
}

startMap();
if (form !== null) {
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  countShown();
}
