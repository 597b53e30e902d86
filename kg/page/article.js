// The article, with every mention and every claim's words marked, and the words of what is selected in sight.

const articleBox = byId("article");
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
