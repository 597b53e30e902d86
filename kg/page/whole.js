// The whole of a large graph, drawn by WebGL with sigma, where both the page and the browser have what that takes.

const WHOLE_NAMES = 30; // written in a picture of it
let whole = null; // the sigma instance
let wholeShown = { nodes: new Set(), edges: new Set() };
let wholeNear = null; // what is selected and the nodes beside it; all else is faint
let wholeIsComing = false;

const hasWebgl = () => Boolean(element("canvas").getContext("webgl2"));

/** Why the whole cannot be drawn, in the reader's language; null where it can. */
const whyNoWhole = () => (byId("webgl") === null ? say("wholeNotBuilt") : hasWebgl() ? null : say("wholeNoWebgl"));

/** Show all nodes and edges of these claims. */
async function showWhole(claims) {
  const edges = facts.edges.filter((edge) => edge.claims.some((claim) => claims.has(claim)));
  wholeShown = { edges: new Set(edges.map((edge) => edge.id)), nodes: new Set(edges.flatMap((edge) => [edge.from, edge.to])) };
  byId("shown").textContent = countsOf(wholeShown);
  const node = selectedNode();
  const edge = selectedEdge();
  wholeNear = edge ? new Set([edge.from, edge.to]) : node ? new Set([node.id, ...edges.filter((x) => x.from === node.id || x.to === node.id).flatMap((x) => [x.from, x.to])]) : null;
  const reason = whole ? null : whyNoWhole();
  byId("whole-note").textContent = reason ?? "";
  if (reason || wholeIsComing) return;
  if (!whole) {
    wholeIsComing = true;
    await loadProgram("webgl");
    startWhole();
    wholeIsComing = false;
  }
  whole.refresh();
}

function startWhole() {
  const degree = new Map();
  for (const edge of facts.edges) for (const end of [edge.from, edge.to]) degree.set(end, (degree.get(end) ?? 0) + 1);
  const graph = new kgWebgl.Graph({ multi: true, type: "directed" });
  // Boxes of a large graph stand in a grid, which points need not: moved within their cells, they look like no table.
  const [cellWidth, cellHeight] = ["width", "height"].map((size) => Math.max(...facts.nodes.map((node) => node[size])));
  const chance = chanceOf(1);
  for (const { id, x, y, entity } of facts.nodes) {
    const label = entity === null ? formatValue(nodeById.get(id).value, true) : cut(facts.entities[entity].label, 40);
    graph.addNode(id, { x: x + chance() * cellWidth, y: -y - chance() * cellHeight, label, size: Math.min(14, 2 + 0.8 * Math.sqrt(degree.get(id) ?? 0)) });
  }
  for (const { id, from, to } of facts.edges) graph.addEdgeWithKey(id, from, to, { size: 0.7 });
  whole = new kgWebgl.Sigma(graph, byId("whole-canvas"), {
    nodeReducer: styleWholeNode,
    edgeReducer: styleWholeEdge,
    labelFont: "system-ui, sans-serif",
    labelSize: 12,
    labelDensity: 0.6,
    labelColor: { attribute: "ink" },
    defaultDrawNodeHover: drawWholeHover,
    zIndex: true,
  });
  whole.on("clickNode", ({ node: id }) => {
    const { entity } = nodeById.get(id);
    const edge = facts.edges.find((x) => x.to === id);
    select(entity !== null ? { entity } : edge ? { claim: edge.claims[0] } : null);
  });
  whole.on("clickStage", () => select(null));
}

function styleWholeNode(id, attributes) {
  const { entity } = nodeById.get(id);
  const isFaint = wholeNear !== null && !wholeNear.has(id);
  return {
    ...attributes,
    hidden: !wholeShown.nodes.has(id),
    color: isFaint ? colours.faint : entity === null ? colours.former : colours[`type-${facts.entities[entity].type}`],
    ink: colours.ink,
    label: isFaint ? null : attributes.label,
    zIndex: isFaint ? 0 : 1,
    highlighted: id === selectedNode()?.id,
  };
}

function styleWholeEdge(id, attributes) {
  const edge = edgeById.get(id);
  const isNear = wholeNear !== null && wholeNear.has(edge.from) && wholeNear.has(edge.to);
  const isSelected = edge === selectedEdge();
  const { status } = facts.claims[edge.claims[0]];
  return {
    ...attributes,
    hidden: !wholeShown.edges.has(id),
    color: isSelected ? chosenColour(status) : isNear || status === "negated" ? lineColour(status) : blend(colours.surface, colours.faint, wholeNear ? 0.3 : 0.7),
    size: isSelected ? 3 : isNear ? 1.4 : 0.7,
    zIndex: isNear ? 1 : 0,
  };
}

/** A colour between two, as rgb(): sigma loses thin lines that are half transparent. */
function blend(from, to, share) {
  const [start, end] = [from, to].map((colour) => colour.match(/[\d.]+/g).map(Number));
  return `rgb(${start.slice(0, 3).map((value, index) => Math.round(value + (end[index] - value) * share)).join(", ")})`;
}

/** The label of a node under the pointer, on a ground of its own. */
function drawWholeHover(context, { x, y, size, label, color }, { labelSize, labelFont }) {
  context.font = `600 ${labelSize}px ${labelFont}`;
  const width = context.measureText(label ?? "").width;
  context.fillStyle = colours.surface;
  context.strokeStyle = color;
  context.beginPath();
  context.roundRect(x - size - 4, y - Math.max(size, labelSize) - 2, width + 2 * size + 14, 2 * Math.max(size, labelSize) + 4, 6);
  context.fill();
  context.stroke();
  context.beginPath();
  context.arc(x, y, size, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
  context.fillStyle = colours.ink;
  context.fillText(label ?? "", x + size + 4, y + labelSize / 3);
}

const isWholeInSight = () => state.view === "whole" && whole !== null;

/** What WebGL shows, as a canvas: its layers are empty again after the frame they were drawn in. */
function paintWholePng() {
  whole.refresh();
  const layers = Object.values(whole.getCanvases());
  const paper = element("canvas", { width: layers[0].width, height: layers[0].height });
  const context = paper.getContext("2d");
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, paper.width, paper.height);
  for (const layer of layers) context.drawImage(layer, 0, 0);
  return paper;
}

/** All nodes and links of the whole as SVG, with the names of those that have most links. */
function paintWholeSvg() {
  const { width, height } = whole.getDimensions();
  const place = (id) => {
    const data = whole.getNodeDisplayData(id);
    return { ...whole.framedGraphToViewport(data), size: data.size, color: data.color, label: whole.getGraph().getNodeAttribute(id, "label") };
  };
  const places = new Map([...wholeShown.nodes].map((id) => [id, place(id)]));
  const paper = new SvgPaper();
  paper.fillStyle = colours.surface;
  paper.fillRect(0, 0, width, height);
  for (const id of wholeShown.edges) {
    const [from, to] = [places.get(edgeById.get(id).from), places.get(edgeById.get(id).to)];
    const { color, size } = whole.getEdgeDisplayData(id);
    Object.assign(paper, { strokeStyle: color, lineWidth: size });
    paper.beginPath();
    paper.moveTo(from.x, from.y);
    paper.lineTo(to.x, to.y);
    paper.stroke();
  }
  const largestFirst = [...places.values()].sort((a, b) => b.size - a.size);
  for (const { x, y, size, color } of largestFirst) {
    paper.fillStyle = color;
    paper.beginPath();
    paper.arc(round(x), round(y), round(size));
    paper.fill();
  }
  Object.assign(paper, { font: FONT, fillStyle: colours.ink });
  for (const { x, y, size, label } of largestFirst.slice(0, WHOLE_NAMES)) paper.fillText(label, x + size + 3, y, Infinity);
  return paper.asFile(0, 0, width, height);
}

function recolourWhole() {
  whole?.refresh();
}
