// What is in sight, for other programs: Turtle, JSON-LD, GraphML, and the question whose answer it is, in SPARQL.

const RDF_TYPE = iri("rdf:type");

/** The prefixes that these IRIs are written with, as [prefix, namespace]. */
function prefixesOf(triples) {
  const used = new Set();
  const note = (name) => { const parts = splitIri(name); if (parts) used.add(parts.prefix); };
  for (const [subject, predicate, term] of triples) [subject, predicate, term.iri ?? term.datatype].filter(Boolean).forEach(note);
  return Object.entries(PREFIXES).filter(([prefix]) => used.has(prefix));
}

/** Triples by subject and then by predicate, in the order they come. */
function groupTriples(triples) {
  const subjects = new Map();
  for (const [subject, predicate, term] of triples) {
    if (!subjects.has(subject)) subjects.set(subject, new Map());
    const predicates = subjects.get(subject);
    predicates.set(predicate, [...(predicates.get(predicate) ?? []), term]);
  }
  return subjects;
}

function toTurtle(triples) {
  const head = prefixesOf(triples).map(([prefix, namespace]) => `@prefix ${prefix}: <${namespace}> .\n`).join("");
  const blocks = [...groupTriples(triples)].map(([subject, predicates]) => {
    const lines = [...predicates].map(([predicate, terms]) => `${predicate === RDF_TYPE ? "a" : writeIri(predicate)} ${terms.map(writeTerm).join(" , ")}`);
    return `${writeIri(subject)} ${lines.join(" ;\n    ")} .\n`;
  });
  return `${head}\n${blocks.join("\n")}`;
}

function toJsonLd(triples) {
  const short = (name) => { const parts = splitIri(name); return parts ? `${parts.prefix}:${parts.rest}` : name; };
  const valueOf = (term) => {
    if (term.iri !== undefined) return { "@id": short(term.iri) };
    if (term.lang) return { "@value": term.value, "@language": term.lang };
    return term.datatype ? { "@value": term.value, "@type": short(term.datatype) } : term.value;
  };
  const nodes = [...groupTriples(triples)].map(([subject, predicates]) => ({
    "@id": short(subject),
    ...Object.fromEntries([...predicates].map(([predicate, terms]) => (predicate === RDF_TYPE
      ? ["@type", terms.map((term) => short(term.iri))] : [short(predicate), terms.map(valueOf)]))),
  }));
  return `${JSON.stringify({ "@context": Object.fromEntries(prefixesOf(triples)), "@graph": nodes }, null, 1)}\n`;
}

const XML_ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;" };
const xml = (text) => String(text).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd").replace(/[&<>"\n\r\t]/g, (unit) => XML_ESCAPES[unit]);

/** Entities as nodes and their claims as edges; values are attributes of the nodes, as in `kg export --format graphml`. */
function toGraphMl(claims) {
  const keys = new Map(); // name and type of each attribute -> its id
  const datum = (owner, name, value) => {
    const type = typeof value !== "number" ? "string" : name === "confidence" ? "double" : "long";
    const key = `${owner} ${name} ${type}`;
    if (!keys.has(key)) keys.set(key, { id: `d${keys.size}`, owner, name, type });
    return `<data key="${keys.get(key).id}">${xml(value)}</data>`;
  };
  const values = new Map(); // entity -> relation -> words
  const edges = [];
  const entities = new Set();
  for (const index of claims) {
    const claim = facts.claims[index];
    endsOf(claim).forEach((entity) => entities.add(entity));
    if (claim.object.entity === undefined) {
      if (!facts.bare.includes(claim.status)) continue;
      const own = values.get(claim.subject) ?? new Map();
      const words = claim.object.text ?? claim.object.date ?? `${claim.object.value} ${claim.object.unit ?? ""}`.trim();
      values.set(claim.subject, own.set(claim.relation, [own.get(claim.relation), words].filter(Boolean).join("; ")));
      continue;
    }
    const speaker = claim.speaker !== null ? facts.entities[claim.speaker].label : claim.speakerText ?? "";
    const details = { label: claim.relation, status: claim.status, confidence: claim.confidence, article: facts.articles[claim.article].name,
      speaker, quote: textOf(claim.article, ...claim.evidence.span) };
    const ends = [claim.subject, claim.object.entity].map((entity) => xml(facts.entities[entity].key));
    edges.push(`<edge id="${xml(claim.id)}" source="${ends[0]}" target="${ends[1]}">${Object.entries(details).map(([name, value]) => datum("edge", name, value)).join("")}</edge>`);
  }
  const nodes = [...entities].sort((a, b) => a - b).map((index) => {
    const entity = facts.entities[index];
    const details = { label: entity.label, type: entity.type, aliases: entity.aliases.join("; "), mentions: entity.mentions.length, size: entity.size ?? 0, ...Object.fromEntries(values.get(index) ?? []) };
    return `<node id="${xml(entity.key)}">${Object.entries(details).map(([name, value]) => datum("node", name, value)).join("")}</node>`;
  });
  const declared = [...keys.values()].map(({ id, owner, name, type }) => `<key id="${id}" for="${owner}" attr.name="${xml(name)}" attr.type="${type}"/>`);
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">', ...declared, '<graph edgedefault="directed">', ...nodes, ...edges, "</graph>", "</graphml>", ""].join("\n");
}

/** The query whose answer is the claims in sight, for `kg query` or any other endpoint with graph.ttl. */
function toSparql(claims) {
  const list = (names) => [...names].map(writeIri).join(", ");
  const hidden = (facet) => [...state.hidden[facet]].sort();
  const filters = [];
  if (hidden("status").length) filters.push(`FILTER(?status NOT IN (${hidden("status").map(quoteText).join(", ")}))`);
  if (state.confidence) filters.push(`FILTER(?confidence >= ${state.confidence})`);
  const relations = hidden("relation").filter((relation) => relation !== OPEN);
  if (relations.length) filters.push(`FILTER(?relation NOT IN (${list(relations.map(iriOfRelation))}))`);
  if (state.hidden.relation.has(OPEN)) filters.push("FILTER NOT EXISTS { ?relation a kg:OpenRelation }");
  const articles = facts.articles.map((_, index) => index).filter((index) => state.hidden.article.has(facts.articles[index].name));
  if (articles.length) filters.push(`FILTER(?article NOT IN (${list(articles.map(iriOfArticle))}))`);
  if (hidden("type").length) {
    for (const end of ["?subject", "?object"]) filters.push(`FILTER NOT EXISTS { ${end} a ?type FILTER(?type IN (${list(hidden("type").map((type) => iri(`kg:${type}`)))})) }`);
  }
  // Words are compared without accents here, and what lies near or on a path is found here: no SPARQL says that in short.
  if (state.words || state.focus) filters.unshift(`VALUES ?claim { ${[...claims].map((index) => writeIri(iriOfClaim(index))).join(" ")} }`);
  const head = Object.entries(PREFIXES).filter(([prefix]) => ["kg", "oa", "prov", "rdf"].includes(prefix) || filters.some((filter) => filter.includes(`${prefix}:`)));
  return [
    ...head.map(([prefix, namespace]) => `PREFIX ${prefix}: <${namespace}>`),
    "SELECT ?claim ?subject ?relation ?object ?status ?confidence ?quotation {",
    "  ?claim a kg:Claim ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;",
    "    kg:status ?status ; kg:confidence ?confidence ; prov:wasDerivedFrom ?article ;",
    "    kg:evidence/oa:hasSelector/oa:exact ?quotation .",
    ...filters.map((filter) => `  ${filter}`),
    "} ORDER BY ?claim",
    "",
  ].join("\n");
}
