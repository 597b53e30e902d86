// The drawing as a picture, all of it whatever part is on the screen: painted once more, on a canvas or as SVG.

const PICTURE_MARGIN = 24;
const PICTURE_SIDE = 8000; // pixels: a canvas larger than this may come out empty

/** Paint the whole drawing; `paper` is the context of a canvas or a SvgPaper. */
function paintPicture(paper) {
  for (const id of shownEdges) paintEdge(paper, edgeById.get(id));
  paper.setLineDash([]);
  for (const id of shownNodes) {
    const { x, y } = positions.get(id);
    paintNode(paper, nodeById.get(id), x, y, false, false);
  }
  for (const bar of bars) drawBar(paper, bar);
  for (const label of labels) drawLabel(paper, label, label.edge === selectedEdge());
}

/** The share of an edge's curve at which it leaves a box, from one end on. */
function leaveBox(edge, box, shares) {
  const centre = positions.get(box.id);
  return shares.find((share) => {
    const { x, y } = curveAt(edge, share);
    return Math.abs(x - centre.x) > box.width / 2 || Math.abs(y - centre.y) > box.height / 2;
  }) ?? 0.5;
}

const OUTWARDS = Array.from({ length: 100 }, (_, step) => step / 100);

function paintEdge(paper, edge) {
  if (edge.from === edge.to) return; // a loop has no way from box to box; its label and its claims are in the panel
  const { dashes, width, colour, opacity, hasArrow } = lineOf(edge);
  const first = leaveBox(edge, nodeById.get(edge.from), OUTWARDS);
  const last = leaveBox(edge, nodeById.get(edge.to), OUTWARDS.map((share) => 1 - share));
  const [start, end] = [curveAt(edge, first), curveAt(edge, last)];
  const before = curveAt(edge, last - 0.02);
  const angle = Math.atan2(end.y - before.y, end.x - before.x);
  const head = hasArrow ? 9 : 0;
  const middle = curveAt(edge, (first + last) / 2);
  const control = { x: 2 * middle.x - (start.x + end.x) / 2, y: 2 * middle.y - (start.y + end.y) / 2 };
  paper.globalAlpha = opacity;
  paper.strokeStyle = colour;
  paper.fillStyle = colour;
  paper.lineWidth = width;
  paper.setLineDash(dashes || []);
  paper.beginPath();
  paper.moveTo(start.x, start.y);
  paper.quadraticCurveTo(control.x, control.y, end.x - head * Math.cos(angle), end.y - head * Math.sin(angle));
  paper.stroke();
  if (hasArrow) {
    const corner = (side) => [end.x - 10 * Math.cos(angle + side), end.y - 10 * Math.sin(angle + side)];
    paper.beginPath();
    polygon(paper, [[end.x, end.y], corner(0.4), corner(-0.4)]);
    paper.fill();
  }
  paper.globalAlpha = 1;
}

/** What the picture has to hold: the boxes, and the labels beside them. */
function boundsOfPicture() {
  const boxes = [...[...shownNodes].map((id) => ({ ...nodeById.get(id), ...positions.get(id) })), ...labels];
  if (!boxes.length) return { left: 0, top: 0, width: 4 * PICTURE_MARGIN, height: 4 * PICTURE_MARGIN };
  const far = (axis, size, sign) => Math.max(...boxes.map((box) => sign * box[axis] + box[size] / 2)) + PICTURE_MARGIN;
  const [left, top] = [-far("x", "width", -1), -far("y", "height", -1)];
  return { left, top, width: Math.ceil(far("x", "width", 1) - left), height: Math.ceil(far("y", "height", 1) - top) };
}

/** The picture as a canvas, twice as large as on the screen, which is sharp in print. */
function paintPng() {
  if (labelsAreStale) placeLabels(ruler);
  const { left, top, width, height } = boundsOfPicture();
  const scale = Math.min(2, PICTURE_SIDE / Math.max(width, height));
  const paper = element("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
  const context = paper.getContext("2d");
  context.scale(scale, scale);
  context.translate(-left, -top);
  context.fillStyle = colours.surface;
  context.fillRect(left, top, width, height);
  paintPicture(context);
  return paper;
}

function paintSvg() {
  const paper = new SvgPaper();
  if (labelsAreStale) placeLabels(ruler);
  const { left, top, width, height } = boundsOfPicture();
  paper.fillStyle = colours.surface;
  paper.fillRect(left, top, width, height);
  paintPicture(paper);
  return paper.asFile(left, top, width, height);
}
