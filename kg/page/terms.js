// The names of things in RDF, and the terms and literals that Turtle and SPARQL write them with.

const PREFIXES = facts.prefixes;
/** The IRI of a prefixed name, as in iri("kg:status"); what follows the prefix is taken as it is. */
const iri = (name) => PREFIXES[name.slice(0, name.indexOf(":"))] + name.slice(name.indexOf(":") + 1);
const iriOfEntity = (index) => iri(`e:${facts.entities[index].iri ?? facts.entities[index].key}`);
const iriOfClaim = (index) => iri(`c:${facts.claims[index].iri ?? facts.claims[index].id}`);
const iriOfArticle = (index) => iri(`d:${facts.articles[index].iri ?? facts.articles[index].name}`);
const iriOfRelation = (relation) => (isOpen(relation) ? iri(`open:${facts.relations[relation].iri}`) : iri(`kg:${relation}`));

const iriTerm = (name) => ({ iri: name });
const literal = (value, datatype = null, lang = null) => ({ value: String(value), datatype: datatype && iri(datatype), lang });
const numberTerm = (value) => literal(value, String(value).includes(".") ? "xsd:decimal" : "xsd:integer");
const decimalTerm = (value) => literal(Number.isInteger(value) ? `${value}.0` : value, "xsd:decimal");
const dateTerm = (value) => literal(value, { 4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date" }[value.length] ?? null);

const namespaces = Object.entries(PREFIXES).sort((a, b) => b[1].length - a[1].length);

/** The prefix and the rest of an IRI, where they may be written so; the longest namespace first. */
function splitIri(name) {
  const found = namespaces.find(([, namespace]) => name.startsWith(namespace));
  const rest = found && name.slice(found[1].length);
  return found && /^[A-Za-z0-9_:](?:[A-Za-z0-9_:%-]*[A-Za-z0-9_%-])?$/.test(rest) ? { prefix: found[0], rest } : null;
}

function writeIri(name) {
  const parts = splitIri(name);
  return parts ? `${parts.prefix}:${parts.rest}` : `<${name}>`;
}

const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const quoteText = (text) => `"${text.replace(/[\\"\u0000-\u001f\u007f]/g, (unit) => ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

function writeTerm(term) {
  if (term.iri !== undefined) return writeIri(term.iri);
  if (term.lang) return `${quoteText(term.value)}@${term.lang}`;
  return term.datatype ? `${quoteText(term.value)}^^${writeIri(term.datatype)}` : quoteText(term.value);
}
