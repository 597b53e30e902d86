// The claims in sight as RDF: the same triples as graph.ttl has for them, each as [subject, predicate, term].

const CONTEXT = 32; // code points before and after a quotation, as in graph.py
const SHOWN_AS_PASSAGE = { span: "kg:evidence", sentence: "kg:sentence", cue: "kg:cue", subject: "kg:subjectPassage", object: "kg:objectPassage" };
const IMPLIED = { negated: "asserted", former: "asserted" }; // the modality a status stands for, where it is not the status

/** The triples of these claims, and of the entities, articles, passages and runs that they name. */
function triplesOf(claims) {
  const triples = [];
  const add = (subject, predicate, ...terms) => terms.forEach((term) => triples.push([subject, iri(predicate), term]));
  const about = { entities: new Set(), articles: new Set(), passages: new Map(), runs: new Set(), relations: new Map() };
  for (const index of claims) addClaim(add, about, index);
  for (const entity of [...about.entities].sort((a, b) => a - b)) addEntity(add, entity);
  for (const index of claims) addBareTriple(add, index);
  for (const [relation, languages] of about.relations) {
    add(iriOfRelation(relation), "rdf:type", iriTerm(iri("kg:OpenRelation")));
    for (const each of languages) add(iriOfRelation(relation), "rdfs:label", literal(relation.slice(OPEN.length + 1), null, each));
  }
  for (const article of about.articles) addArticle(add, article);
  for (const [passage, where] of about.passages) addPassage(add, passage, ...where);
  for (const run of about.runs) addRun(add, facts.runs[run]);
  const seen = new Set();
  return triples.filter(([subject, predicate, term]) => {
    const key = `${subject} ${predicate} ${writeTerm(term)}`;
    return !seen.has(key) && seen.add(key);
  });
}

const shared = new Set(facts.articles.map((article) => article.language));
const descriptionLanguage = shared.size === 1 ? [...shared][0] : null;

function addEntity(add, index) {
  const entity = facts.entities[index];
  const name = iriOfEntity(index);
  add(name, "rdf:type", iriTerm(iri(`kg:${entity.type}`)), iriTerm(facts.classes[entity.type]));
  add(name, "rdfs:label", literal(entity.label));
  add(name, "skos:prefLabel", literal(entity.label));
  add(name, "skos:altLabel", ...entity.aliases.map((alias) => literal(alias)));
  add(name, "skos:hiddenLabel", ...entity.descriptions.map((words) => literal(words, null, descriptionLanguage)));
  add(name, "kg:mentionCount", numberTerm(entity.mentions.length));
  if (entity.size !== null) add(name, "kg:size", numberTerm(entity.size));
}

/** The object of a claim or the value of a qualifier; a share or a sum is a node of its own under the name `owner`. */
function termOf(add, owner, value, relation = null) {
  if (value.entity !== undefined) return iriTerm(iriOfEntity(value.entity));
  if (value.date !== undefined) return dateTerm(value.date);
  if (value.text !== undefined) return literal(value.text);
  if (value.kind === "count") return numberTerm(value.value);
  const isMoney = value.kind === "money";
  const name = relation === null ? owner : `${owner}:${isOpen(relation) ? `open%3A${facts.relations[relation].iri}` : relation}-${value.value}-${isMoney ? value.unit : "percent"}`;
  add(name, "rdf:type", iriTerm(iri(isMoney ? "schema:MonetaryAmount" : "schema:QuantitativeValue")));
  add(name, "schema:value", numberTerm(value.value));
  add(name, isMoney ? "schema:currency" : "schema:unitText", literal(value.unit));
  return iriTerm(name);
}

function addDetails(add, name, value) {
  if (value.bound) add(name, "kg:bound", literal(value.bound));
  if (value.unit && value.kind === "count") add(name, "kg:unit", literal(value.unit));
}

function addClaim(add, about, index) {
  const claim = facts.claims[index];
  const name = iriOfClaim(index);
  const [subject, article] = [iriOfEntity(claim.subject), iriOfArticle(claim.article)];
  for (const entity of [...endsOf(claim), claim.speaker]) if (entity !== null) about.entities.add(entity);
  about.articles.add(claim.article);
  about.runs.add(claim.run);
  if (isOpen(claim.relation)) about.relations.set(claim.relation, (about.relations.get(claim.relation) ?? new Set()).add(facts.articles[claim.article].language));
  add(name, "rdf:type", iriTerm(iri("kg:Claim")));
  add(name, "rdf:subject", iriTerm(subject));
  add(name, "rdf:predicate", iriTerm(iriOfRelation(claim.relation)));
  add(name, "rdf:object", termOf(add, subject, claim.object, claim.relation));
  add(name, "kg:status", literal(claim.status));
  add(name, "kg:polarity", literal(claim.status === "negated" ? "negative" : "positive"));
  add(name, "kg:modality", literal(claim.modality ?? IMPLIED[claim.status] ?? claim.status));
  add(name, "kg:former", literal(claim.former === true || claim.status === "former", "xsd:boolean"));
  add(name, "kg:confidence", decimalTerm(claim.confidence));
  add(name, "kg:frame", literal(claim.frame));
  if (claim.reason) add(name, "kg:reason", literal(claim.reason));
  addDetails(add, name, claim.object);
  for (const [key, value] of claim.qualifiers) {
    const term = termOf(add, `${name}:${key}`, value);
    add(name, `kg:${key}`, term);
    if (value.value !== undefined && value.kind !== "count") addDetails(add, term.iri, value);
  }
  for (const [role, predicate] of Object.entries(SHOWN_AS_PASSAGE)) {
    const [start, end] = claim.evidence[role];
    const passage = `${article}:${start}-${end}`;
    about.passages.set(passage, [claim.article, start, end]);
    add(name, predicate, iriTerm(passage));
  }
  const run = iri(`r:${facts.runs[claim.run][0]}`);
  add(name, "prov:wasDerivedFrom", iriTerm(article));
  add(name, "prov:wasGeneratedBy", iriTerm(run));
  add(run, "prov:used", iriTerm(article));
  if (claim.speaker !== null) {
    add(name, "kg:speaker", iriTerm(iriOfEntity(claim.speaker)));
    add(name, "prov:wasAttributedTo", iriTerm(iriOfEntity(claim.speaker)));
  }
  if (claim.speakerText) add(name, "kg:speakerText", literal(claim.speakerText));
}

/** What is asserted or reported also stands for itself, as in graph.ttl. */
function addBareTriple(add, index) {
  const claim = facts.claims[index];
  if (!facts.bare.includes(claim.status) || isOpen(claim.relation)) return;
  const [subject, term] = [iriOfEntity(claim.subject), termOf(add, iriOfEntity(claim.subject), claim.object, claim.relation)];
  add(subject, `kg:${claim.relation}`, term);
  if (facts.relations[claim.relation].symmetric && term.iri) add(term.iri, `kg:${claim.relation}`, iriTerm(subject));
}

function addArticle(add, index) {
  const article = facts.articles[index];
  const name = iriOfArticle(index);
  add(name, "rdf:type", iriTerm(iri("kg:Article")), iriTerm(iri("schema:NewsArticle")));
  add(name, "schema:identifier", literal(article.name));
  add(name, "schema:inLanguage", literal(article.language));
  add(name, "kg:textDigest", literal(article.digest));
  if (article.source) add(name, "schema:isBasedOn", literal(article.source));
  if (article.published) add(name, "schema:datePublished", dateTerm(article.published.slice(0, 10)));
  if (article.title) add(name, "schema:headline", literal(textOf(index, ...article.title), null, article.language));
}

function addPassage(add, passage, article, start, end) {
  const selector = `${passage}:selector`;
  add(passage, "rdf:type", iriTerm(iri("oa:SpecificResource")));
  add(passage, "oa:hasSource", iriTerm(iriOfArticle(article)));
  add(passage, "oa:hasSelector", iriTerm(selector));
  add(selector, "rdf:type", iriTerm(iri("oa:TextPositionSelector")), iriTerm(iri("oa:TextQuoteSelector")));
  add(selector, "oa:start", numberTerm(start));
  add(selector, "oa:end", numberTerm(end));
  add(selector, "oa:exact", literal(textOf(article, start, end)));
  add(selector, "oa:prefix", literal(textOf(article, Math.max(0, start - CONTEXT), start)));
  add(selector, "oa:suffix", literal(textOf(article, end, end + CONTEXT)));
}

function addRun(add, [id, extractor, version, model]) {
  const run = iri(`r:${id}`);
  const [software, model_] = [`${run}:software`, `${run}:model`];
  add(run, "rdf:type", iriTerm(iri("prov:Activity")));
  add(run, "prov:wasAssociatedWith", iriTerm(software));
  add(run, "prov:used", iriTerm(model_));
  add(software, "rdf:type", iriTerm(iri("prov:SoftwareAgent")));
  add(software, "rdfs:label", literal(extractor));
  add(software, "schema:softwareVersion", literal(version));
  add(model_, "rdf:type", iriTerm(iri("prov:Entity")));
  add(model_, "rdfs:label", literal(model));
}
