// The graph: vis-network moves and draws it; boxes, labels and marks are our own, within the places the layout gave them.

const canvas = document.getElementById("canvas");
const probe = document.body.appendChild(element("span", { hidden: "" }));
let colours = {};
let network = null;
let shownNodes = new Set();
let shownEdges = new Set();
let labels = []; // where edge labels were put: {edge, x, y, width, height, text}
let bars = []; // where negated edges were barred
let labelsAreStale = true;
let hoveredEdge = null;
let emphasis = null; // {nodes, edges}: all else is drawn faint

const FONT = '13px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const EDGE_FONT = FONT.replace("13px", "12px");
const MOST_LABELS = 300; // edge labels tried at once; with more lines there is no room anyway
const SHARES = [0.45, 0.5, 0.55, 0.35, 0.65, 0.25, 0.75, 0.15, 0.85]; // of an edge between its boxes, as in layout.py
const FAINT = 0.4; // what is not about the selection
const SMALLEST_TYPE = 6; // pixels on the screen under which edge labels are left out
const LINES = { // how the text holds it -> how it is drawn
  asserted: { dashes: false, width: 1.8 },
  reported: { dashes: [7, 5], width: 1.8 },
  planned: { dashes: [1.8, 4], width: 1.8 },
  hypothetical: { dashes: [9, 4, 1.8, 4], width: 1.5 },
  former: { dashes: false, width: 1.4 },
  negated: { dashes: false, width: 1.8 },
};
// A shape for each type, so that colour is not needed to tell them apart: outlines in a square from -1 to 1.
const SHAPES = {
  Person: (c) => c.arc(0, 0, 0.9, 0, 2 * Math.PI),
  Organization: (c) => c.rect(-0.8, -0.8, 1.6, 1.6),
  Place: (c) => polygon(c, [[-0.95, -0.75], [0.95, -0.75], [0, 0.95]]),
  Product: (c) => polygon(c, [[0, -1], [1, 0], [0, 1], [-1, 0]]),
  Event: (c) => polygon(c, Array.from({ length: 10 }, (_, i) => {
    const [angle, radius] = [(i * Math.PI) / 5 - Math.PI / 2, i % 2 ? 0.45 : 1.05];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  })),
  Group: (c) => polygon(c, Array.from({ length: 6 }, (_, i) => [Math.cos((i * Math.PI) / 3), Math.sin((i * Math.PI) / 3)])),
  Concept: (c) => { c.arc(0, 0, 0.9, 0, 2 * Math.PI); c.moveTo(0.42, 0); c.arc(0, 0, 0.42, 0, 2 * Math.PI, true); },
};

function polygon(context, points) {
  points.forEach(([x, y], index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.closePath();
}

/** Read the colours of the theme from the style sheet. */
function readColours() {
  const names = ["surface", "ink", "faint", "line", "accent", "danger", "former", "value", ...facts.types.map((x) => `type-${x}`),
    ...facts.types.map((x) => `tint-${x}`)];
  colours = Object.fromEntries(names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  }));
}

const lineColour = (status) => ({ negated: colours.danger, former: colours.former }[status] ?? colours.line);

/** The symbol of a type as an SVG, for lists. */
function symbolOf(type) {
  let path = "";
  SHAPES[type]({
    arc: (x, y, r, _from, _to, back) => { path += `M${x + r} ${y}a${r} ${r} 0 1 ${back ? 0 : 1} ${-2 * r} 0a${r} ${r} 0 1 ${back ? 0 : 1} ${2 * r} 0z`; },
    rect: (x, y, w, h) => { path += `M${x} ${y}h${w}v${h}h${-w}z`; },
    moveTo: (x, y) => { path += `M${x.toFixed(2)} ${y.toFixed(2)}`; },
    lineTo: (x, y) => { path += `L${x.toFixed(2)} ${y.toFixed(2)}`; },
    closePath: () => { path += "z"; },
  });
  const picture = svg("svg", { viewBox: "-1.1 -1.1 2.2 2.2", class: `symbol type-${type}`, "aria-hidden": "true" });
  picture.append(svg("path", { d: path, "fill-rule": "evenodd" }));
  return picture;
}

/** A sample of the line of a status as an SVG, for lists. */
function sampleOf(status) {
  const { dashes } = LINES[status];
  const picture = svg("svg", { viewBox: "0 0 34 10", class: `sample status-${status}`, "aria-hidden": "true" });
  picture.append(svg("path", { d: "M1 5h32", ...(dashes ? { "stroke-dasharray": dashes.join(" ") } : {}) }));
  if (status === "negated") picture.append(svg("path", { d: "M14 9l6-8" }));
  return picture;
}

function drawNode({ ctx, id, x, y, state: { selected, hover } }) {
  const node = nodeById.get(id);
  const { width, height } = node;
  return {
    nodeDimensions: { width, height },
    drawNode() {
      ctx.fillStyle = colours.surface;
      ctx.fillRect(x - width / 2 + 2, y - height / 2 + 2, width - 4, height - 4); // no line shows through a faint box
      ctx.globalAlpha = emphasis && !emphasis.nodes.has(id) ? FAINT : 1;
      if (node.entity === null) drawValue(ctx, node, x, y, selected || hover);
      else drawEntity(ctx, node, x, y, selected || node === selectedNode(), hover);
      ctx.globalAlpha = 1;
    },
  };
}

function drawEntity(ctx, node, x, y, selected, hover) {
  const entity = facts.entities[node.entity];
  const { width, height } = node;
  const [left, top] = [x - width / 2, y - height / 2];
  ctx.beginPath();
  ctx.roundRect(left, top, width, height, 8);
  ctx.fillStyle = colours[`tint-${entity.type}`];
  ctx.fill();
  ctx.strokeStyle = selected ? colours.accent : colours[`type-${entity.type}`];
  ctx.lineWidth = selected ? 3 : hover ? 2.2 : 1.2;
  ctx.stroke();
  ctx.save();
  ctx.translate(left + 17, y);
  ctx.scale(6.5, 6.5);
  ctx.beginPath();
  SHAPES[entity.type](ctx);
  ctx.fillStyle = colours[`type-${entity.type}`];
  ctx.fill("evenodd");
  ctx.restore();
  ctx.font = entity.named ? FONT.replace("13px", "600 13px") : FONT;
  ctx.fillStyle = colours.ink;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  node.lines.forEach((line, index) => {
    ctx.fillText(line, left + 30, y + (index - (node.lines.length - 1) / 2) * 17, width - 38);
  });
}

function drawValue(ctx, node, x, y, strong) {
  const { width, height } = node;
  ctx.beginPath();
  ctx.rect(x - width / 2, y - height / 2, width, height);
  ctx.fillStyle = colours.value;
  ctx.fill();
  ctx.strokeStyle = strong ? colours.accent : colours.faint;
  ctx.lineWidth = strong ? 2 : 1;
  ctx.stroke();
  ctx.font = FONT;
  ctx.fillStyle = colours.ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(formatValue(node.value, true), x, y, width - 8);
}

/** How vis-network is to draw an edge now: by its status, its relation, and what is selected. */
function styleOf(edge) {
  const { relation, status } = facts.claims[edge.claims[0]];
  const { dashes, width } = LINES[status];
  const selected = edge === selectedEdge();
  const colour = selected ? colours.accent : lineColour(status);
  const isFaint = emphasis && !emphasis.edges.has(edge.id);
  return {
    id: edge.id,
    dashes,
    width: (isOpen(relation) ? 0.9 : width) + (selected ? 1.6 : 0),
    color: { color: colour, highlight: colours.accent, hover: colours.accent, inherit: false, opacity: isFaint ? FAINT : 1 },
  };
}

function makeEdge(edge) {
  const symmetric = facts.relations[facts.claims[edge.claims[0]].relation]?.symmetric;
  return {
    ...styleOf(edge),
    from: edge.from,
    to: edge.to,
    arrows: { to: { enabled: !symmetric, scaleFactor: 0.65 } },
    smooth: edge.bend
      ? { enabled: true, type: edge.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(edge.bend) }
      : { enabled: false },
  };
}

/** Unpack vis-network and run it, as the page's policy allows for exactly this script. */
async function loadVis() {
  const packed = Uint8Array.from(atob(document.getElementById("drawing").textContent), (unit) => unit.charCodeAt(0));
  const program = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const script = element("script");
  script.textContent = await new Response(program).text();
  document.head.append(script);
}

let nodeItems, edgeItems, nodeView, edgeView;
function startDrawing() {
  readColours();
  nodeItems = new vis.DataSet(facts.nodes.map(({ id, x, y }) => ({ id, x, y, shape: "custom", ctxRenderer: drawNode })));
  edgeItems = new vis.DataSet(facts.edges.map(makeEdge));
  nodeView = new vis.DataView(nodeItems, { filter: (node) => shownNodes.has(node.id) });
  edgeView = new vis.DataView(edgeItems, { filter: (edge) => shownEdges.has(edge.id) });
  network = new vis.Network(canvas, { nodes: nodeView, edges: edgeView }, {
    physics: false,
    layout: { improvedLayout: false, randomSeed: 1 },
    interaction: { hover: true, selectConnectedEdges: false, hideEdgesOnZoom: facts.edges.length > 1500 },
    edges: { selectionWidth: 0, hoverWidth: 0.8, arrowStrikethrough: false },
  });
  network.on("afterDrawing", drawLabels);
  network.on("dragging", () => { labelsAreStale = true; });
  network.on("dragEnd", ({ nodes }) => { if (nodes.length) network.storePositions(); });
  network.on("hoverEdge", ({ edge }) => { hoveredEdge = edge; network.redraw(); });
  network.on("blurEdge", () => { hoveredEdge = null; network.redraw(); });
}

/** Draw these nodes and edges, and those that matter to the selection strongest. */
function showDrawing({ nodes, edges }) {
  const edge = selectedEdge();
  const node = selectedNode();
  emphasis = null;
  if (edge && edges.has(edge.id)) {
    emphasis = { nodes: new Set([edge.from, edge.to]), edges: new Set([edge.id]) };
  } else if (node) {
    const near = facts.edges.filter((x) => edges.has(x.id) && (x.from === node.id || x.to === node.id));
    emphasis = { nodes: new Set([node.id, ...near.flatMap((x) => [x.from, x.to])]), edges: new Set(near.map((x) => x.id)) };
  }
  shownNodes = nodes;
  shownEdges = edges;
  edgeItems.update(facts.edges.filter((x) => edges.has(x.id)).map(styleOf));
  nodeView.refresh();
  edgeView.refresh();
  labelsAreStale = true;
  network.redraw();
}

function labelOf(edge) {
  const { relation, status } = facts.claims[edge.claims[0]];
  return (status === "negated" ? "⊘ " : "") + cut(relationLabel(relation), 32);
}

/** Find a place for each edge's label where it covers no box and no other label; an edge without one gets it on hover. */
function placeLabels(ctx) {
  labels = [];
  bars = [];
  labelsAreStale = false;
  const edges = facts.edges.filter((edge) => isDrawn(edge.id));
  const boxes = Object.values(network.body.nodes).map(({ id, x, y }) => {
    const { width, height } = nodeById.get(id);
    return { x, y, width: width + 6, height: height + 4 };
  });
  if (edges.length <= MOST_LABELS) spreadLabels(ctx, edges, boxes);
  placeBars(edges, boxes);
}

function spreadLabels(ctx, edges, boxes) {
  ctx.font = EDGE_FONT;
  const weight = (edge) => edge.claims.length - (isOpen(facts.claims[edge.claims[0]].relation) ? 1000 : 0);
  for (const edge of [...edges].sort((a, b) => weight(b) - weight(a))) {
    const text = labelOf(edge);
    const [width, height] = [ctx.measureText(text).width + 8, 17];
    const spots = SHARES.map((share) => pointOn(edge, share));
    const beside = spots.flatMap(({ x, y }) => [-1, 1].map((side) => ({ x: x + (side * (width + 4)) / 2, y })));
    const isFree = (spot) => ![...boxes, ...labels].some((other) => overlap({ ...spot, width, height }, other));
    const spot = [...spots, ...beside].find(isFree); // on the line, or else beside it
    if (spot) labels.push({ edge, text, width, height, ...spot });
  }
}

const overlap = (a, b) => Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;

/** Where each negated edge gets its bar, so that colour is not needed to see it: clear of boxes and labels. */
function placeBars(edges, boxes) {
  bars = edges.filter((edge) => facts.claims[edge.claims[0]].status === "negated").map((edge) => {
    const spot = (share) => ({ ...pointOn(edge, share), width: 14, height: 14 });
    const share = SHARES.find((x) => ![...boxes, ...labels].some((other) => overlap(spot(x), other))) ?? 0.5;
    const [before, after] = [pointOn(edge, share - 0.01), pointOn(edge, share + 0.01)];
    return { edge, ...pointOn(edge, share), angle: Math.atan2(after.y - before.y, after.x - before.x) };
  });
}

function drawBar(ctx, { edge, x, y, angle }) {
  ctx.save();
  ctx.globalAlpha = emphasis && !emphasis.edges.has(edge.id) ? FAINT : 1;
  ctx.translate(x, y);
  ctx.rotate(angle + Math.PI / 3);
  ctx.beginPath();
  ctx.moveTo(-8, 0);
  ctx.lineTo(8, 0);
  ctx.strokeStyle = colours.danger;
  ctx.lineWidth = 2.4;
  ctx.stroke();
  ctx.restore();
}

/** The point at a share of the visible part of an edge, from box to box. */
function pointOn(edge, share) {
  const [from, to] = [network.body.nodes[edge.from], network.body.nodes[edge.to]];
  const leave = ({ width, height }) => Math.min(0.5, width / 2 / Math.max(1e-6, Math.abs(to.x - from.x)), height / 2 / Math.max(1e-6, Math.abs(to.y - from.y)));
  const [first, last] = [leave(nodeById.get(edge.from)), 1 - leave(nodeById.get(edge.to))];
  const at = first + (last - first) * share;
  // Not by vis-network's getPoint: it counts from the arrow's head or from the middle of the box, as it last drew.
  const via = edge.bend ? network.body.edges[edge.id].edgeType.getViaNode() : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const along = (axis) => (1 - at) ** 2 * from[axis] + 2 * at * (1 - at) * via[axis] + at ** 2 * to[axis];
  return { x: along("x"), y: along("y") };
}

const isDrawn = (id) => network.body.edges[id]?.connected; // vis-network draws once before it has them all

function drawLabels(ctx) {
  if (labelsAreStale) placeLabels(ctx);
  for (const bar of bars) drawBar(ctx, bar);
  const chosen = selectedEdge();
  const wanted = [hoveredEdge, chosen?.id].filter(isDrawn).map((id) => edgeById.get(id));
  const isReadable = 12 * network.getScale() >= SMALLEST_TYPE;
  for (const label of isReadable ? labels : []) if (!wanted.includes(label.edge)) drawLabel(ctx, label);
  ctx.font = EDGE_FONT;
  for (const edge of wanted) {
    const text = labelOf(edge);
    const place = labels.find((label) => label.edge === edge) ?? { ...pointOn(edge, 0.5), width: ctx.measureText(text).width + 8, height: 17 };
    drawLabel(ctx, { ...place, edge, text }, true);
  }
}

function drawLabel(ctx, { edge, text, x, y, width, height }, strong = false) {
  const { relation, status } = facts.claims[edge.claims[0]];
  ctx.fillStyle = colours.surface;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - height / 2, width, height, 4);
  ctx.fill();
  ctx.globalAlpha = !strong && emphasis && !emphasis.edges.has(edge.id) ? FAINT : 1;
  if (strong) {
    ctx.strokeStyle = colours.accent;
    ctx.lineWidth = 1.2;
    ctx.stroke();
  }
  ctx.font = `${isOpen(relation) ? "italic " : ""}${strong ? "600 " : ""}${EDGE_FONT}`;
  ctx.fillStyle = status === "negated" ? colours.danger : status === "former" ? colours.former : colours.ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + 0.5, width - 4);
  ctx.globalAlpha = 1;
}

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
    const { x, y } = network.canvasToDOM(network.getPosition(id));
    return x > 20 && y > 20 && x < canvas.clientWidth - 20 && y < canvas.clientHeight - 20;
  });
  if (!known.length || isInSight) return;
  if (known.length > 1) fitDrawing(known);
  else network.moveTo({ position: network.getPosition(known[0]), animation: false });
}

/** Show the whole drawing. Not by vis-network's own fit: it takes our boxes for points. */
function fitDrawing(ids = [...shownNodes]) {
  const boxes = ids.map((id) => ({ ...network.getPosition(id), ...nodeById.get(id) }));
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
  network.moveTo({ position: network.getPosition(nodeOfEntity.get(entity).id), scale: 0.7, animation: false });
}

function zoomBy(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: false });
}

function recolour() {
  readColours();
  edgeItems.update(facts.edges.filter((x) => shownEdges.has(x.id)).map(styleOf));
  network.redraw();
}
