// What of it all is shown, the address (the part after #) that says so, and the trail of where one was.

const FACETS = ["type", "status", "relation", "article"];
const VIEWS = ["graph", "table", "whole"];
const state = {
  selection: null, // {entity: index} or {claim: index}
  view: "graph",
  article: 0,
  hidden: Object.fromEntries(FACETS.map((facet) => [facet, new Set()])),
  confidence: 0,
  words: "", // only claims that hold these words
  focus: null, // {entity, steps}: it and what is at most so many links away; {entity, to}: the shortest path between two
  added: new Set(), // entities whose links are drawn beside the part that a large graph opens on
  pathFrom: null, // the entity from which a path is wanted, until the other end is chosen; not in the address
  told: null, // what the last step has to tell: {key, values} of a message; not in the address
};
const hidesOpen = facts.edges.length > MANY_EDGES;
if (hidesOpen) state.hidden.relation.add(OPEN);

/** The address of a selection alone, to be copied. */
function addressOf(selection) {
  const address = new URLSearchParams();
  if (selection.entity !== undefined) address.set("n", facts.entities[selection.entity].key);
  if (selection.claim !== undefined) address.set("c", facts.claims[selection.claim].id);
  return `#${address}`;
}

function writeAddress() {
  const address = new URLSearchParams(addressOf(state.selection ?? {}).slice(1));
  if (state.view !== "graph") address.set("view", state.view);
  for (const facet of FACETS) {
    for (const value of [...state.hidden[facet]].sort()) address.append(facet, value);
  }
  if (hidesOpen && !state.hidden.relation.size) address.set("relation", ""); // not what the page opens with
  if (state.confidence) address.set("confidence", state.confidence);
  if (state.words) address.set("words", state.words);
  if (state.focus) {
    address.set("focus", facts.entities[state.focus.entity].key);
    if (state.focus.to === undefined) address.set("steps", state.focus.steps);
    else address.set("to", facts.entities[state.focus.to].key);
  }
  for (const entity of state.added) address.append("add", facts.entities[entity].key);
  return `#${address}`;
}

/** Take the whole state from an address. */
function readAddress(hash) {
  const address = new URLSearchParams(hash.slice(1));
  state.selection = selectionIn(address);
  state.view = VIEWS.includes(address.get("view")) ? address.get("view") : "graph";
  if (state.view === "whole" && !isLarge) state.view = "graph";
  for (const facet of FACETS) state.hidden[facet] = new Set(address.getAll(facet).filter(Boolean));
  if (hidesOpen && !address.has("relation")) state.hidden.relation.add(OPEN);
  state.confidence = Math.min(1, Math.max(0, Number(address.get("confidence")) || 0));
  state.words = address.get("words") ?? "";
  const focus = entityByKey.get(address.get("focus"));
  const to = entityByKey.get(address.get("to"));
  const reach = to === undefined ? { steps: Math.max(1, Math.round(Number(address.get("steps"))) || 1) } : { to };
  state.focus = focus === undefined ? null : { entity: focus, ...reach };
  state.added = new Set(address.getAll("add").map((key) => entityByKey.get(key)).filter((entity) => entity !== undefined));
  state.pathFrom = null;
  const unknown = unknownIn(address);
  state.told = unknown === null ? null : { key: "unknownAddress", values: { what: cut(unknown, 60) } };
}

/** A name of the address without its prefix or namespace, as records here are called. */
function localName(name, prefix) {
  return [`${prefix}:`, PREFIXES[prefix]].reduce((rest, start) => (rest?.startsWith(start) ? rest.slice(start.length) : rest), name);
}

/** The record that an address names, by its own name or as kg prints it elsewhere: with a prefix, or as an IRI. */
const findRecord = (address, key, prefix, records) => records.get(address.get(key)) ?? records.get(localName(address.get(key), prefix));

/** What an address selects: {entity} or {claim}, or null. */
function selectionIn(address) {
  const [claim, entity] = [findRecord(address, "c", "c", claimById), findRecord(address, "n", "e", entityByKey)];
  return claim !== undefined ? { claim } : entity !== undefined ? { entity } : null;
}

const ADDRESS_KEYS = ["n", "c", "view", ...FACETS, "confidence", "words", "focus", "steps", "to", "add"];

/** The first part of an address that names nothing here, null where all is known. */
function unknownIn(address) {
  const records = { n: [entityByKey, "e"], c: [claimById, "c"], focus: [entityByKey, "e"], to: [entityByKey, "e"], add: [entityByKey, "e"] };
  for (const [key, value] of address) {
    if (!ADDRESS_KEYS.includes(key)) return value ? `${key}=${value}` : key;
    if (records[key] && !records[key][0].has(value) && !records[key][0].has(localName(value, records[key][1]))) return value || key;
  }
  return null;
}

// --- the trail: the steps of the browser's history that belong to this page, or our own where a frame has none

const visit = String(Math.random()); // tells the steps of this visit from those of another
let steps = [];
let at = 0;
let hasHistory = true;

function tellHistory(method) {
  if (!hasHistory) return;
  try {
    history[method]({ visit, at }, "", steps[at]);
  } catch { // a page within a notebook's frame has no address of its own
    hasHistory = false;
  }
}

/** Take the whole state from the address bar; a claim that it asks for is shown, whatever filters it names. */
function arrive() {
  readAddress(location.hash);
  if (state.selection?.claim !== undefined) state.told = liftFilters(state.selection.claim) ?? state.told;
}

function startTrail() {
  arrive();
  steps = [writeAddress()];
  at = 0;
  tellHistory("replaceState");
}

/** Write the state down: as a new step, or into the present one. */
function keepStep(isNew) {
  if (isNew && writeAddress() !== steps[at]) {
    steps = [...steps.slice(0, at + 1), writeAddress()];
    at += 1;
    tellHistory("pushState");
  } else {
    steps[at] = writeAddress();
    tellHistory("replaceState");
  }
}

/** Go back or forth by one step. */
function walk(by) {
  if (!(at + by in steps)) return;
  if (hasHistory) {
    history.go(by);
    return;
  }
  at += by;
  readAddress(steps[at]);
  show();
}

addEventListener("popstate", ({ state: told }) => {
  if (told?.visit === visit && told.at in steps) {
    at = told.at;
    readAddress(steps[at]);
  } else { // an address that was typed, or a step of an earlier visit
    arrive();
    keepStep(false);
  }
  show();
});

/** The selections of the steps so far, each once, the latest last. */
function trail() {
  const seen = new Map();
  for (const step of steps.slice(0, at + 1)) {
    const selection = selectionIn(new URLSearchParams(step.slice(1)));
    if (!selection) continue;
    const link = addressOf(selection);
    seen.delete(link);
    seen.set(link, selection);
  }
  return [...seen.values()];
}
