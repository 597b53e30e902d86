// Positions made in the page: for the part of a large graph that is shown, and where a reader asks for another arrangement.
// The same boxes, links and seed give the same points. The first positions of a small graph come from layout.py instead.

const ROUNDS = 120;
const ALL_PAIRS = 300; // boxes up to which every pair is weighed; above, linked ones and those with a pivot
const PIVOTS = 30;
const MARGIN = 18; // kept free around a box
const CLEARED = 120; // boxes up to which lines are kept off the boxes of others
const SEPARATE_ROUNDS = 150;
const SPIRAL = 20000; // places tried for a box: up to 1 700 pixels away

/** Random numbers from 0 to 1 that a seed fixes (mulberry32). */
function chanceOf(seed) {
  let word = seed;
  return () => {
    word = (word + 0x6d2b79f5) | 0;
    let mixed = Math.imul(word ^ (word >>> 15), word | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Centres for boxes {width, height} joined by links [one, other, length]: each connected part by itself, then side by side. */
function arrange(boxes, links, seed) {
  const parts = findParts(boxes.length, links);
  const points = boxes.map(() => ({ x: 0, y: 0 }));
  const placed = parts.map((members) => {
    const local = new Map(members.map((box, place) => [box, place]));
    const own = links.filter(([one, other]) => local.has(one) && one !== other).map(([one, other, length]) => [local.get(one), local.get(other), length]);
    const sizes = members.map((box) => boxes[box]);
    return { members, sizes, points: separate(relax(sizes, own, seed), sizes, own) };
  });
  pack(placed);
  for (const { members, points: own } of placed) members.forEach((box, place) => { points[box] = own[place]; });
  return points;
}

function findParts(count, links) {
  const root = Array.from({ length: count }, (_, index) => index);
  const find = (box) => { while (root[box] !== box) box = root[box] = root[root[box]]; return box; };
  for (const [one, other] of links) root[Math.max(find(one), find(other))] = Math.min(find(one), find(other));
  const parts = new Map();
  root.forEach((_, box) => parts.set(find(box), [...(parts.get(find(box)) ?? []), box]));
  return [...parts.values()].sort((a, b) => b.length - a.length || a[0] - b[0]);
}

/** How far each box is from one of them, along the links. */
function measureFrom(origin, around) {
  const far = new Float64Array(around.length).fill(Infinity);
  far[origin] = 0;
  const queue = [origin];
  for (let next = 0; next < queue.length; next += 1) {
    for (const [other, length] of around[queue[next]]) {
      if (far[queue[next]] + length >= far[other] - 1e-9) continue;
      far[other] = far[queue[next]] + length;
      queue.push(other);
    }
  }
  return far;
}

/** Stress majorisation: each pair of boxes comes to be as far apart as the links between them are long. */
function relax(sizes, links, seed) {
  const count = sizes.length;
  const chance = chanceOf(seed + 1);
  const reach = 100 * Math.sqrt(count);
  let x = Float64Array.from({ length: count }, () => (chance() - 0.5) * reach);
  let y = Float64Array.from({ length: count }, () => (chance() - 0.5) * reach);
  const around = sizes.map(() => []);
  for (const [one, other, length] of links) { around[one].push([other, length]); around[other].push([one, length]); }
  const wanted = new Map();
  const want = (one, other, length) => { if (one !== other) { wanted.set(one * count + other, length); wanted.set(other * count + one, length); } };
  const nearest = new Float64Array(count).fill(Infinity);
  let pivot = around.reduce((best, links_, box) => (links_.length > around[best].length ? box : best), 0);
  for (let turn = 0; turn < (count > ALL_PAIRS ? PIVOTS : count); turn += 1) {
    const origin = count > ALL_PAIRS ? pivot : turn;
    measureFrom(origin, around).forEach((length, box) => { want(origin, box, length); nearest[box] = Math.min(nearest[box], length); });
    pivot = nearest.reduce((best, length, box) => (length > nearest[best] ? box : best), 0);
  }
  // Leaves of one box are equally far from every pivot: without pairs of their own they would fall on one point.
  for (const links_ of around) {
    links_.forEach(([one, length], place) => {
      for (let step = 1; step <= 4; step += 1) {
        const [other, more] = links_[(place + step * step) % links_.length];
        if (!wanted.has(one * count + other)) want(one, other, length + more);
      }
    });
  }
  for (const [one, other, length] of links) want(one, other, length);
  const [starts, ends, lengths] = [new Int32Array(wanted.size), new Int32Array(wanted.size), new Float64Array(wanted.size)];
  let pair = 0;
  wanted.forEach((length, key) => { starts[pair] = Math.floor(key / count); ends[pair] = key % count; lengths[pair] = length; pair += 1; });
  for (let round = 0; round < ROUNDS; round += 1) {
    const [sumX, sumY, total] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
    for (pair = 0; pair < starts.length; pair += 1) {
      const here = starts[pair];
      const there = ends[pair];
      const weight = 1 / lengths[pair] ** 2;
      const across = x[here] - x[there];
      const down = y[here] - y[there];
      const share = lengths[pair] / Math.max(Math.sqrt(across * across + down * down), 1e-6);
      sumX[here] += weight * (x[there] + across * share);
      sumY[here] += weight * (y[there] + down * share);
      total[here] += weight;
    }
    // Halfway: two boxes that chase each other would swap for ever.
    x = x.map((value, box) => (total[box] ? (value + sumX[box] / total[box]) / 2 : value));
    y = y.map((value, box) => (total[box] ? (value + sumY[box] / total[box]) / 2 : value));
  }
  return Array.from(x, (value, box) => ({ x: value, y: y[box] * 0.8 }));
}

/** Pairs of boxes that share ground, margins included, by a sweep from left to right. */
function findOverlaps(points, sizes) {
  const half = (box, size) => (sizes[box][size] + MARGIN) / 2;
  const order = points.map((_, box) => box).sort((a, b) => points[a].x - half(a, "width") - points[b].x + half(b, "width") || a - b);
  const found = [];
  let active = [];
  for (const box of order) {
    active = active.filter((other) => points[other].x + half(other, "width") > points[box].x - half(box, "width"));
    for (const other of active) if (Math.abs(points[other].y - points[box].y) < half(other, "height") + half(box, "height")) found.push([other, box]);
    active.push(box);
  }
  return found;
}

/** Move overlapping boxes off each other, along the axis in which that takes least; tell whether any overlapped. */
function pushApart(points, sizes, isFixed) {
  const overlaps = findOverlaps(points, sizes);
  for (const [one, other] of overlaps) {
    const gap = { x: points[other].x - points[one].x, y: points[other].y - points[one].y };
    const lack = { x: (sizes[one].width + sizes[other].width) / 2 + MARGIN - Math.abs(gap.x), y: (sizes[one].height + sizes[other].height) / 2 + MARGIN - Math.abs(gap.y) };
    if (Math.min(lack.x, lack.y) <= 0) continue; // an earlier push of this round has done it
    const axis = lack.x < lack.y ? "x" : "y";
    const step = (gap[axis] < 0 ? -1 : 1) * (lack[axis] / 2 + 0.5);
    if (!isFixed?.[one]) points[one][axis] -= isFixed?.[other] ? 2 * step : step;
    if (!isFixed?.[other]) points[other][axis] += isFixed?.[one] ? 2 * step : step;
  }
  return overlaps.length > 0;
}

/** Move each box off the lines it is no end of, a little a round. */
function clearLines(points, sizes, links) {
  for (const [one, other] of links) {
    const [across, down] = [points[other].x - points[one].x, points[other].y - points[one].y];
    const length = Math.max(Math.hypot(across, down), 1e-6);
    points.forEach((point, box) => {
      if (box === one || box === other) return;
      const share = ((point.x - points[one].x) * across + (point.y - points[one].y) * down) / length ** 2;
      const away = ((point.x - points[one].x) * -down + (point.y - points[one].y) * across) / length;
      const lack = (sizes[box].width * Math.abs(down) + sizes[box].height * Math.abs(across)) / (2 * length) + MARGIN / 2 - Math.abs(away);
      if (share <= 0 || share >= 1 || lack < 0.5) return;
      const step = 0.4 * lack * (away < 0 ? -1 : 1);
      point.x += (step * -down) / length;
      point.y += (step * across) / length;
    });
  }
}

/** Points at which no boxes overlap; those of `isFixed` stay where they are. */
function separate(points, sizes, links, isFixed = null) {
  points.forEach((point, box) => { if (!isFixed?.[box]) { point.x += box * 1e-3; point.y += (box % 7) * 1e-3; } }); // no two at one point
  for (let turn = 0; turn < SEPARATE_ROUNDS; turn += 1) {
    if (sizes.length <= CLEARED && turn < SEPARATE_ROUNDS / 2 && !isFixed) clearLines(points, sizes, links);
    else if (!pushApart(points, sizes, isFixed)) break;
    pushApart(points, sizes, isFixed);
    if (turn % 10 === 9 && !isFixed) points.forEach((point) => { point.x *= 1.03; point.y *= 1.03; });
  }
  if (isFixed) freeBoxes(points, sizes, isFixed);
  else while (findOverlaps(points, sizes).length) points.forEach((point, box) => { point.x = point.x * 1.1 + box * 0.1; point.y *= 1.1; });
  return points;
}

/** Put boxes that still overlap, and may move, on the nearest free place: on a spiral around where they are. */
function freeBoxes(points, sizes, isFixed) {
  const touches = (box) => points.some((point, other) => other !== box
    && Math.abs(point.x - points[box].x) < (sizes[other].width + sizes[box].width) / 2 + MARGIN
    && Math.abs(point.y - points[box].y) < (sizes[other].height + sizes[box].height) / 2 + MARGIN);
  for (const [one, other] of findOverlaps(points, sizes)) {
    const box = isFixed[other] ? one : other;
    const { x, y } = points[box];
    for (let turn = 1; turn < SPIRAL && !isFixed[box] && touches(box); turn += 1) {
      points[box].x = x + 12 * Math.sqrt(turn) * Math.cos(turn * 2.4);
      points[box].y = y + 12 * Math.sqrt(turn) * Math.sin(turn * 2.4);
    }
  }
}

/** Set parts side by side in rows, the largest first. */
function pack(parts) {
  const bounds = parts.map(({ points, sizes }) => {
    const ends = (axis, size, sign) => Math.max(...points.map((point, box) => sign * point[axis] + sizes[box][size] / 2)) + MARGIN;
    const [left, top] = [-ends("x", "width", -1), -ends("y", "height", -1)];
    return { left, top, width: ends("x", "width", 1) - left, height: ends("y", "height", 1) - top };
  });
  const widest = Math.max(...bounds.map((bound) => bound.width), Math.sqrt(1.6 * bounds.reduce((sum, bound) => sum + bound.width * bound.height, 0)));
  let [x, y, rowHeight] = [0, 0, 0];
  parts.forEach(({ points }, index) => {
    const { left, top, width, height } = bounds[index];
    if (x && x + width > widest) [x, y, rowHeight] = [0, y + rowHeight, 0];
    for (const point of points) { point.x += x - left; point.y += y - top; }
    x += width;
    rowHeight = Math.max(rowHeight, height);
  });
}
