// Two DDLs side by side: lines that say the same thing beside each other, and marks where a finding says they differ.

const NAME = /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[^\s(),;]+/y;
const WORD = /^\s+|character varying\s*|timestamp without time zone\s*|double precision\s*|[\p{L}\p{N}_]+\s*|\S\s*/gsu;

function unquoted(name) {
  return /^["`[]/.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;
}

function nameAt(text, position) {
  NAME.lastIndex = position;
  const found = NAME.exec(text);
  return found === null ? "" : unquoted(found[0].replace(/^.*\.(?=.)/, ""));
}

// What a line is about: its kind, its name (none for a constraint without one), and its meaning without the name.
function readLine(text) {
  const body = text.trim();
  const made = /^CREATE\s+(?:UNIQUE\s+)?(INDEX|TABLE|TYPE|VIEW|TRIGGER)\s+(?:IF\s+NOT\s+EXISTS\s+)?/i.exec(body);
  if (made) return { text, kind: made[1].toUpperCase(), name: nameAt(body, made[0].length), rest: body };
  const constraint = /^CONSTRAINT\s+/i.exec(body);
  const start = constraint ? constraint[0].length : 0;
  const rest = constraint ? body.slice(start).replace(NAME_FIRST, "") : body;
  const bare = rest.replace(/[\s"`,]|::\w+( varying)?/g, "").toLowerCase();
  if (constraint) return { text, kind: "constraint", name: nameAt(body, start), rest: bare };
  if (/^(PRIMARY|FOREIGN|UNIQUE|CHECK|EXCLUDE)\b/i.test(body)) return { text, kind: "constraint", name: "", rest: bare };
  if (/^[)]/.test(body)) return { text, kind: "end", name: "", rest: "" };
  return { text, kind: text.startsWith(" ") ? "column" : "other", name: nameAt(body, 0), rest: bare };
}

const NAME_FIRST = /^(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|\S+)\s+/;

function paired(dev, prod) {
  const left = dev.map(readLine);
  const right = prod.map(readLine);
  const partner = new Map();
  const taken = new Set();
  for (const same of [
    (one, other) => one.kind === other.kind && one.name === other.name && (one.name !== "" || one.rest === other.rest),
    (one, other) => one.kind === "constraint" && other.kind === "constraint" && one.rest === other.rest,
    (one, other) => one.kind === other.kind && one.kind !== "column" && one.kind !== "constraint" && one.kind !== "INDEX",
  ]) {
    for (const one of left) {
      const other = partner.has(one) ? undefined : right.find((line) => !taken.has(line) && same(one, line));
      if (other !== undefined) {
        partner.set(one, other);
        taken.add(other);
      }
    }
  }
  const rows = left.map((one) => [one, partner.get(one) ?? null]);
  for (const [position, other] of right.entries()) {
    if (taken.has(other)) continue;
    const before = rows.findLastIndex((row) => row[1] !== null && right.indexOf(row[1]) < position && row[1].kind === other.kind);
    const end = rows.findIndex((row) => row[1] !== null && right.indexOf(row[1]) > position && row[1].kind !== other.kind);
    rows.splice(before >= 0 ? before + 1 : end >= 0 ? end : rows.length, 0, [null, other]);
    taken.add(other);
  }
  return rows;
}

const SAME = new Map([
  ["character varying", "VARCHAR"], ["timestamp without time zone", "DATETIME"], ["double precision", "FLOAT"], ["character", "CHAR"],
]);

// Words are alike whatever space follows them, where one side writes a keyword large and the other small, and where
// they are two spellings of one type.
function alike(one, other) {
  const [left, right] = [one.trim(), other.trim()];
  if (SAME.get(right) === left) return true;
  if (left === right) return true;
  return left.toLowerCase() === right.toLowerCase() && [left, right].some((word) => word === word.toUpperCase());
}

// Mark the words in which two texts differ: the longest run of equal words stays plain, and so on in what is left.
function marked(...texts) {
  const [one, other] = texts;
  const commas = texts.map((text) => /,?$/.exec(text)[0]);
  const [left, right] = texts.map((text, side) => text.slice(0, text.length - commas[side].length).match(WORD) ?? []);
  if (left.length * right.length > 250000) return [[one], [other]];
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i][j] = alike(left[i], right[j]) ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const sides = [[], []];
  const put = (side, word, differs) => {
    const last = sides[side].at(-1);
    if (last?.differs === differs) last.text += word;
    else sides[side].push({ text: word, differs });
  };
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && alike(left[i], right[j])) {
      put(0, left[i++], false);
      put(1, right[j++], false);
    } else if (j >= right.length || (i < left.length && lengths[i + 1][j] >= lengths[i][j + 1])) put(0, left[i++], true);
    else put(1, right[j++], true);
  }
  return sides.map((parts, side) => [
    ...parts.flatMap(({ text, differs }) => (differs ? [element("mark", {}, text.trimEnd()), /\s*$/.exec(text)[0]] : [text])), commas[side]]);
}

function concerns(row, about) {
  return row.some((line) => line !== null && line.name !== "" && line.kind !== "TABLE" && about.has(line.name));
}

function ddlRow(row, isMarked) {
  const [one, other] = row.map((line) => line?.text ?? null);
  const parts = isMarked && one !== null && other !== null ? marked(one, other) : [[one], [other]];
  const cells = parts.map((side, position) => {
    const absent = row[position] === null;
    const words = absent ? [] : isMarked && row.includes(null) ? [element("mark", {}, ...side)] : side;
    const title = position === 0 ? data.sides.dev : data.sides.prod;
    return element("td", { className: absent ? "absent" : "", "data-side": title }, element("code", {}, ...words));
  });
  return element("tr", { className: isMarked ? "marked" : "" }, ...cells);
}

// The two DDLs of a state as a table; `about` are the names that the findings speak of.
function ddlTable(state, about) {
  const [dev, prod] = [state[1], state[2]].map((numbers) => (numbers ?? []).map((number) => data.lines[number]));
  const rows = paired(dev, prod);
  let marks = rows.map((row) => state[3] && concerns(row, about));
  if (state[3] && !marks.includes(true) && dev.length && prod.length) marks = rows.map((row) => row.includes(null));
  const heads = [data.sides.dev, data.sides.prod].map((title) => element("th", { scope: "col" }, title));
  const absent = [dev, prod].map((lines) => !lines.length);
  const body = absent.includes(true)
    ? [element("tr", {}, ...[dev, prod].map((lines, side) =>
        element("td", { className: absent[side] ? "absent" : "", "data-side": heads[side].textContent },
          lines.length ? element("code", {}, lines.join("\n")) : element("em", {}, "not there"))))]
    : rows.map((row, position) => ddlRow(row, marks[position]));
  return element("table", { className: "ddl" },
    element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...body));
}
