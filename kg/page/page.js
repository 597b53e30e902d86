// The page: what was clicked, typed or addressed changes the state, and the state is shown.

const byId = (id) => document.getElementById(id);
let shown = { claims: new Set() };

/** Take over a change of the state: into the address (as a new step of the history or not), and onto the page. */
function changed(isStep = false) {
  history[isStep ? "pushState" : "replaceState"](null, "", writeAddress());
  show();
}

function show() {
  const { claims, counts, isPathless } = filterClaims();
  const drawn = chooseDrawn(claims);
  shown = { claims };
  byId("graph").hidden = state.table;
  byId("table").hidden = !state.table;
  byId("show-graph").setAttribute("aria-pressed", String(!state.table));
  byId("show-table").setAttribute("aria-pressed", String(state.table));
  showLegend(counts);
  byId("shown").textContent = say("counts", { nodes: [...drawn.nodes].filter((id) => nodeById.get(id).entity !== null).length, edges: drawn.edges.size });
  byId("notice").textContent = noticeOf(drawn, claims, isPathless);
  showDrawing(drawn);
  if (state.table) showTable(claims);
  showReading();
  if (state.selection && !state.table) reveal(state.selection);
}

function noticeOf(drawn, claims, isPathless) {
  const nameOf = (entity) => cut(facts.entities[entity].label, 60);
  if (state.pathFrom !== null) return say("pathTo", { name: nameOf(state.pathFrom) });
  if (isPathless) return say("noPath", { name: nameOf(state.focus.entity), other: nameOf(state.focus.to) });
  if (claims.size === 0) return say("nothing");
  return drawn.all > drawn.edges.size ? say("part", { edges: drawn.edges.size, all: drawn.all }) : "";
}

// --- the legend, which is the filter

function showLegend(counts) {
  const sorted = (values) => [...values].sort((a, b) => facetName("relation", a).localeCompare(facetName("relation", b), language));
  const values = {
    type: facts.types,
    status: facts.statuses,
    relation: sorted(new Set(facetsOf.flatMap((x) => x.relation))),
    article: facts.articles.map((article) => article.name),
  };
  for (const facet of FACETS) {
    const used = new Set(facetsOf.flatMap((x) => x[facet]));
    const focused = document.activeElement?.dataset.facet === facet ? document.activeElement.dataset.value : null;
    byId(`filter-${facet}`).replaceChildren(...values[facet].filter((value) => used.has(value)).map((value) => {
      const box = element("input", { type: "checkbox", "data-facet": facet, "data-value": value });
      box.checked = !state.hidden[facet].has(value);
      const picture = facet === "type" ? symbolOf(value) : facet === "status" ? sampleOf(value) : null;
      return element("label", {}, box, picture, element("span", { class: "name" }, isolate(facetName(facet, value))),
        element("span", { class: "count" }, formatNumber(counts[facet].get(value) ?? 0)));
    }));
    if (focused !== null) byId(`filter-${facet}`).querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
  }
  byId("articles-facet").hidden = facts.articles.length < 2;
  byId("confidence").value = state.confidence;
  byId("confidence-value").textContent = `≥ ${formatNumber(state.confidence, { style: "percent" })}`;
}

const facetName = (facet, value) => (facet === "article" ? value : facet === "relation" ? (value === OPEN ? say("openRelations") : relationLabel(value)) : say(value));

byId("legend").addEventListener("change", ({ target }) => {
  const { facet, value } = target.dataset;
  if (!facet) return;
  if (target.checked) state.hidden[facet].delete(value);
  else state.hidden[facet].add(value);
  changed(true);
});
byId("confidence").addEventListener("input", ({ target }) => { state.confidence = Number(target.value); changed(); });
byId("asserted-only").addEventListener("click", () => {
  state.hidden.status = new Set(facts.statuses.filter((status) => status !== "asserted"));
  changed(true);
});
byId("reset").addEventListener("click", () => {
  for (const facet of FACETS) state.hidden[facet] = new Set();
  Object.assign(state, { confidence: 0, focus: null, pathFrom: null });
  changed(true);
  fitDrawing();
});

// --- view, language, theme

for (const [id, table] of [["show-graph", false], ["show-table", true]]) {
  byId(id).addEventListener("click", () => {
    state.table = table;
    changed(true);
    if (!table) fitDrawing();
  });
}
byId("more-rows").addEventListener("click", () => { rowLimit *= 4; showTable(shown.claims); });

function showLanguage() {
  document.documentElement.lang = language;
  for (const part of document.querySelectorAll("[data-text]")) part.textContent = say(part.dataset.text);
  for (const part of document.querySelectorAll("[data-label]")) part.setAttribute("aria-label", say(part.dataset.label));
  for (const part of document.querySelectorAll("button[data-label]")) part.title = say(part.dataset.label);
  byId("search").placeholder = say("search");
  byId("language").textContent = say("switchTo");
}
byId("language").addEventListener("click", () => {
  language = language === "fr" ? "en" : "fr";
  showLanguage();
  show();
});

const darkness = matchMedia("(prefers-color-scheme: dark)");
byId("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const isDark = (root.dataset.theme ?? (darkness.matches ? "dark" : "light")) === "dark";
  root.dataset.theme = isDark ? "light" : "dark";
  recolour();
});
darkness.addEventListener("change", recolour);
let wasLegendOpen = true;
addEventListener("beforeprint", () => { // paper is light, and cannot be clicked
  wasLegendOpen = byId("filters").open;
  byId("filters").open = true;
  recolour();
});
addEventListener("afterprint", () => { byId("filters").open = wasLegendOpen; recolour(); });

// --- search

const searchField = byId("search");
const results = byId("results");

function showResults() {
  const found = search(searchField.value);
  const isOpenList = searchField.value.trim() !== "";
  results.replaceChildren(...found.map((hit, index) => {
    const name = hit.entity !== undefined ? [symbolOf(facts.entities[hit.entity].type), isolate(facts.entities[hit.entity].label)] : [element("span", { class: "relation" }, relationLabel(hit.relation))];
    const note = hit.entity !== undefined ? say("claims", { n: claimsOfEntity[hit.entity].length }) : say("relation");
    const option = element("li", { role: "option", id: `result-${index}`, "aria-selected": String(index === 0) }, ...name, element("span", { class: "count" }, note));
    option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(hit); });
    option.hit = hit;
    return option;
  }));
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

function choose(hit) {
  closeResults();
  searchField.value = "";
  if (hit.entity !== undefined) {
    select({ entity: hit.entity });
  } else {
    const all = new Set(facetsOf.flatMap((x) => x.relation));
    all.delete(hit.relation);
    state.hidden.relation = all;
    changed(true);
  }
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

// --- selecting: by link, pointer and keyboard

function select(selection) {
  if (state.pathFrom !== null && selection?.entity !== undefined && selection.entity !== state.pathFrom) {
    state.focus = { entity: state.pathFrom, to: selection.entity };
  }
  Object.assign(state, { selection, pathFrom: null });
  changed(true);
}

// A link holds a selection alone, to be copied; followed within the page, it keeps the filters as they are.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  const selection = link && !event.ctrlKey && !event.metaKey && !event.shiftKey ? selectionOf(link) : null;
  if (!selection) return;
  event.preventDefault();
  select(selection);
});

function startListening() {
  network.on("click", ({ pointer }) => select(hitAt(pointer.DOM)));
  network.on("hoverNode", () => { canvas.classList.add("pointing"); });
  network.on("hoverEdge", () => { canvas.classList.add("pointing"); });
  for (const event of ["blurNode", "blurEdge"]) network.on(event, () => canvas.classList.remove("pointing"));
  byId("zoom-in").addEventListener("click", () => zoomBy(1.3));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.3));
  byId("zoom-fit").addEventListener("click", fitDrawing);
  canvas.addEventListener("keydown", (event) => {
    const { x, y } = network.getViewPosition();
    const step = 80 / network.getScale();
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    const act = { "+": () => zoomBy(1.3), "-": () => zoomBy(1 / 1.3), 0: fitDrawing }[event.key];
    if (!move && !act) return;
    event.preventDefault();
    if (move) network.moveTo({ position: { x: x + move[0], y: y + move[1] }, animation: false });
    else act();
  });
  addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      searchField.focus();
    } else if (event.key === "Escape" && state.selection) {
      select(null);
    }
  });
}

// --- saving

function save(name, blob) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
byId("save-csv").addEventListener("click", () => save("claims.csv", new Blob(["\ufeff", tableAsCsv(shown.claims)], { type: "text/csv" })));
byId("save-png").addEventListener("click", () => {
  const drawn = canvas.querySelector("canvas");
  const paper = element("canvas", { width: drawn.width, height: drawn.height });
  const context = paper.getContext("2d");
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, paper.width, paper.height);
  context.drawImage(drawn, 0, 0);
  paper.toBlob((blob) => save("graph.png", blob));
});

// --- start

if (matchMedia("(max-width: 60rem)").matches) byId("filters").open = false;
readAddress();
showLanguage();
await loadVis();
startDrawing();
startListening();
show();
fitDrawing();
if (canvas.clientWidth < 600) startNear();
addEventListener("hashchange", () => { readAddress(); show(); });
