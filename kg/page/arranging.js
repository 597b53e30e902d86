// Which arrangement is shown: the one that came with the page, another one made on request, or the reader's own, kept.

const STORE = `kg-layout ${facts.digest}`;
const original = new Map([...positions].map(([id, point]) => [id, { ...point }]));
const placedIds = new Set(isLarge ? [] : original.keys()); // nodes that have a position to be drawn at
let turns = 0; // how often another arrangement was asked for

const linksAmong = (ids, edges) => {
  const place = new Map(ids.map((id, index) => [id, index]));
  return facts.edges.filter((edge) => edges.has(edge.id)).map((edge) => {
    const [one, other] = [nodeById.get(edge.from), nodeById.get(edge.to)];
    return [place.get(edge.from), place.get(edge.to), 110 + (one.width + other.width) / 3];
  });
};

/** Arrange these nodes anew; every seed gives another arrangement. */
function arrangeAnew(nodes, edges, seed) {
  const ids = [...nodes];
  arrange(ids.map((id) => nodeById.get(id)), linksAmong(ids, edges), seed).forEach((point, index) => {
    positions.set(ids[index], { x: Math.round(point.x), y: Math.round(point.y) });
    placedIds.add(ids[index]);
  });
}

/** Give the nodes of a large graph places when they come into sight: a few beside their neighbours, many by a new arrangement. */
function placeNew(nodes, edges) {
  const isNew = (id) => !placedIds.has(id);
  const fresh = [...nodes].filter(isNew);
  if (!fresh.length) return;
  if (fresh.length * 2 > nodes.size) {
    arrangeAnew(nodes, edges, 0);
    return;
  }
  const around = new Map(fresh.map((id) => [id, []]));
  for (const edge of facts.edges) {
    if (!edges.has(edge.id)) continue;
    if (around.has(edge.from) && !isNew(edge.to)) around.get(edge.from).push(edge.to);
    if (around.has(edge.to) && !isNew(edge.from)) around.get(edge.to).push(edge.from);
  }
  fresh.forEach((id, index) => { // around the neighbour, on a spiral
    const centre = positions.get(around.get(id)[0] ?? [...nodes].find((other) => !isNew(other)));
    const [angle, radius] = [index * 2.4, 120 + 26 * Math.sqrt(index)];
    positions.set(id, { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) });
  });
  const ids = [...nodes];
  const points = ids.map((id) => ({ ...positions.get(id) }));
  const moved = separate(points, ids.map((id) => nodeById.get(id)), [], ids.map((id) => !isNew(id)));
  ids.forEach((id, index) => { positions.set(id, moved[index]); placedIds.add(id); });
  nodeItems.update(ids.filter((id) => shownNodes.has(id)).map((id) => ({ id, ...positions.get(id) })));
}

/** Show the nodes where their positions say. */
function moveNodes() {
  nodeItems.update([...shownNodes].map((id) => ({ id, ...positions.get(id) })));
  labelsAreStale = true;
  fitDrawing();
}

function tellLayout(message = "") {
  byId("layout-restore").disabled = [...shownNodes].every((id) => { const [here, there] = [positions.get(id), original.get(id)]; return here.x === there.x && here.y === there.y; });
  byId("layout-note").textContent = message;
}

/** Take over the arrangement that was kept for this very graph. */
function readLayout() {
  try {
    for (const [id, [x, y]] of Object.entries(JSON.parse(localStorage.getItem(STORE) ?? "{}"))) {
      if (!positions.has(id) || !Number.isFinite(x) || !Number.isFinite(y)) continue;
      positions.set(id, { x, y });
      placedIds.add(id);
    }
  } catch { /* a browser that keeps nothing for pages like this, or something else under our name: the page's own layout stays */ }
}

byId("layout-rerun").addEventListener("click", () => {
  turns += 1;
  arrangeAnew(shownNodes, shownEdges, turns);
  moveNodes();
  tellLayout();
});
byId("layout-restore").addEventListener("click", () => {
  for (const [id, point] of original) positions.set(id, { ...point });
  if (isLarge) arrangeAnew(shownNodes, shownEdges, 0);
  moveNodes();
  try { localStorage.removeItem(STORE); } catch { /* then nothing was kept */ }
  tellLayout();
});
byId("layout-keep").addEventListener("click", () => {
  try {
    localStorage.setItem(STORE, JSON.stringify(Object.fromEntries([...placedIds].map((id) => [id, [positions.get(id).x, positions.get(id).y]]))));
    tellLayout(say("layoutKept"));
  } catch {
    tellLayout(say("layoutNotKept"));
  }
});
