// What is known of an entity: its names, why it has its type, all that is said of it, and where it is mentioned.

const MENTIONS_SHOWN = 40;
const MENTION_CONTEXT = 40; // code points of the article on each side of a mention

function showEntityDetails(index) {
  const entity = facts.entities[index];
  const line = (name, words) => (words.length ? element("div", {}, element("dt", {}, name), element("dd", {}, ...words.flatMap((word, i) => [i ? ", " : "", isolate(word)]))) : null);
  const { named, described } = wordsFor(entity);
  const type = say(entity.type) + (entity.named ? "" : `, ${say("unnamed")}`);
  details.append(
    heading(symbolOf(entity.type), isolate(entity.label, Infinity)),
    element("dl", { class: "about" }, line(say("type"), [type]), line(say("aliases"), named), line(say("descriptions"), described),
      line(say("size"), entity.size === null ? [] : [formatNumber(entity.size)])),
    entityActions(index),
    ...claimGroups(index),
  );
  if (entity.mentions.length) details.append(mentionsOf(index));
  if (entity.votes.length) details.append(votesFor(entity));
}

/** The words for an entity, parted: those that hold one of its names, and those that only describe it; each once, whatever its case. */
function wordsFor({ label, aliases, descriptions, named }) {
  const seen = new Set([fold(label)]);
  const isNew = (words) => !seen.has(fold(words)) && Boolean(seen.add(fold(words)));
  const bare = (words) => ` ${fold(words).replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  const known = [label, ...aliases].map(bare);
  const holdsName = (words) => named && known.some((name) => bare(words).includes(name));
  const own = aliases.filter(isNew);
  const others = descriptions.filter(isNew);
  return { named: [...own, ...others.filter(holdsName)], described: others.filter((words) => !holdsName(words)) };
}

function toggle(key, isOn, act) {
  const button = element("button", { type: "button", "aria-pressed": String(isOn) }, say(key));
  button.addEventListener("click", () => { act(); changed(true); });
  return button;
}

/** What can be done from here: its neighbours only, up to some steps away, the way to another, more of its links. */
function entityActions(index) {
  const isOn = state.focus?.entity === index && state.focus.steps !== undefined;
  const far = element("input", { type: "number", id: "steps", min: 1, max: 9, value: isOn ? state.focus.steps : 1, "aria-label": say("stepsAway") });
  far.addEventListener("change", () => {
    state.focus = { entity: index, steps: Math.min(9, Math.max(1, Math.round(Number(far.value)) || 1)) };
    changed(true);
    byId("steps")?.focus();
  });
  return element("p", { class: "actions" },
    toggle("neighbours", isOn, () => { state.focus = isOn ? null : { entity: index, steps: 1 }; }),
    element("label", { class: "steps" }, `${say("upTo")} `, far, ` ${say("steps")}`),
    toggle("path", state.pathFrom === index, () => { state.pathFrom = state.pathFrom === index ? null : index; }),
    isLarge ? toggle("addLinks", state.added.has(index), () => { if (!state.added.delete(index)) state.added.add(index); }) : null);
}

/** Its claims grouped by relation: what is said of it first, then what leads to it. */
function claimGroups(index) {
  const groups = new Map();
  for (const claim of claimsOfEntity[index]) {
    const { subject, relation } = facts.claims[claim];
    const key = `${subject === index ? 0 : 1} ${relation}`;
    groups.set(key, [...(groups.get(key) ?? []), claim]);
  }
  const compare = (a, b) => relationLabel(a.slice(2)).localeCompare(relationLabel(b.slice(2)), language);
  return [0, 1].flatMap((side) => {
    const own = [...groups.keys()].filter((key) => key.startsWith(side)).sort(compare);
    const sections = own.map((key) => element("section", { class: "relation-group" }, element("h4", {}, relationName(key.slice(2))),
      element("ul", {}, ...groups.get(key).slice(0, ROWS).map((claim) => claimLine(claim, index)))));
    return own.length ? [element("h3", {}, say(side ? "incoming" : "outgoing")), ...sections] : [];
  });
}

/** A claim in the list of one entity: the other end, its standing, and the way to its evidence. */
function claimLine(index, entity) {
  const claim = facts.claims[index];
  const other = claim.subject === entity ? objectOf(claim) : entityLink(claim.subject);
  const end = claim.subject !== entity && claim.object.entity !== entity ? element("span", {}, other, " → ", objectOf(claim)) : other;
  return element("li", {}, end, " ", element("a", { class: "evidence", href: addressOf({ claim: index }), "aria-label": `${say(claim.status)}, ${say("details")}: ${relationLabel(claim.relation)}` }, statusBadge(claim.status)));
}

/** Every place that mentions it, in its words; a click shows the place in the article. */
function mentionsOf(index) {
  const { mentions } = facts.entities[index];
  const lines = mentions.slice(0, MENTIONS_SHOWN).map(([article, start, end]) => {
    const [from, to] = [Math.max(0, start - MENTION_CONTEXT), Math.min(lengthOf(article), end + MENTION_CONTEXT)];
    const button = element("button", { type: "button", class: "mention-line" }, from ? "…" : "", textOf(article, from, start),
      element("b", {}, textOf(article, start, end)), textOf(article, end, to), to < lengthOf(article) ? "…" : "",
      facts.articles.length > 1 ? element("span", { class: "origin" }, " ", isolate(facts.articles[article].name)) : null);
    button.addEventListener("click", () => showArticle(article, { start, end }));
    return element("li", {}, button);
  });
  return element("details", { class: "mentions" }, element("summary", {}, say("mentions", { n: mentions.length })), element("ul", {}, ...lines),
    mentions.length > MENTIONS_SHOWN ? element("p", { class: "hint" }, say("moreMentions", { n: mentions.length - MENTIONS_SHOWN })) : null);
}

/** The votes on its type: how much spoke for each type, and the reasons with how often they were met. */
function votesFor({ votes }) {
  const types = new Map();
  for (const [type, weight, reason] of votes) {
    const known = types.get(type) ?? { weight: 0, reasons: new Map() };
    known.weight += Number(weight);
    known.reasons.set(reason, (known.reasons.get(reason) ?? 0) + 1);
    types.set(type, known);
  }
  const all = [...types.values()].reduce((sum, { weight }) => sum + Math.max(0, weight), 0) || 1;
  const rows = [...types].sort((a, b) => b[1].weight - a[1].weight).map(([type, { weight, reasons }]) => element("li", { class: `type-${type}` },
    symbolOf(type), ` ${say(type)} `, element("meter", { min: 0, max: 1, value: Math.max(0, weight / all), "aria-label": say(type) }),
    ` ${formatNumber(weight)}`,
    element("ul", {}, ...[...reasons].map(([reason, times]) => element("li", {}, isolate(reason), times > 1 ? ` × ${formatNumber(times)}` : "")))));
  return element("details", { class: "votes" }, element("summary", {}, say("votes")), element("ul", {}, ...rows));
}
