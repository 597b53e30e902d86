// The page: what was clicked, typed or addressed changes the state, and the state is shown.

let shown = { claims: new Set(), said: new Map() }; // the claims, and of how many of an entity the object is words

/** Take over a change of the state: into the address (as a new step of the trail or not), and onto the page. */
function changed(isStep = false, told = null) {
  state.told = told;
  keepStep(isStep);
  show();
}

function show() {
  const { claims, counts, isPathless } = filterClaims();
  const drawn = chooseDrawn(claims);
  shown = { claims, said: countSaid(claims) };
  for (const view of VIEWS) {
    byId(view).hidden = state.view !== view;
    byId(`show-${view}`).setAttribute("aria-pressed", String(state.view === view));
  }
  showLegend(counts);
  byId("shown").textContent = countsOf(drawn);
  byId("notice").textContent = noticeOf(drawn, claims, isPathless);
  tellOpenHidden(counts);
  showDrawing(drawn);
  if (state.view === "table") showTable(claims);
  if (state.view === "whole") showWhole(claims);
  showReading();
  showTrail();
  tellLayout();
  if (state.view === "graph") bringIntoSight();
}

/** Tell that open relations are hidden, how many there are, and offer to show them. */
function tellOpenHidden(counts) {
  const hidden = state.hidden.relation.has(OPEN) ? counts.relation.get(OPEN) ?? 0 : 0;
  byId("open-hidden").hidden = hidden === 0;
  byId("open-count").textContent = say("openHidden", { n: hidden });
}
byId("open-show").addEventListener("click", () => {
  state.hidden.relation.delete(OPEN);
  changed(true);
  canvas.focus({ preventScroll: true });
});

let focusShown = ""; // the focus that was last shown

/** Frame another focus anew, and keep in sight what is selected, or else something. */
function bringIntoSight() {
  const focus = JSON.stringify(state.focus);
  if (focus !== focusShown || ![...shownNodes].some(isInSight)) frameDrawing();
  focusShown = focus;
  if (state.selection) reveal(state.selection);
}

function countSaid(claims) {
  const said = new Map();
  for (const index of claims) {
    const { subject, object } = facts.claims[index];
    if (object.text !== undefined) said.set(subject, (said.get(subject) ?? 0) + 1);
  }
  return said;
}

const countsOf = ({ nodes, edges }) => say("counts", { nodes: [...nodes].filter((id) => nodeById.get(id).entity !== null).length, edges: edges.size });

function noticeOf(drawn, claims, isPathless) {
  const nameOf = (entity) => cut(facts.entities[entity].label, 60);
  if (state.pathFrom !== null) return say("pathTo", { name: nameOf(state.pathFrom) });
  if (state.told) return say(state.told.key, state.told.values);
  if (isPathless) return say("noPath", { name: nameOf(state.focus.entity), other: nameOf(state.focus.to) });
  if (claims.size === 0) return say("nothing");
  return drawn.all > drawn.edges.size ? say("part", { edges: drawn.edges.size, all: drawn.all }) : "";
}

// --- the trail

const TRAIL_SHOWN = 5;

function showTrail() {
  byId("undo").disabled = !(at - 1 in steps);
  byId("redo").disabled = !(at + 1 in steps);
  const nameOf = ({ entity, claim }) => (entity !== undefined ? facts.entities[entity].label : `${standingOf(facts.claims[claim].status)}${facts.entities[facts.claims[claim].subject].label} ${relationLabel(facts.claims[claim].relation)}…`);
  byId("trail-steps").replaceChildren(...trail().slice(-TRAIL_SHOWN).map((selection) => element("li", {},
    element("a", { href: addressOf(selection), "aria-current": addressOf(selection) === addressOf(state.selection ?? {}) ? "true" : null }, isolate(nameOf(selection), 28)))));
}

// --- selecting: by link, pointer and keyboard

function select(selection) {
  if (state.pathFrom !== null && selection?.entity !== undefined && selection.entity !== state.pathFrom) {
    state.focus = { entity: state.pathFrom, to: selection.entity };
  }
  Object.assign(state, { selection, pathFrom: null });
  changed(true, selection?.claim === undefined ? null : liftFilters(selection.claim));
}

// A link holds a selection alone, to be copied; followed within the page, it keeps the filters as they are.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  const selection = link && !event.ctrlKey && !event.metaKey && !event.shiftKey ? selectionIn(new URLSearchParams(link.hash.slice(1))) : null;
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
  for (const button of ["zoom-fit", "sight-all"]) byId(button).addEventListener("click", () => fitDrawing());
  canvas.addEventListener("keydown", (event) => {
    const { x, y } = network.getViewPosition();
    const step = 80 / network.getScale();
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const act = { "+": () => zoomBy(1.3), "-": () => zoomBy(1 / 1.3), 0: () => fitDrawing() }[event.key];
    if (!move && !act) return;
    event.preventDefault();
    if (act) act();
    else if (event.shiftKey) selectTowards(...move);
    else network.moveTo({ position: { x: x + move[0] * step, y: y + move[1] * step }, animation: false });
  });
  addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      searchField.focus();
    } else if (event.key === "Escape" && state.selection && !queryBox.open) {
      select(null);
    }
  });
}

// --- start

if (matchMedia("(max-width: 60rem)").matches) byId("filters").open = false;
startTrail();
showLanguage();
await loadProgram("drawing");
readLayout();
startDrawing();
startListening();
show();
frameDrawing();
if (state.selection) reveal(state.selection);
