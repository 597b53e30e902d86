// The evidence of what is selected: the claims of an edge with their sentences, or all that is said of an entity.

const details = byId("details");

const entityLink = (index) => element("a", { href: addressOf({ entity: index }), class: "entity" },
  symbolOf(facts.entities[index].type), isolate(facts.entities[index].label));

const valueText = (value) => (value.text !== undefined ? isolate(`« ${value.text} »`, 1200) : isolate(formatValue(value)));
const objectOf = (claim) => (claim.object.entity !== undefined ? entityLink(claim.object.entity) : valueText(claim.object));

const statusBadge = (status) => element("span", { class: `badge status-${status}` }, sampleOf(status), say(status));

function relationName(relation, href = null) {
  const name = element(href ? "a" : "span", { class: isOpen(relation) ? "relation open" : "relation", href, title: isOpen(relation) ? say("open") : null });
  name.append(cut(relationLabel(relation), 240));
  return name;
}

/** Who says so, or null where it is the article itself. */
function speakerOf(claim) {
  if (claim.speaker === null && !claim.speakerText) return null;
  const name = claim.speaker !== null ? entityLink(claim.speaker) : isolate(claim.speakerText);
  return element("span", { class: "speaker" }, `${say("speaker")} `, name);
}

/** The sentence of a claim with its subject, cue and object marked; where two overlap, the shorter one shows. */
function quote(claim) {
  const { sentence } = claim.evidence;
  const sentenceBox = element("blockquote", {});
  for (const piece of cutAtSpans(sentence[0], sentence[1], roleSpans(claim))) {
    const words = textOf(claim.article, piece.start, piece.end);
    sentenceBox.append(piece.spans.length ? element("mark", { class: piece.spans[0].role, title: say(piece.spans[0].role) }, words) : words);
  }
  return sentenceBox;
}

const roleSpans = (claim) => ["subject", "cue", "object"].map((role) => ({ role, start: claim.evidence[role][0], end: claim.evidence[role][1] }));

function claimCard(index, isSelected) {
  const claim = facts.claims[index];
  const article = facts.articles[claim.article];
  const facet = (name, ...value) => element("div", {}, element("dt", {}, name), element("dd", {}, ...value));
  const qualifiers = claim.qualifiers.map(([name, value]) => facet(say(`qualifier.${name}`), isolate(formatValue(value))));
  return element("article", { class: "claim", "data-claim": claim.id, "aria-current": isSelected ? "true" : null },
    element("p", { class: "standing" }, statusBadge(claim.status), speakerOf(claim),
      element("span", { class: "confidence" }, `${say("confidence")} `, formatNumber(claim.confidence, { style: "percent", maximumFractionDigits: 0 }))),
    quote(claim),
    element("dl", {}, ...qualifiers),
    element("p", { class: "origin" },
      element("a", { href: addressOf({ claim: index }) }, isolate(article.name)),
      article.source && article.source !== article.name ? isolate(` · ${article.source}`) : null,
      article.published ? ` · ${say("published")} ${formatDate(article.published)}` : null),
    element("details", {}, element("summary", {}, say("reason")),
      element("dl", {}, ...(claim.reason ? [facet(say("reason"), claim.reason)] : []),
        facet(say("frame"), claim.frame), facet(say("extractor"), facts.runs[claim.run].slice(1, 3).join(" ")))));
}

function heading(...parts) {
  const close = element("button", { type: "button", class: "close", "aria-label": say("clear"), title: say("clear") }, "×");
  close.addEventListener("click", () => select(null));
  return element("h2", {}, element("span", {}, ...parts), close);
}

function showClaimDetails(chosen) {
  const claim = facts.claims[chosen];
  const together = claimsWith(chosen);
  details.append(
    heading(claim.status === "asserted" ? null : element("em", { class: `standing-of status-${claim.status}` }, standingOf(claim.status)), entityLink(claim.subject), " ", relationName(claim.relation), " ", objectOf(claim)),
    element("p", { class: "key" }, ...["subject", "cue", "object"].map((role) => element("mark", { class: role }, say(role)))),
    ...together.map((index) => claimCard(index, index === chosen && together.length > 1)),
  );
  const opposed = opposedTo(chosen);
  if (opposed.length) details.append(element("h3", {}, say("contradiction")), ...opposed.map((index) => claimCard(index, false)));
}
