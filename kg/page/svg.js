// SVG by the same calls as a canvas: the part of its interface that the drawing uses.

const ruler = element("canvas").getContext("2d");
const round = (value) => Math.round(value * 100) / 100;

class SvgPaper {
  elements = [];
  globalAlpha = 1;
  fillStyle = "black";
  strokeStyle = "black";
  lineWidth = 1;
  font = "13px sans-serif";
  textAlign = "left";
  textBaseline = "middle";
  #path = "";
  #dashes = [];
  #moves = []; // translations, rotations and scalings in force
  #kept = [];

  save() { this.#kept.push([[...this.#moves], this.globalAlpha]); }
  restore() { [this.#moves, this.globalAlpha] = this.#kept.pop(); }
  translate(x, y) { this.#moves.push(`translate(${round(x)} ${round(y)})`); }
  rotate(angle) { this.#moves.push(`rotate(${round((angle * 180) / Math.PI)})`); }
  scale(x, y) { this.#moves.push(`scale(${x} ${y})`); }
  setLineDash(dashes) { this.#dashes = dashes; }

  beginPath() { this.#path = ""; }
  moveTo(x, y) { this.#path += `M${round(x)} ${round(y)}`; }
  lineTo(x, y) { this.#path += `L${round(x)} ${round(y)}`; }
  quadraticCurveTo(atX, atY, x, y) { this.#path += `Q${round(atX)} ${round(atY)} ${round(x)} ${round(y)}`; }
  closePath() { this.#path += "z"; }
  rect(x, y, width, height) { this.#path += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${-round(width)}z`; }
  /** Circles only: the drawing has no other arcs. */
  arc(x, y, r) { this.#path += `M${x + r} ${y}a${r} ${r} 0 1 1 ${-2 * r} 0a${r} ${r} 0 1 1 ${2 * r} 0z`; }
  roundRect(x, y, width, height, r) {
    const corner = (across, down) => `a${r} ${r} 0 0 1 ${across} ${down}`;
    this.#path += `M${round(x + r)} ${round(y)}h${round(width - 2 * r)}${corner(r, r)}v${round(height - 2 * r)}${corner(-r, r)}h${-round(width - 2 * r)}${corner(-r, -r)}v${-round(height - 2 * r)}${corner(r, -r)}z`;
  }

  fill(rule) { this.#draw(`<path d="${this.#path}" fill="${this.fillStyle}"${rule ? ` fill-rule="${rule}"` : ""}`); }
  stroke() {
    const dashes = this.#dashes.length ? ` stroke-dasharray="${this.#dashes.join(" ")}"` : "";
    this.#draw(`<path d="${this.#path}" fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}"${dashes}`);
  }
  fillRect(x, y, width, height) { this.#draw(`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${this.fillStyle}"`); }

  measureText(text) {
    ruler.font = this.font;
    return ruler.measureText(text);
  }

  fillText(text, x, y, most) {
    const [, style, weight, size, family] = /^(italic )?(600 )?(\d+)px (.*)$/.exec(this.font);
    const squeezed = this.measureText(text).width > most ? ` textLength="${round(most)}" lengthAdjust="spacingAndGlyphs"` : "";
    const type = `${style ? ' font-style="italic"' : ""}${weight ? ' font-weight="600"' : ""} font-size="${size}" font-family="${xml(family)}"`;
    const anchor = this.textAlign === "center" ? ' text-anchor="middle"' : "";
    this.#draw(`<text x="${round(x)}" y="${round(y)}" dominant-baseline="central"${anchor}${type} fill="${this.fillStyle}"${squeezed}`, xml(text));
  }

  asFile(left, top, width, height) {
    return `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}">\n<title>${xml(facts.title)}</title>\n${this.elements.join("\n")}\n</svg>\n`;
  }

  #draw(start, content = null) {
    const faint = this.globalAlpha < 1 ? ` opacity="${this.globalAlpha}"` : "";
    const moved = this.#moves.length ? ` transform="${this.#moves.join(" ")}"` : "";
    this.elements.push(`${start}${faint}${moved}${content === null ? "/>" : `>${content}</text>`}`);
  }
}
