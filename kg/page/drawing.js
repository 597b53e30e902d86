// The graph: vis-network moves and draws it; boxes, labels and marks are our own, within the places the layout gave them.

const canvas = byId("canvas");
const positions = new Map(facts.nodes.map(({ id, x, y }) => [id, { x, y }])); // where each node is now
let network = null;
let nodeItems, edgeItems;
let shownNodes = new Set();
let shownEdges = new Set();
let hoveredEdge = null;

/** Unpack one of the programs that the page carries and run it, as the page's policy allows for exactly these. */
async function loadProgram(id) {
  const packed = Uint8Array.from(atob(byId(id).textContent), (unit) => unit.charCodeAt(0));
  const program = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const script = element("script");
  script.textContent = await new Response(program).text();
  document.head.append(script);
}

function startDrawing() {
  readColours();
  nodeItems = new vis.DataSet();
  edgeItems = new vis.DataSet();
  network = new vis.Network(canvas, { nodes: nodeItems, edges: edgeItems }, {
    physics: false,
    layout: { improvedLayout: false, randomSeed: 1 },
    interaction: { hover: true, selectConnectedEdges: false, hideEdgesOnZoom: facts.edges.length > 1500 },
    edges: { selectionWidth: 0, hoverWidth: 0.8, arrowStrikethrough: false },
  });
  network.on("afterDrawing", drawLabels);
  network.on("dragging", ({ nodes }) => {
    for (const id of nodes) positions.set(id, network.getPosition(id));
    labelsAreStale = true;
  });
  network.on("dragEnd", ({ nodes }) => {
    if (nodes.length) tellLayout();
  });
  network.on("hoverEdge", ({ edge }) => { hoveredEdge = edge; network.redraw(); });
  network.on("blurEdge", () => { hoveredEdge = null; network.redraw(); });
}

function drawNode({ ctx, id, x, y, state: { selected, hover } }) {
  const { width, height } = nodeById.get(id);
  return { nodeDimensions: { width, height }, drawNode: () => paintNode(ctx, nodeById.get(id), x, y, selected, hover) };
}

/** Draw a box at a point: of an entity or a value, faint when it is not about the selection. */
function paintNode(ctx, node, x, y, selected, hover) {
  const { width, height } = node;
  ctx.fillStyle = colours.surface;
  ctx.fillRect(x - width / 2 + 2, y - height / 2 + 2, width - 4, height - 4); // no line shows through a faint box
  ctx.globalAlpha = emphasis && !emphasis.nodes.has(node.id) ? FAINT : 1;
  if (node.entity === null) drawValue(ctx, node, x, y, selected || hover);
  else drawEntity(ctx, node, x, y, selected || node === selectedNode(), hover);
  if (saidBy(node)) drawSaid(ctx, node, { x, y });
  ctx.globalAlpha = 1;
}

const isCrowded = () => shownEdges.size > MOST_LABELS; // then lines are thin air but for those of the selection

/** How an edge is drawn now: by its status, its relation, and what is selected. */
function lineOf(edge) {
  const { relation, status } = facts.claims[edge.claims[0]];
  const { dashes, width } = LINES[status];
  const selected = edge === selectedEdge();
  return {
    dashes,
    width: (isOpen(relation) ? 0.9 : width) + (selected ? 1.6 : 0),
    colour: selected ? chosenColour(status) : lineColour(status),
    opacity: isCrowded() ? (emphasis ? (emphasis.edges.has(edge.id) ? 1 : 0.12) : 0.45) : emphasis && !emphasis.edges.has(edge.id) ? FAINT : 1,
    hasArrow: !facts.relations[relation]?.symmetric,
  };
}

function styleOf(edge) {
  const { dashes, width, colour, opacity } = lineOf(edge);
  const pointed = chosenColour(facts.claims[edge.claims[0]].status);
  return { id: edge.id, dashes, width, color: { color: colour, highlight: pointed, hover: pointed, inherit: false, opacity } };
}

function makeEdge(edge) {
  return {
    ...styleOf(edge),
    from: edge.from,
    to: edge.to,
    arrows: { to: { enabled: lineOf(edge).hasArrow, scaleFactor: 0.65 } },
    smooth: edge.bend
      ? { enabled: true, type: edge.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(edge.bend) }
      : { enabled: false },
  };
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
  if (isLarge) placeNew(nodes, edges);
  const before = { nodes: shownNodes, edges: shownEdges };
  [shownNodes, shownEdges] = [nodes, edges];
  edgeItems.remove([...before.edges].filter((id) => !edges.has(id)));
  nodeItems.remove([...before.nodes].filter((id) => !nodes.has(id)));
  nodeItems.add([...nodes].filter((id) => !before.nodes.has(id)).map((id) => ({ id, ...positions.get(id), shape: "custom", ctxRenderer: drawNode })));
  const wanted = facts.edges.filter((x) => edges.has(x.id));
  edgeItems.update(wanted.filter((x) => before.edges.has(x.id)).map(styleOf));
  edgeItems.add(wanted.filter((x) => !before.edges.has(x.id)).map(makeEdge));
  labelsAreStale = true;
  network.redraw();
}

function recolour() {
  readColours();
  edgeItems.update(facts.edges.filter((x) => shownEdges.has(x.id)).map(styleOf));
  network.redraw();
  recolourWhole();
}
