// How things look: the colours of the theme, the shape of each type and the line of each status, and the boxes drawn of them.

const probe = document.body.appendChild(element("span", { hidden: "" }));
let colours = {};
let emphasis = null; // {nodes, edges}: all else is drawn faint

const FONT = '13px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const EDGE_FONT = FONT.replace("13px", "12px");
const FAINT = 0.4; // what is not about the selection
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

/** The colour of a line that is selected or pointed at: what is denied stays red even then. */
const chosenColour = (status) => (status === "negated" ? colours.danger : colours.accent);

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

/** How many claims in sight have words for an object, which are drawn as a mark on the box of who said or has them. */
const saidBy = (node) => (node.entity === null ? 0 : shown.said.get(node.entity) ?? 0);

/** The place of that mark: on the right end of the upper side of the box. */
const saidBox = ({ width, height }, { x, y }) => ({ x: x + width / 2 - 8, y: y - height / 2 - 2, width: 30, height: 14 });

function drawSaid(ctx, node, middle) {
  const { x, y, width, height } = saidBox(node, middle);
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - height / 2, width, height, 6);
  ctx.fillStyle = colours.surface;
  ctx.fill();
  ctx.strokeStyle = colours.faint;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.font = FONT.replace("13px", "10px");
  ctx.fillStyle = colours.ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(`« ${saidBy(node)} »`, x, y + 0.5, width - 4);
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
