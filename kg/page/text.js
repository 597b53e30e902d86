// Words and elements. Whatever comes from an article enters the page through these, as text and never as markup.

const facts = JSON.parse(document.getElementById("document").textContent);
let language = facts.language;
const byId = (id) => document.getElementById(id);

/** The interface's words for `key`, with {names} filled in; `key` itself where the catalogue has none. */
function say(key, values = {}) {
  const messages = facts.messages[language];
  const pattern = (values.n === 1 && messages[`${key}.one`]) || messages[key] || key;
  return pattern.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? formatNumber(values[name]) : values[name]));
}

/** A new element: attributes by name (null leaves one out), children elements or strings. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A name, kept from turning the direction of the text around it, and cut where it would fill a list by itself. */
const isolate = (text, limit = 240) => element("bdi", {}, cut(text, limit));
const cut = (text, limit) => (text.length > limit ? `${Array.from(text).slice(0, limit - 1).join("")}…` : text);

const svg = (name, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

/** `text` as the search compares it: without accents, case, ligatures or typographic apostrophes. */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[’ʼ]/g, "'").replace(/\s+/g, " ").trim();
}

// Offsets in the data are code points; a JavaScript string is indexed by UTF-16 units.
const codePoints = facts.articles.map(() => null);
function textOf(article, start, end) {
  codePoints[article] ??= Array.from(facts.articles[article].text);
  return codePoints[article].slice(start, end).join("");
}
const lengthOf = (article) => { textOf(article, 0, 0); return codePoints[article].length; };

/** Cut [start, end) where any span starts or ends: pieces, each with the spans that cover it, the shortest first. */
function cutAtSpans(start, end, spans) {
  const inside = spans.filter((span) => span.start < end && span.end > start && span.start < span.end);
  const cuts = [...new Set([start, end, ...inside.flatMap((x) => [Math.max(x.start, start), Math.min(x.end, end)])])];
  cuts.sort((a, b) => a - b);
  const byStart = inside.sort((a, b) => a.start - b.start);
  const pieces = [];
  let active = [];
  let next = 0;
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const [from, to] = [cuts[index], cuts[index + 1]];
    while (next < byStart.length && byStart[next].start <= from) active.push(byStart[next++]);
    active = active.filter((span) => span.end > from);
    pieces.push({ start: from, end: to, spans: [...active].sort((a, b) => (a.end - a.start) - (b.end - b.start)) });
  }
  return pieces;
}

const numberFormats = {};
function formatNumber(value, options = {}) {
  const key = language + JSON.stringify(options);
  numberFormats[key] ??= new Intl.NumberFormat(language, { maximumFractionDigits: 6, ...options });
  return numberFormats[key].format(value);
}

const BOUNDS = { "at least": "≥", "at most": "≤", "more than": ">", "less than": "<", about: "≈" };

/** A quantity, date or text as a reader writes it; `short` is for the graph. */
function formatValue(value, short = false) {
  if (value.text !== undefined) return value.text;
  if (value.date !== undefined) return formatDate(value.date);
  const bound = value.bound ? `${short ? BOUNDS[value.bound] : say(value.bound)} ` : "";
  const isMoney = /^[A-Z]{3}$/.test(value.unit ?? "");
  const options = short && Math.abs(value.value) >= 1e6 ? { notation: "compact", maximumFractionDigits: 2 } : {};
  if (isMoney) Object.assign(options, { style: "currency", currency: value.unit, minimumFractionDigits: 0 });
  if (value.unit === "%") return `${bound}${formatNumber(value.value)}\u00a0%`;
  if (value.written) return `${bound}${formatNumber(value.value, options)}${isMoney ? "" : `\u00a0${value.written}`}`;
  // A unit comes in the singular, and no rule here knows its plural.
  return `${bound}${formatNumber(value.value, options)}${value.unit && !isMoney ? ` (${value.unit})` : ""}`;
}

function formatDate(date) {
  const parts = date.split("-").map(Number);
  const when = new Date(Date.UTC(parts[0], (parts[1] ?? 1) - 1, parts[2] ?? 1));
  if (!/^\d{4}(-\d\d){0,2}$/.test(date) || Number.isNaN(when.getTime())) return date;
  const fields = [{ year: "numeric" }, { month: "long" }, { day: "numeric" }].slice(0, parts.length);
  return new Intl.DateTimeFormat(language, Object.assign({ timeZone: "UTC" }, ...fields)).format(when);
}
