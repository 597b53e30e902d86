// What the filters let through, how many claims of each kind that is, and which part of it is drawn.

const PART_EDGES = 200; // of a graph too large to be drawn whole: what it opens on
const ADDED_EDGES = 150; // at most so many links of one entity are added to that
const SELECTED_EDGES = 40; // of the selected entity, for as long as it is

/** Which values of each facet a claim has. */
const facetsOf = facts.claims.map((claim) => ({
  type: [claim.subject, claim.object.entity].filter((x) => x !== undefined).map((x) => facts.entities[x].type),
  status: [claim.status],
  relation: [isOpen(claim.relation) ? OPEN : claim.relation],
  article: [facts.articles[claim.article].name],
}));

const passes = (claim, facet) => facetsOf[claim][facet].every((value) => !state.hidden[facet].has(value));

/** What the words of a filter are looked for in: names, relation and sentence of a claim. */
const claimWords = [];
function wordsOf(index) {
  if (claimWords[index] === undefined) {
    const claim = facts.claims[index];
    const names = (entity) => (entity === undefined || entity === null ? [] : [facts.entities[entity].label, ...facts.entities[entity].aliases]);
    const relation = isOpen(claim.relation) ? [relationLabel(claim.relation)] : Object.values(facts.relations[claim.relation]?.labels ?? {});
    claimWords[index] = fold([...names(claim.subject), ...relation, ...names(claim.object.entity), claim.object.text ?? "", claim.object.value ?? "",
      claim.object.date ?? "", ...names(claim.speaker), claim.speakerText ?? "", textOf(claim.article, ...claim.evidence.sentence)].join(" \n "));
  }
  return claimWords[index];
}

const endsOf = ({ subject, object }) => (object.entity === undefined ? [subject] : [subject, object.entity]);

/** The claims shown, as a Set, and for each facet how many would be shown of each of its values. */
function filterClaims() {
  const near = state.focus ? findNear(state.focus) : null;
  const claims = new Set();
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const entities = new Set();
  const words = fold(state.words);
  facts.claims.forEach((claim, index) => {
    if (claim.confidence < state.confidence) return;
    if (words && !wordsOf(index).includes(words)) return;
    const ends = endsOf(claim);
    if (near && !ends.every((entity) => near.has(entity))) return;
    if (state.focus?.to !== undefined && ends.length < 2) return; // a path is made of links
    const failed = FACETS.filter((facet) => !passes(index, facet));
    if (failed.length === 0) claims.add(index);
    for (const facet of failed.length === 0 ? FACETS : failed.length === 1 ? failed : []) {
      if (facet === "type") ends.forEach((entity) => entities.add(entity));
      else for (const value of facetsOf[index][facet]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
    }
  });
  for (const entity of entities) {
    const { type } = facts.entities[entity];
    counts.type.set(type, (counts.type.get(type) ?? 0) + 1);
  }
  return { claims, counts, isPathless: near !== null && near.size === 0 };
}

/** The entities one link away, over claims that the filters let through. */
const linkedTo = (entity) => claimsOfEntity[entity].flatMap((index) => {
  const claim = facts.claims[index];
  const isLet = claim.confidence >= state.confidence && FACETS.every((facet) => passes(index, facet));
  return isLet && endsOf(claim).includes(entity) ? endsOf(claim) : [];
});

/** The entities in focus: at most so many links from the first, or on the shortest path to another (none: no path). */
function findNear({ entity, steps: most = Infinity, to }) {
  const before = new Map([[entity, null]]); // each entity found, and from where
  let ring = [entity];
  for (let step = 0; step < most && ring.length && !before.has(to); step += 1) {
    const next = [];
    for (const from of ring) {
      for (const other of linkedTo(from)) {
        if (before.has(other)) continue;
        before.set(other, from);
        next.push(other);
      }
    }
    ring = next;
  }
  if (to === undefined) return new Set(before.keys());
  const path = new Set();
  if (before.has(to)) for (let here = to; here !== null; here = before.get(here)) path.add(here);
  return path;
}

/** Lift every filter that hides a claim which was asked for; return what there is to tell of it, null where none did. */
function liftFilters(index) {
  if (filterClaims().claims.has(index)) return null;
  const { confidence } = facts.claims[index];
  for (const facet of FACETS) for (const value of facetsOf[index][facet]) state.hidden[facet].delete(value);
  if (confidence < state.confidence) state.confidence = 0;
  if (!wordsOf(index).includes(fold(state.words))) state.words = "";
  if (!filterClaims().claims.has(index)) state.focus = null;
  return { key: "lifted", values: {} };
}

/** The nodes and edges to draw for these claims: all, or of very many the most connected part and what was asked for. */
function chooseDrawn(claims) {
  const all = facts.edges.filter((edge) => edge.claims.some((claim) => claims.has(claim)));
  const edges = all.length > DRAWN_EDGES ? choosePart(all) : all;
  const nodes = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  if (all.length <= DRAWN_EDGES) {
    for (const claim of claims) { // one who only declares something stands alone
      const node = nodeOfEntity.get(facts.claims[claim].subject);
      if (node) nodes.add(node.id);
    }
  }
  if (selectedNode()) nodes.add(selectedNode().id);
  return { nodes, edges: new Set(edges.map((edge) => edge.id)), all: all.length };
}

function choosePart(all) {
  const degree = new Map();
  for (const edge of all) for (const end of [edge.from, edge.to]) degree.set(end, (degree.get(end) ?? 0) + 1);
  const order = new Map(all.map((edge, index) => [edge, index]));
  const weigh = (edges, weight) => edges.sort((a, b) => weight(b) - weight(a) || order.get(a) - order.get(b));
  const part = new Set(weigh([...all], (edge) => Math.min(degree.get(edge.from), degree.get(edge.to))).slice(0, PART_EDGES));
  const wanted = [...state.added].map((entity) => [nodeOfEntity.get(entity)?.id, ADDED_EDGES]);
  if (selectedNode()) wanted.push([selectedNode().id, SELECTED_EDGES]);
  for (const [id, most] of wanted) {
    const own = all.filter((edge) => edge.from === id || edge.to === id);
    for (const edge of weigh(own, (x) => degree.get(x.from === id ? x.to : x.from)).slice(0, most)) part.add(edge);
  }
  if (selectedEdge() && order.has(selectedEdge())) part.add(selectedEdge());
  return [...part].slice(-DRAWN_EDGES).sort((a, b) => order.get(a) - order.get(b));
}

const selectedNode = () => nodeOfEntity.get(state.selection?.entity) ?? null;
const selectedEdge = () => (state.selection?.claim !== undefined ? edgeOfClaim.get(state.selection.claim) ?? null : null);
