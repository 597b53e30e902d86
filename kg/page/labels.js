// The labels of edges, never on a box and never on each other, and the bars of negated ones.

let labels = []; // where edge labels were put: {edge, x, y, width, height, text}
let bars = []; // where negated edges were barred
let labelsAreStale = true;

const MOST_LABELS = 120; // edges up to which all lines are drawn strong
const LABELS_TRIED = 800; // of so many edges, those first of which most is said, labels find a place; the others have it on hover
const SHARES = [0.45, 0.5, 0.55, 0.35, 0.65, 0.25, 0.75, 0.15, 0.85]; // of an edge between its boxes, as in layout.py
const SMALLEST_TYPE = 7; // pixels on the screen under which edge labels are left out

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
  const boxes = [...shownNodes].map((id) => {
    const { width, height } = nodeById.get(id);
    return { ...positions.get(id), width: width + 6, height: height + 4 };
  });
  for (const id of shownNodes) if (saidBy(nodeById.get(id))) boxes.push(saidBox(nodeById.get(id), positions.get(id)));
  const room = new Room(boxes);
  const wanted = isCrowded() && emphasis ? edges.filter((edge) => emphasis.edges.has(edge.id)) : edges;
  spreadLabels(ctx, wanted, room);
  placeBars(edges, room);
}

/** How much a label is worth its room: by its claims, then by what is said of its ends; open relations come last. */
function weightOf(edge) {
  const { relation, subject, object } = facts.claims[edge.claims[0]];
  const around = [subject, object.entity].reduce((sum, entity) => sum + (claimsOfEntity[entity]?.length ?? 0), 0);
  return edge.claims.length + around / 1000 - (isOpen(relation) ? 1000 : 0);
}

function spreadLabels(ctx, edges, room) {
  ctx.font = EDGE_FONT;
  const widths = new Map(); // of the texts, each measured once
  const ranked = edges.map((edge) => [edge, weightOf(edge)]).sort((a, b) => b[1] - a[1]).slice(0, LABELS_TRIED);
  for (const [edge] of ranked) {
    const text = labelOf(edge);
    if (!widths.has(text)) widths.set(text, ctx.measureText(text).width);
    const [width, height] = [widths.get(text) + 8, 17];
    const spots = SHARES.map((share) => pointOn(edge, share));
    const beside = spots.flatMap(({ x, y }) => [-1, 1].map((side) => ({ x: x + (side * (width + 4)) / 2, y })));
    const spot = [...spots, ...beside].find((place) => room.isFree({ ...place, width, height })); // on the line, or else beside it
    if (!spot) continue;
    labels.push({ edge, text, width, height, ...spot });
    room.take({ ...spot, width, height });
  }
}

const CELL = 160;

/** What ground is taken, by the cells of a grid that it touches: a question looks at what is near, not at everything. */
class Room {
  constructor(boxes) {
    this.cells = new Map();
    boxes.forEach((box) => this.take(box));
  }

  static cellsOf({ x, y, width, height }) {
    const cells = [];
    for (let column = Math.floor((x - width / 2) / CELL); column * CELL <= x + width / 2; column += 1) {
      for (let row = Math.floor((y - height / 2) / CELL); row * CELL <= y + height / 2; row += 1) cells.push(`${column} ${row}`);
    }
    return cells;
  }

  take(box) {
    for (const cell of Room.cellsOf(box)) {
      if (this.cells.has(cell)) this.cells.get(cell).push(box);
      else this.cells.set(cell, [box]);
    }
  }

  isFree(box) {
    return !Room.cellsOf(box).some((cell) => this.cells.get(cell)?.some((other) => overlap(box, other)));
  }
}

const overlap = (a, b) => Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;

/** Where each negated edge gets its bar, so that colour is not needed to see it: clear of boxes and labels. */
function placeBars(edges, room) {
  bars = edges.filter((edge) => facts.claims[edge.claims[0]].status === "negated").map((edge) => {
    const spot = (share) => ({ ...pointOn(edge, share), width: 14, height: 14 });
    const share = SHARES.find((x) => room.isFree(spot(x))) ?? 0.5;
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

/** The point at a share of an edge's curve, from the middle of one box to the middle of the other. */
function curveAt(edge, share) {
  const [from, to] = [positions.get(edge.from), positions.get(edge.to)];
  // Not by vis-network's getPoint: it counts from the arrow's head or from the middle of the box, as it last drew.
  const via = edge.bend ? network.body.edges[edge.id].edgeType.getViaNode() : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const along = (axis) => (1 - share) ** 2 * from[axis] + 2 * share * (1 - share) * via[axis] + share ** 2 * to[axis];
  return { x: along("x"), y: along("y") };
}

/** The point at a share of the visible part of an edge, from box to box. */
function pointOn(edge, share) {
  const [from, to] = [positions.get(edge.from), positions.get(edge.to)];
  const leave = ({ width, height }) => Math.min(0.5, width / 2 / Math.max(1e-6, Math.abs(to.x - from.x)), height / 2 / Math.max(1e-6, Math.abs(to.y - from.y)));
  const [first, last] = [leave(nodeById.get(edge.from)), 1 - leave(nodeById.get(edge.to))];
  return curveAt(edge, first + (last - first) * share);
}

const isDrawn = (id) => network.body.edges[id]?.connected; // vis-network draws once before it has them all

function drawLabels(ctx) {
  if (labelsAreStale) placeLabels(ctx);
  for (const bar of bars) drawBar(ctx, bar);
  const chosen = selectedEdge();
  const wanted = [hoveredEdge, chosen?.id].filter(isDrawn).map((id) => edgeById.get(id));
  const isReadable = 12 * network.getScale() >= SMALLEST_TYPE;
  const [first, last] = [{ x: 0, y: 0 }, { x: canvas.clientWidth, y: canvas.clientHeight }].map((corner) => network.DOMtoCanvas(corner));
  const sight = { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2, width: last.x - first.x, height: last.y - first.y };
  for (const label of isReadable ? labels : []) if (!wanted.includes(label.edge) && overlap(label, sight)) drawLabel(ctx, label);
  ctx.font = `600 ${EDGE_FONT}`;
  for (const edge of wanted) {
    const text = standingOf(facts.claims[edge.claims[0]].status) + labelOf(edge);
    const place = { ...labels.find((label) => label.edge === edge) ?? { ...pointOn(edge, 0.5), height: 17 }, width: ctx.measureText(text).width + 8 };
    drawLabel(ctx, { ...place, edge, text }, true);
  }
  tellSight();
}

function drawLabel(ctx, { edge, text, x, y, width, height }, strong = false) {
  const { relation, status } = facts.claims[edge.claims[0]];
  ctx.fillStyle = colours.surface;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - height / 2, width, height, 4);
  ctx.fill();
  ctx.globalAlpha = !strong && emphasis && !emphasis.edges.has(edge.id) ? FAINT : 1;
  if (strong) {
    ctx.strokeStyle = status === "negated" ? colours.danger : colours.accent;
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
