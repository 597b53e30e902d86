// The legend, which is the filter: what is shown of each type, status, relation and article, with counts that follow.

const MANY_VALUES = 60; // of a facet: of more, those with most claims are listed, and the hidden ones

function showLegend(counts) {
  const compare = (a, b) => facetName("relation", a).localeCompare(facetName("relation", b), language);
  const values = {
    type: facts.types,
    status: facts.statuses,
    relation: [...usedValues.relation].sort(compare),
    article: facts.articles.map((article) => article.name),
  };
  for (const facet of FACETS) {
    const focused = document.activeElement?.dataset.facet === facet ? document.activeElement.dataset.value : null;
    const used = values[facet].filter((value) => usedValues[facet].has(value));
    const listed = mostUsed(facet, used, counts);
    byId(`filter-${facet}`).replaceChildren(...listed.map((value) => legendLine(facet, value, counts)),
      ...(listed.length < used.length ? [element("p", { class: "hint" }, say("moreValues", { n: used.length - listed.length }))] : []));
    if (focused !== null) byId(`filter-${facet}`).querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
  }
  byId("words-key").hidden = !facts.claims.some(({ object }) => object.text !== undefined);
  byId("articles-facet").hidden = facts.articles.length < 2;
  byId("confidence").value = state.confidence;
  byId("confidence-value").textContent = `≥ ${formatNumber(state.confidence, { style: "percent" })}`;
  if (document.activeElement !== byId("words")) byId("words").value = state.words;
  const isAssertedOnly = facts.statuses.every((status) => state.hidden.status.has(status) === (status !== "asserted"));
  byId("asserted-only").setAttribute("aria-pressed", String(isAssertedOnly));
}

const usedValues = Object.fromEntries(FACETS.map((facet) => [facet, new Set(facetsOf.flatMap((x) => x[facet]))]));

function mostUsed(facet, values, counts) {
  if (values.length <= MANY_VALUES) return values;
  const ranked = [...values].sort((a, b) => (counts[facet].get(b) ?? 0) - (counts[facet].get(a) ?? 0)).slice(0, MANY_VALUES);
  return values.filter((value) => ranked.includes(value));
}

function legendLine(facet, value, counts) {
  const box = element("input", { type: "checkbox", "data-facet": facet, "data-value": value });
  box.checked = !state.hidden[facet].has(value);
  const picture = facet === "type" ? symbolOf(value) : facet === "status" ? sampleOf(value) : null;
  const only = element("button", { type: "button", class: "only", "aria-label": say("onlyThis", { name: facetName(facet, value) }) }, say("only"));
  only.addEventListener("click", () => {
    state.hidden[facet] = new Set([...usedValues[facet]].filter((other) => other !== value));
    changed(true);
  });
  return element("div", { class: "line" }, element("label", {}, box, picture, element("span", { class: "name" }, isolate(facetName(facet, value)))),
    usedValues[facet].size > 1 ? only : null, element("span", { class: "count" }, formatNumber(counts[facet].get(value) ?? 0)));
}

const facetName = (facet, value) => (facet === "article" ? value : facet === "relation" ? (value === OPEN ? say("openRelations") : relationLabel(value)) : say(value));

byId("legend").addEventListener("change", ({ target }) => {
  const { facet, value } = target.dataset;
  if (!facet) return;
  if (target.checked) state.hidden[facet].delete(value);
  else state.hidden[facet].add(value);
  changed(true);
});
byId("confidence").addEventListener("input", ({ target }) => { state.confidence = Number(target.value); show(); });
byId("confidence").addEventListener("change", () => changed(true));
byId("words").addEventListener("input", ({ target }) => { state.words = target.value; show(); });
byId("words").addEventListener("change", () => changed(true));
byId("asserted-only").addEventListener("click", ({ currentTarget }) => {
  const isOn = currentTarget.getAttribute("aria-pressed") === "true";
  state.hidden.status = new Set(isOn ? [] : facts.statuses.filter((status) => status !== "asserted"));
  changed(true);
});
byId("reset").addEventListener("click", () => {
  for (const facet of FACETS) state.hidden[facet] = new Set();
  Object.assign(state, { confidence: 0, words: "", focus: null, pathFrom: null, added: new Set() });
  byId("words").value = "";
  changed(true);
  frameDrawing();
});
