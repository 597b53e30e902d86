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

/** Bring a selection into sight, without moving what is already there. */
function reveal(selection) {
  const ids = selection.entity !== undefined ? [nodeOfEntity.get(selection.entity)?.id] : [edgeOfClaim.get(selection.claim)?.from, edgeOfClaim.get(selection.claim)?.to];
  const known = ids.filter((id) => id !== undefined && shownNodes.has(id));
  const isInSight = known.every((id) => {
    const { x, y } = network.canvasToDOM(positions.get(id));
    return x > 20 && y > 20 && x < canvas.clientWidth - 20 && y < canvas.clientHeight - 20;
  });
  if (!known.length || isInSight) return;
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

/** Where the whole would be too small to read, open on what most is said of instead. */
function startNear() {
  const entity = mostClaimed().find((index) => shownNodes.has(nodeOfEntity.get(index)?.id));
  if (entity === undefined || network.getScale() >= 0.7) return;
  network.moveTo({ position: positions.get(nodeOfEntity.get(entity).id), scale: 0.7, animation: false });
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
