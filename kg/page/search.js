// The search: as one types, entities by all their names, relations, and articles.

const searchField = byId("search");
const results = byId("results");
const names = [];

/** The names an entity is found by, folded once. */
function namesOf(index) {
  const { label, aliases, descriptions } = facts.entities[index];
  names[index] ??= [label, ...aliases, ...descriptions].map(fold);
  return names[index];
}

/** Entities, relations and articles whose names hold `query`, the best matches first. */
function search(query, limit = 12) {
  const wanted = fold(query);
  if (!wanted) return [];
  const found = [];
  facts.entities.forEach((_, entity) => {
    const words = namesOf(entity);
    const places = words.map((word) => word.indexOf(wanted)).filter((place) => place >= 0);
    if (!places.length) return;
    const rank = words[0] === wanted ? 0 : words[0].startsWith(wanted) ? 1 : Math.min(...places) === 0 ? 2 : 3;
    found.push({ entity, rank, weight: claimsOfEntity[entity].length });
  });
  found.sort((a, b) => a.rank - b.rank || b.weight - a.weight || a.entity - b.entity);
  const relations = Object.keys(facts.relations).filter((relation) => !isOpen(relation) && fold(relationLabel(relation)).includes(wanted)).sort();
  const articles = facts.articles.map((_, article) => article).filter((article) => facts.articles.length > 1 && fold(facts.articles[article].name).includes(wanted));
  return [...found.slice(0, limit), ...relations.slice(0, 4).map((relation) => ({ relation })), ...articles.slice(0, 4).map((article) => ({ article }))];
}

function resultOf(hit, index) {
  const entity = facts.entities[hit.entity];
  const parts = entity ? [symbolOf(entity.type), isolate(entity.label)]
    : hit.relation !== undefined ? [element("span", { class: "relation" }, relationLabel(hit.relation))] : [isolate(facts.articles[hit.article].name)];
  const note = entity ? say("claims", { n: claimsOfEntity[hit.entity].length }) : say(hit.relation !== undefined ? "relation" : "article");
  const option = element("li", { role: "option", id: `result-${index}`, "aria-selected": String(index === 0) }, ...parts, element("span", { class: "count" }, note));
  option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(hit); });
  option.hit = hit;
  return option;
}

function showResults() {
  const found = search(searchField.value);
  const isOpenList = searchField.value.trim() !== "";
  results.replaceChildren(...found.map(resultOf));
  if (isOpenList && !found.length) results.append(element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("nothingFound")));
  results.hidden = !isOpenList;
  searchField.setAttribute("aria-expanded", String(isOpenList));
  markActive();
}

function markActive() {
  const active = results.querySelector('[aria-selected="true"]');
  if (active) searchField.setAttribute("aria-activedescendant", active.id);
  else searchField.removeAttribute("aria-activedescendant");
  active?.scrollIntoView({ block: "nearest" });
}

function closeResults() {
  results.hidden = true;
  searchField.setAttribute("aria-expanded", "false");
  searchField.removeAttribute("aria-activedescendant");
}

/** Go to the entity that was found, or show a relation or an article alone. */
function choose(hit) {
  closeResults();
  searchField.value = "";
  if (hit.entity !== undefined) {
    select({ entity: hit.entity });
    return;
  }
  const [facet, value] = hit.relation !== undefined ? ["relation", hit.relation] : ["article", facts.articles[hit.article].name];
  state.hidden[facet] = new Set(facetsOf.flatMap((x) => x[facet]));
  state.hidden[facet].delete(value);
  if (hit.article !== undefined) state.article = hit.article;
  state.selection = null; // what was looked at before is seldom part of it, and would be all that stays in sight
  changed(true);
  if (state.view === "graph") frameDrawing();
}

searchField.addEventListener("input", showResults);
searchField.addEventListener("blur", closeResults);
searchField.addEventListener("keydown", (event) => {
  const options = [...results.querySelectorAll("[role=option]:not([aria-disabled])")];
  const active = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && options.length) {
    event.preventDefault();
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === (active + step + options.length) % options.length)));
    markActive();
  } else if (event.key === "Enter" && active >= 0) {
    choose(options[active].hit);
  } else if (event.key === "Escape") {
    searchField.value = "";
    closeResults();
    event.stopPropagation();
  }
});
