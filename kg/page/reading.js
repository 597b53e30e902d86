// The other half of the page: the evidence of what is selected, and the article with the exact words marked.

const details = document.getElementById("details");
const articleBox = document.getElementById("article");

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
        facet(say("frame"), claim.frame), facet(say("extractor"), claim.extractor))));
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
    heading(entityLink(claim.subject), " ", relationName(claim.relation), " ", objectOf(claim)),
    element("p", { class: "key" }, ...["subject", "cue", "object"].map((role) => element("mark", { class: role }, say(role)))),
    ...together.map((index) => claimCard(index, index === chosen && together.length > 1)),
  );
  const opposed = opposedTo(chosen);
  if (opposed.length) details.append(element("h3", {}, say("contradiction")), ...opposed.map((index) => claimCard(index, false)));
}

function showEntityDetails(index) {
  const entity = facts.entities[index];
  const line = (name, words) => (words.length ? element("div", {}, element("dt", {}, name), element("dd", {}, ...words.flatMap((word, i) => [i ? ", " : "", isolate(word)]))) : null);
  const type = say(entity.type) + (entity.named ? "" : `, ${say("unnamed")}`);
  details.append(
    heading(symbolOf(entity.type), isolate(entity.label, Infinity)),
    element("dl", { class: "about" }, line(say("type"), [type]), line(say("aliases"), entity.aliases), line(say("descriptions"), entity.descriptions),
      line(say("size"), entity.size === null ? [] : [formatNumber(entity.size)])),
    element("p", { class: "actions" },
      ...[["neighbours", 1], ["neighbours2", 2]].map(([key, steps]) => {
        const isOn = state.focus?.entity === index && state.focus.steps === steps;
        return toggle(key, isOn, () => { state.focus = isOn ? null : { entity: index, steps }; });
      }),
      toggle("path", state.pathFrom === index, () => { state.pathFrom = state.pathFrom === index ? null : index; }),
      entity.mentions.length ? mentionButton(index) : null),
  );
  const groups = new Map();
  for (const claim of claimsOfEntity[index]) {
    const { subject, relation } = facts.claims[claim];
    const key = `${subject === index ? 0 : 1} ${relation}`;
    groups.set(key, [...(groups.get(key) ?? []), claim]);
  }
  for (const side of [0, 1]) {
    const own = [...groups.keys()].filter((key) => key.startsWith(side)).sort((a, b) => relationLabel(a.slice(2)).localeCompare(relationLabel(b.slice(2)), language));
    if (own.length) details.append(element("h3", {}, say(side ? "incoming" : "outgoing")));
    for (const key of own) details.append(element("section", { class: "relation-group" }, element("h4", {}, relationName(key.slice(2))), element("ul", {}, ...groups.get(key).map((claim) => claimLine(claim, index)))));
  }
  if (entity.votes.length) {
    details.append(element("details", {}, element("summary", {}, say("votes")),
      element("ul", {}, ...entity.votes.map(([type_, weight, reason]) => element("li", {}, `${say(type_)} ${formatNumber(weight)}: `, isolate(reason))))));
  }
}

function toggle(key, isOn, act) {
  const button = element("button", { type: "button", "aria-pressed": String(isOn) }, say(key));
  button.addEventListener("click", () => { act(); changed(true); });
  return button;
}

/** A claim in the list of one entity: the other end, its standing, and the way to its evidence. */
function claimLine(index, entity) {
  const claim = facts.claims[index];
  const other = claim.subject === entity ? objectOf(claim) : entityLink(claim.subject);
  const end = claim.subject !== entity && claim.object.entity !== entity ? element("span", {}, other, " → ", objectOf(claim)) : other;
  return element("li", {}, end, " ", element("a", { class: "evidence", href: addressOf({ claim: index }), "aria-label": `${say(claim.status)}, ${say("details")}: ${relationLabel(claim.relation)}` }, statusBadge(claim.status)));
}

let mentionTurn = 0;
function mentionButton(index) {
  const { mentions } = facts.entities[index];
  const button = element("button", { type: "button" }, say("mentions", { n: mentions.length }));
  button.addEventListener("click", () => {
    const [article, start, end] = mentions[mentionTurn++ % mentions.length];
    showArticle(article, { start, end });
  });
  return button;
}

// --- the article

const spansOfArticle = facts.articles.map(() => null);

/** Where entities are mentioned and claims have their cue, as links. */
function linkSpans(article) {
  if (!spansOfArticle[article]) {
    const spans = [];
    facts.entities.forEach((entity, index) => {
      for (const [where, start, end] of entity.mentions) {
        if (where === article) spans.push({ start, end, class: `mention type-${entity.type}`, address: { entity: index } });
      }
    });
    facts.claims.forEach((claim, index) => {
      const [start, end] = claim.evidence.cue;
      if (claim.article === article) spans.push({ start, end, class: "cue-link", address: { claim: index } });
    });
    spansOfArticle[article] = spans;
  }
  return spansOfArticle[article];
}

/** Write the article with its mentions, mark what is selected, and scroll to it. `spot` is where to scroll otherwise. */
function showArticle(index, spot = null) {
  state.article = index;
  const article = facts.articles[index];
  if (!article) return;
  const marks = [];
  const chosen = state.selection?.claim;
  for (const claim of chosen === undefined ? [] : claimsWith(chosen)) {
    if (facts.claims[claim].article !== index) continue;
    const { sentence } = facts.claims[claim].evidence;
    marks.push({ start: sentence[0], end: sentence[1], role: "sentence", isTarget: claim === chosen });
    marks.push(...roleSpans(facts.claims[claim]).map((span) => ({ ...span, isTarget: claim === chosen })));
  }
  if (article.title) marks.push({ start: article.title[0], end: article.title[1], isTitle: true });
  if (spot) marks.push({ ...spot, role: "spot", isTarget: true });
  const body = element("div", { class: "text", lang: facts.language === article.language ? null : article.language });
  let target = null;
  for (const piece of cutAtSpans(0, lengthOf(index), [...linkSpans(index), ...marks])) {
    const words = textOf(index, piece.start, piece.end);
    const link = piece.spans.find((span) => span.address);
    const role = piece.spans.find((span) => span.role && span.role !== "sentence") ?? piece.spans.find((span) => span.role);
    let part = words;
    if (link) {
      const isCurrent = link.address.entity !== undefined && link.address.entity === state.selection?.entity;
      part = element("a", { href: addressOf(link.address), class: link.class, "aria-current": isCurrent ? "true" : null }, words);
    }
    if (role) part = element("mark", { class: role.role }, part);
    if (role?.isTarget && (!target || (role.role === "cue" && !target.classList.contains("cue")))) target = part;
    body.append(piece.spans.some((span) => span.isTitle) ? element("b", {}, part) : part);
  }
  const isSame = articleBox.dataset.article === String(index);
  const top = isSame ? articleBox.scrollTop : 0;
  articleBox.dataset.article = index;
  articleBox.replaceChildren(articleHeading(index), body);
  target ??= state.selection?.entity !== undefined && !isSame ? body.querySelector("[aria-current]") : null;
  const middle = target ? target.offsetTop - articleBox.clientHeight / 2 : top;
  articleBox.scrollTop = Math.max(0, middle);
}

function articleHeading(index) {
  const article = facts.articles[index];
  const name = element("h2", {}, element("span", {}, isolate(article.name)));
  if (facts.articles.length > 1) {
    const choice = element("select", { "aria-label": say("article") },
      ...facts.articles.map((each, place) => element("option", { value: place, selected: place === index ? "" : null }, each.name)));
    choice.addEventListener("change", () => showArticle(Number(choice.value)));
    name.replaceChildren(choice);
  }
  const origin = [article.source, article.published ? formatDate(article.published) : ""].filter(Boolean).join(" · ");
  return element("div", { class: "article-heading" }, name, origin ? element("p", { class: "origin" }, isolate(origin)) : null);
}

/** Show what the state selects. */
function showReading() {
  mentionTurn = 0;
  details.replaceChildren();
  details.scrollTop = 0;
  let article = state.article;
  if (state.selection?.claim !== undefined) {
    showClaimDetails(state.selection.claim);
    article = facts.claims[state.selection.claim].article;
  } else if (state.selection?.entity !== undefined) {
    showEntityDetails(state.selection.entity);
    const { mentions } = facts.entities[state.selection.entity];
    if (mentions.length && !mentions.some(([where]) => where === article)) [[article]] = mentions;
  } else {
    details.append(element("p", { class: "hint" }, say("hint")),
      element("ul", { class: "most" }, ...mostClaimed().slice(0, 5).map((index) => element("li", {}, entityLink(index),
        element("span", { class: "count" }, say("claims", { n: claimsOfEntity[index].length }))))));
  }
  showArticle(article);
}
