// Pointing at the drawing and moving over it: what lies where, and what is brought into sight.

/** What lies at a point of the canvas, in its own pixels: {entity} or {claim}, or null. */
function hitAt(point) {
  const id = network.getNodeAt(point);
  if (id !== undefined) {
    const node = nodeById.get(id);
    if (node.entity !== null) return { entity: node.entity };
    const edge = facts.edges.find((x) => x.to === id && shownEdges.has(x.id));
    return edge ? { claim: edge.claims[0] } : null;
  }
  const spot = { ...network.DOMtoCanvas(point), width: 0, height: 0 };
  const label = labels.find((x) => overlap(x, spot));
  const edge = label ? label.edge : edgeById.get(network.getEdgeAt(point));
  return edge ? { claim: edge.claims[0] } : null;
}

/** Whether the middle of a node is on the screen, a little off its edge. */
function isInSight(id) {
  const { x, y } = network.canvasToDOM(positions.get(id));
  return x > 20 && y > 20 && x < canvas.clientWidth - 20 && y < canvas.clientHeight - 20;
}

/** Bring a selection into sight, without moving what is already there. */
function reveal(selection) {
  const ids = selection.entity !== undefined ? [nodeOfEntity.get(selection.entity)?.id] : [edgeOfClaim.get(selection.claim)?.from, edgeOfClaim.get(selection.claim)?.to];
  const known = ids.filter((id) => id !== undefined && shownNodes.has(id));
  if (!known.length || known.every(isInSight)) return;
  if (known.length > 1) fitDrawing(known);
  else network.moveTo({ position: positions.get(known[0]), animation: false });
}

/** Show the whole drawing. Not by vis-network's own fit: it takes our boxes for points. */
function fitDrawing(ids = [...shownNodes]) {
  const boxes = ids.map((id) => ({ ...nodeById.get(id), ...positions.get(id) }));
  if (!boxes.length || !canvas.clientWidth) return;
  const side = (axis, size, sign) => Math.max(...boxes.map((box) => sign * box[axis] + box[size] / 2));
  const [left, right, top, bottom] = [-side("x", "width", -1), side("x", "width", 1), -side("y", "height", -1), side("y", "height", 1)];
  const scale = Math.min((canvas.clientWidth - 40) / (right - left), (canvas.clientHeight - 40) / (bottom - top), 1.25);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
}

const READABLE = 0.75; // of the size of names: what is smaller can be seen, but not read
const OPENING = 0.85; // the scale at which a part is shown where the whole would be smaller than that
const CENTRES = 40; // entities around which the best part is looked for

/** Show the whole drawing where it can be read, or else the part of it in which most is said. */
function frameDrawing() {
  fitDrawing();
  if (!shownNodes.size || !canvas.clientWidth || network.getScale() >= READABLE) return;
  const [reachX, reachY] = [canvas.clientWidth, canvas.clientHeight].map((side) => side / 2 / OPENING - 60);
  const links = facts.edges.filter((edge) => shownEdges.has(edge.id)).map(({ from, to, claims }) => [positions.get(from), positions.get(to), claims.length]);
  const weigh = (centre) => {
    const isNear = ({ x, y }) => Math.abs(x - centre.x) < reachX && Math.abs(y - centre.y) < reachY;
    return links.reduce((sum, [from, to, claims]) => sum + (isNear(from) && isNear(to) ? claims : 0), 0);
  };
  const selected = selectedNode();
  const centres = selected && shownNodes.has(selected.id) ? [selected.id]
    : mostClaimed().map((index) => nodeOfEntity.get(index)?.id).filter((id) => shownNodes.has(id)).slice(0, CENTRES);
  const best = centres.map((id) => [positions.get(id), weigh(positions.get(id))]).reduce((a, b) => (b[1] > a[1] ? b : a), [positions.get([...shownNodes][0]), -1]);
  network.moveTo({ position: best[0], scale: OPENING, animation: false });
}

let sightTold = "";

/** Say how many links are on the screen where that is not all of them. */
function tellSight() {
  const { x, y } = network.getViewPosition();
  const sight = [x, y, network.getScale(), canvas.clientWidth, canvas.clientHeight, shownEdges.size, language].join(" ");
  if (sight === sightTold) return;
  sightTold = sight;
  const near = new Set([...shownNodes].filter(isInSight));
  let n = 0;
  for (const id of shownEdges) if (near.has(edgeById.get(id).from) && near.has(edgeById.get(id).to)) n += 1;
  byId("in-sight").hidden = near.size === shownNodes.size;
  byId("sight-count").textContent = say("inSight", { n, all: shownEdges.size });
}

function zoomBy(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: false });
}

/** Select the entity that lies nearest to the selected one (or to the middle) in a direction: the graph by keyboard. */
function selectTowards(across, down) {
  const from = positions.get(selectedNode()?.id) ?? network.getViewPosition();
  const costOf = ({ x, y }) => {
    const [ahead, aside] = [(x - from.x) * across + (y - from.y) * down, Math.abs((x - from.x) * down) + Math.abs((y - from.y) * across)];
    return ahead > 1 ? ahead + 2 * aside : Infinity;
  };
  const candidates = [...shownNodes].filter((id) => nodeById.get(id).entity !== null).map((id) => [costOf(positions.get(id)), id]);
  const [cost, id] = candidates.reduce((best, each) => (each[0] < best[0] ? each : best), [Infinity, null]);
  if (cost < Infinity) select({ entity: nodeById.get(id).entity });
}
