// What holds where: the data of the page, and how bad a table is after a revision.

const data = JSON.parse(document.getElementById("data").textContent);
const WEIGHT = ["same", "note", "differs", "warning", "error"];
const WORDS = {
  gone: "not there", same: "both sides agree", differs: "the sides differ, until a later revision or by decision",
  note: "a note", warning: "the sides differ: warning", error: "the sides differ: error",
};
const articles = [...document.querySelectorAll("article.finding")];
const byNumber = new Map(articles.map((article) => [Number(article.id.split("-")[1]), article]));

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && !name.startsWith("aria")) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function isShown(place) {
  const article = byNumber.get(place.finding);
  return article !== undefined && !article.hidden;
}

function severityOf(place) {
  return byNumber.get(place.finding).dataset.severity;
}

function holds(place, revision) {
  return place.from !== null && place.from <= revision && (place.to === null || revision < place.to);
}

// The state of a table after a revision: [revision, dev, prod, differs], or undefined before there was one.
function stateAt(table, revision) {
  return table.states.findLast((state) => state[0] <= revision);
}

function placesOf(number, revision) {
  return data.places.filter((place) => place.table === number && holds(place, revision));
}

function acceptedOf(number, revision) {
  return data.accepted.filter((place) => place.table === number && holds(place, revision));
}

function worst(severities) {
  return severities.reduce((one, other) => (WEIGHT.indexOf(other) > WEIGHT.indexOf(one) ? other : one), "same");
}

// The level that lasts until the next boundary, and that of the revision itself, where a finding may begin.
function levelsAt(places, table, revision) {
  const state = stateAt(table, revision);
  const there = state !== undefined && (state[1] !== null || state[2] !== null);
  const shown = places.filter((place) => holds(place, revision) && isShown(place));
  const bad = worst(shown.map(severityOf).filter((severity) => severity !== "note"));
  const beginning = worst(shown.filter((place) => place.from === revision).map(severityOf));
  if (state !== undefined && state[3]) {
    const level = bad === "same" ? "differs" : bad;
    return { run: level, cell: level };
  }
  return { run: there ? "same" : "gone", cell: beginning !== "same" ? beginning : there ? "same" : "gone" };
}

// The revision after which a finding is to be seen: a table that was renamed since had another name before.
function firstOf(table, place) {
  return Math.max(place.from, table.states[0][0]);
}

// What is drawn of a table: a mark for each revision that changed something, and what lasts after it.
function drawn(number) {
  const table = data.tables[number];
  const places = data.places.filter((place) => place.table === number);
  const changes = table.states.map((state) => state[0]);
  const ends = [...places, ...data.accepted.filter((place) => place.table === number)].flatMap((place) => [place.from, place.to]).filter((end) => end !== null);
  const bounds = [...new Set([...changes, ...ends])].filter((revision) => revision >= changes[0])
    .sort((one, other) => one - other);
  return bounds.map((revision, position) => ({
    revision,
    until: position + 1 < bounds.length ? bounds[position + 1] : data.revisions.length,
    enters: places.some((place) => firstOf(table, place) === revision && isShown(place)),
    heals: places.some((place) => place.to === revision && isShown(place)),
    ...levelsAt(places, table, revision),
  }));
}

function worstOf(marks) {
  return worst(marks.map((mark) => mark.cell).filter((level) => level !== "gone"));
}

function seconds(value) {
  return value === undefined ? "not run" : `${value.toFixed(3)} s`;
}

function titleOf(revision) {
  const line = data.revisions[revision];
  return line.message ? `${line.id} ${line.message}` : line.id;
}
