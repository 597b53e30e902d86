// What is known: the records of the page, and the ways from one to another.

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

/** A unit as the article writes it beside its number, where words of `text` begin like it: units are kept in the singular. */
function unitIn(text, unit) {
  const words = text.match(/[\p{L}\p{M}\p{N}’'-]+/gu) ?? [];
  const parts = unit.split(" ");
  const isLike = (word, part) => word !== undefined && fold(word).startsWith(fold(part).slice(0, Math.max(3, part.length - 2)));
  const place = words.findIndex((_, index) => parts.every((part, step) => isLike(words[index + step], part)));
  return place < 0 ? null : words.slice(place, place + parts.length).join(" ");
}
for (const { article, object, evidence } of facts.claims) {
  if (/\p{L}/u.test(object.unit ?? "")) object.written = unitIn(textOf(article, ...evidence.object), object.unit);
}
for (const { to, claims } of facts.edges) {
  const { value } = nodeById.get(to);
  if (value?.unit) value.written = facts.claims[claims[0]].object.written;
}

/** The entities of which anything is said, those first of which most is. */
function mostClaimed() {
  const said = facts.entities.map((_, index) => index).filter((index) => claimsOfEntity[index].length);
  return said.sort((a, b) => claimsOfEntity[b].length - claimsOfEntity[a].length || a - b);
}

const isOpen = (relation) => relation.startsWith("open:");
const OPEN = "open"; // all relations outside the ontology are one filter
const MANY_EDGES = 60; // with more, open relations are hidden at first: they are many and say little
const DRAWN_EDGES = facts.drawnEdges; // vis-network draws no more than about this many smoothly
const isLarge = facts.edges.length > DRAWN_EDGES;

/** How a relation is called in the language of the interface. */
function relationLabel(relation) {
  if (isOpen(relation)) return relation.slice(OPEN.length + 1);
  const labels = facts.relations[relation]?.labels ?? {};
  return labels[language] ?? labels.en ?? relation;
}

/** What goes before a claim in words, so that what is denied, planned or told by another does not read like a fact. */
const standingOf = (status) => (status === "asserted" ? "" : say("standing", { status: say(status) }));

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
