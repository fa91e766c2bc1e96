// What is told of a table after a revision, or of a revision: the two DDLs, the findings, the seconds.

const detail = document.getElementById("detail");
let selected = null;

function button(words, action, properties = {}) {
  const made = element("button", { type: "button", ...properties }, ...[words].flat());
  made.addEventListener("click", action);
  return made;
}

function findingsOf(places) {
  const numbers = [...new Set(places.filter(isShown).map((place) => place.finding))].sort((one, other) => one - other);
  return numbers.map((number) => {
    const copy = byNumber.get(number).cloneNode(true);
    const heading = copy.querySelector("h3");
    copy.removeAttribute("id");
    copy.removeAttribute("aria-labelledby");
    copy.querySelector(".to-map")?.remove();
    heading.id = `told-${number}-title`;
    copy.setAttribute("aria-labelledby", heading.id);
    return copy;
  });
}

function aboutOf(places) {
  return new Set(places.flatMap((place) => place.about));
}

function timesOf(line) {
  return element("dl", { className: "times" }, ...["dev", "prod"].flatMap((side) => {
    const status = line.status[side] === "failed" ? `failed after ${seconds(line.seconds[side])}` : seconds(line.seconds[side]);
    return [element("div", {}, element("dt", {}, data.sides[side]), element("dd", {}, status))];
  }));
}

function opened(heading, ...parts) {
  const title = element("h2", { id: "detail-title", tabIndex: -1 }, ...heading);
  const close = button("Close", closeDetail, { className: "close", "aria-keyshortcuts": "Escape" });
  detail.replaceChildren(element("div", { className: "bar-top" }, title, close), ...parts);
  detail.hidden = false;
  markSelected();
}

function markSelected() {
  for (const old of map.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  const mark = selected && map.querySelector(selected);
  mark?.setAttribute("aria-current", "true");
  if (mark) reveal(mark);
}

function changesOf(number, current) {
  const rows = data.tables[number].states.map((state) => {
    const line = data.revisions[state[0]];
    const words = state[1] === null && state[2] === null ? "gone" : state[3] ? "differs" : "agrees";
    const link = button(element("code", {}, line.id), () => showTable(number, state[0]), { className: "link" });
    if (state[0] === current) link.setAttribute("aria-current", "true");
    return element("tr", {}, element("th", { scope: "row" }, link), element("td", {}, line.message),
      element("td", {}, seconds(line.seconds.dev)), element("td", {}, seconds(line.seconds.prod)), element("td", { className: words }, words));
  });
  const heads = ["revision", "message", data.sides.dev, data.sides.prod, "after it"].map((words) => element("th", { scope: "col" }, words));
  return element("details", { open: rows.length <= 6 }, element("summary", {}, `${rows.length} ${rows.length === 1 ? "change" : "changes"} of this table`),
    element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Changes of this table" },
      element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows))));
}

function step(number, revision, direction) {
  const states = data.tables[number].states.map((state) => state[0]);
  const other = direction > 0 ? states.find((one) => one > revision) : states.findLast((one) => one < revision);
  const words = direction > 0 ? "Next change" : "Previous change";
  return button(words, () => { showTable(number, other); detail.querySelector("h2").focus(); }, { disabled: other === undefined });
}

function showTable(number, revision) {
  const table = data.tables[number];
  const state = stateAt(table, revision);
  const places = placesOf(number, revision);
  selected = `.cell[data-table="${number}"][data-revision="${revision}"]`;
  const found = findingsOf(places);
  const accepted = acceptedOf(number, revision);
  const agree = !state || !state[3];
  const verdict = !state ? "It is not there yet." : agree ? "Both sides agree on it after this revision." : "The two sides differ after this revision.";
  opened([element("bdi", {}, table.name), element("small", {}, ` after ${titleOf(revision)}`)],
    element("div", { className: "steps" }, step(number, revision, -1), step(number, revision, 1),
      button("This revision", () => { showRevision(revision); detail.querySelector("h2").focus(); })),
    element("p", { className: agree ? "agrees" : "differs" }, verdict),
    ...(state ? [ddlTable(state, aboutOf([...places, ...accepted]))] : []),
    ...(agree ? [] : [element("p", { className: "hint" }, "Marked is what differs; other lines are only spelled in another way.")]),
    ...accepted.map((place) => element("p", { className: "accepted" }, `Accepted: ${place.words}`)),
    ...found, timesOf(data.revisions[revision]), changesOf(number, revision));
}

function showRevision(revision) {
  const line = data.revisions[revision];
  const begins = data.places.filter((place) => place.from === revision);
  const ends = data.places.filter((place) => place.to === revision && isShown(place));
  selected = `.revision[data-revision="${revision}"]`;
  const tables = data.tables.map((table, number) => ({ table, number, state: table.states.find((one) => one[0] === revision) }))
    .filter((item) => item.state !== undefined);
  const parts = tables.map(({ table, number, state }) => {
    const words = state[1] === null && state[2] === null ? "gone" : state[3] ? "differs" : "agrees";
    const link = button("All changes of this table", () => { showTable(number, revision); detail.querySelector("h2").focus(); });
    return element("details", { open: tables.length === 1 || state[3] === 1 },
      element("summary", {}, element("bdi", {}, table.name), " ", element("span", { className: words }, words)),
      ddlTable(state, aboutOf([...placesOf(number, revision), ...acceptedOf(number, revision)])), element("div", { className: "steps" }, link));
  });
  const mended = [...new Set(ends.map((place) => place.finding))].map((number) =>
    element("li", {}, byNumber.get(number).querySelector("h3").textContent));
  opened([element("code", {}, line.id), element("small", {}, ` ${line.message}`)],
    element("p", {}, element("code", {}, line.file)), timesOf(line),
    ...findingsOf(begins),
    ...(mended.length ? [element("h3", {}, "Differences that end here"), element("ul", {}, ...mended)] : []),
    element("h3", {}, tables.length ? "Tables that it changed" : "It changed no table that both sides have reached."), ...parts);
}

// Show a table where its worst difference begins; where it never differs, as it is at the end.
function showWorst(number) {
  const marks = drawn(number);
  const level = worstOf(marks);
  const mark = level === "same" ? marks.at(-1) : marks.find((one) => one.cell === level);
  showTable(number, mark.revision);
}

function closeDetail() {
  detail.hidden = true;
  const back = selected && map.querySelector(selected);
  selected = null;
  markSelected();
  back?.focus();
}
