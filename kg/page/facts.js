// What is known, what is shown of it, and the address (the part after #) that says so.

const nodeOfEntity = new Map(facts.nodes.filter((node) => node.entity !== null).map((node) => [node.entity, node]));
const nodeById = new Map(facts.nodes.map((node) => [node.id, node]));
const edgeById = new Map(facts.edges.map((edge) => [edge.id, edge]));
const edgeOfClaim = new Map(facts.edges.flatMap((edge) => edge.claims.map((claim) => [claim, edge])));
const entityByKey = new Map(facts.entities.map((entity, index) => [entity.key, index]));
const claimById = new Map(facts.claims.map((claim, index) => [claim.id, index]));
const claimsOfEntity = facts.entities.map(() => []);
facts.claims.forEach((claim, index) => {
  for (const entity of new Set([claim.subject, claim.object.entity, claim.speaker])) {
    if (entity !== undefined && entity !== null) claimsOfEntity[entity].push(index);
  }
});

/** The entities of which anything is said, those first of which most is. */
function mostClaimed() {
  const said = facts.entities.map((_, index) => index).filter((index) => claimsOfEntity[index].length);
  return said.sort((a, b) => claimsOfEntity[b].length - claimsOfEntity[a].length || a - b);
}

const isOpen = (relation) => relation.startsWith("open:");
const OPEN = "open"; // all relations outside the ontology are one filter
const MANY_EDGES = 60; // with more, open relations are hidden at first: they are many and say little
const DRAWN_EDGES = 2000; // vis-network draws no more than about this many smoothly

/** How a relation is called in the language of the interface. */
function relationLabel(relation) {
  if (isOpen(relation)) return relation.slice(OPEN.length + 1);
  const labels = facts.relations[relation]?.labels ?? {};
  return labels[language] ?? labels.en ?? relation;
}

/** The claims that stand together: those of the edge, or the claim alone where no edge is drawn. */
const claimsWith = (claim) => edgeOfClaim.get(claim)?.claims ?? [claim];

/** The claims that say the opposite of a claim: the same but for being negated, or for not being so. */
function opposedTo(index) {
  const claim = facts.claims[index];
  const isNegated = claim.status === "negated";
  return claimsOfEntity[claim.subject].filter((other) => {
    const { subject, relation, object, status } = facts.claims[other];
    return subject === claim.subject && relation === claim.relation && (status === "negated") !== isNegated
      && JSON.stringify(object) === JSON.stringify(claim.object);
  });
}

// --- the state of the page; the address holds all of it

const FACETS = ["type", "status", "relation", "article"];
const state = {
  selection: null, // {entity: index} or {claim: index}
  table: false,
  article: 0,
  hidden: Object.fromEntries(FACETS.map((facet) => [facet, new Set()])),
  confidence: 0,
  focus: null, // {entity, steps}: it and what is at most so many links away; {entity, to}: the shortest path between two
  pathFrom: null, // the entity from which a path is wanted, until the other end is chosen; not in the address
};
const hidesOpen = facts.edges.length > MANY_EDGES;
if (hidesOpen) state.hidden.relation.add(OPEN);

/** The address of the page as it is, with `changes` to n (entity key) or c (claim id). */
function addressOf(changes) {
  const address = new URLSearchParams();
  if (changes.entity !== undefined) address.set("n", facts.entities[changes.entity].key);
  if (changes.claim !== undefined) address.set("c", facts.claims[changes.claim].id);
  return `#${address}`;
}

function writeAddress() {
  const address = new URLSearchParams(addressOf(state.selection ?? {}).slice(1));
  if (state.table) address.set("view", "table");
  for (const facet of FACETS) {
    for (const value of [...state.hidden[facet]].sort()) address.append(facet, value);
  }
  if (hidesOpen && !state.hidden.relation.size) address.set("relation", ""); // not what the page opens with
  if (state.confidence) address.set("confidence", state.confidence);
  if (state.focus) {
    address.set("focus", facts.entities[state.focus.entity].key);
    if (state.focus.to === undefined) address.set("steps", state.focus.steps);
    else address.set("to", facts.entities[state.focus.to].key);
  }
  return `#${address}`;
}

/** Take the whole state from the address. */
function readAddress() {
  const address = new URLSearchParams(location.hash.slice(1));
  const entity = entityByKey.get(address.get("n"));
  const claim = claimById.get(address.get("c"));
  state.selection = claim !== undefined ? { claim } : entity !== undefined ? { entity } : null;
  state.table = address.get("view") === "table";
  for (const facet of FACETS) state.hidden[facet] = new Set(address.getAll(facet).filter(Boolean));
  if (hidesOpen && !address.has("relation")) state.hidden.relation.add(OPEN);
  state.confidence = Math.min(1, Math.max(0, Number(address.get("confidence")) || 0));
  const focus = entityByKey.get(address.get("focus"));
  const to = entityByKey.get(address.get("to"));
  const reach = to === undefined ? { steps: Number(address.get("steps")) || 1 } : { to };
  state.focus = focus === undefined ? null : { entity: focus, ...reach };
  state.pathFrom = null;
}

/** What a link within the page selects, or null for any other link. */
function selectionOf(link) {
  const address = new URLSearchParams(link.hash.slice(1));
  if (entityByKey.has(address.get("n"))) return { entity: entityByKey.get(address.get("n")) };
  if (claimById.has(address.get("c"))) return { claim: claimById.get(address.get("c")) };
  return null;
}

// --- what the filters let through

/** Which values of each facet a claim has. */
const facetsOf = facts.claims.map((claim) => ({
  type: [claim.subject, claim.object.entity].filter((x) => x !== undefined).map((x) => facts.entities[x].type),
  status: [claim.status],
  relation: [isOpen(claim.relation) ? OPEN : claim.relation],
  article: [facts.articles[claim.article].name],
}));

const passes = (claim, facet) => facetsOf[claim][facet].every((value) => !state.hidden[facet].has(value));

/** The claims shown, as a Set, and for each facet how many would be shown of each of its values. */
function filterClaims() {
  const near = state.focus ? findNear(state.focus) : null;
  const claims = new Set();
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
  const entities = new Set();
  facts.claims.forEach((claim, index) => {
    if (claim.confidence < state.confidence) return;
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

const endsOf = ({ subject, object }) => (object.entity === undefined ? [subject] : [subject, object.entity]);

/** The entities one link away, over claims that the filters let through. */
const linkedTo = (entity) => claimsOfEntity[entity].flatMap((index) => {
  const claim = facts.claims[index];
  const isLet = claim.confidence >= state.confidence && FACETS.every((facet) => passes(index, facet));
  return isLet && endsOf(claim).includes(entity) ? endsOf(claim) : [];
});

/** The entities in focus: at most so many links from the first, or on the shortest path to another (none: no path). */
function findNear({ entity, steps = Infinity, to }) {
  const before = new Map([[entity, null]]); // each entity found, and from where
  let ring = [entity];
  for (let step = 0; step < steps && ring.length && !before.has(to); step += 1) {
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
  if (before.has(to)) for (let at = to; at !== null; at = before.get(at)) path.add(at);
  return path;
}

/** The edges and nodes to draw for these claims; of very many edges, those between the best connected nodes. */
function chooseDrawn(claims) {
  let edges = facts.edges.filter((edge) => edge.claims.some((claim) => claims.has(claim)));
  const all = edges.length;
  if (all > DRAWN_EDGES) {
    const degree = new Map();
    for (const edge of edges) for (const end of [edge.from, edge.to]) degree.set(end, (degree.get(end) ?? 0) + 1);
    const [chosen, node] = [selectedEdge(), selectedNode()];
    const isChosen = (edge) => edge === chosen || edge.from === node?.id || edge.to === node?.id;
    const weight = (edge) => (isChosen(edge) ? Number.MAX_VALUE : Math.min(degree.get(edge.from), degree.get(edge.to)));
    const order = new Map(edges.map((edge, index) => [edge, index]));
    edges = edges.sort((a, b) => weight(b) - weight(a) || order.get(a) - order.get(b)).slice(0, DRAWN_EDGES);
  }
  const nodes = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  if (all <= DRAWN_EDGES) {
    for (const claim of claims) { // one who only declares something stands alone
      const node = nodeOfEntity.get(facts.claims[claim].subject);
      if (node) nodes.add(node.id);
    }
  }
  if (selectedNode()) nodes.add(selectedNode().id);
  return { nodes, edges: new Set(edges.map((edge) => edge.id)), all };
}

const selectedNode = () => nodeOfEntity.get(state.selection?.entity) ?? null;
const selectedEdge = () => (state.selection?.claim !== undefined ? edgeOfClaim.get(state.selection.claim) ?? null : null);

// --- search

const searchable = facts.entities.map((entity, index) => ({
  entity: index,
  label: fold(entity.label),
  words: [entity.label, ...entity.aliases, ...entity.descriptions].map(fold),
}));

/** Entities and relations whose names hold `query`, the best matches first. */
function search(query, limit = 12) {
  const wanted = fold(query);
  if (!wanted) return [];
  const found = [];
  for (const { entity, label, words } of searchable) {
    const at = words.map((word) => word.indexOf(wanted)).filter((place) => place >= 0);
    if (!at.length) continue;
    const best = Math.min(...at);
    const rank = label === wanted ? 0 : label.startsWith(wanted) ? 1 : best === 0 ? 2 : 3;
    found.push({ entity, rank, weight: claimsOfEntity[entity].length });
  }
  found.sort((a, b) => a.rank - b.rank || b.weight - a.weight || a.entity - b.entity);
  const relations = [...new Set(facts.claims.map((claim) => claim.relation))].filter((relation) => !isOpen(relation));
  const named = relations.filter((relation) => fold(relationLabel(relation)).includes(wanted)).sort();
  return [...found.slice(0, limit), ...named.slice(0, 4).map((relation) => ({ relation }))];
}
