// The table: every claim the filters let through, for the keyboard, for screen readers, and for whoever likes tables.

const COLUMNS = ["subject", "relation", "object", "status", "speaker", "confidence", "article"];
const shownColumns = COLUMNS.filter((column) => column !== "article" || facts.articles.length > 1);
const ROWS = 300; // written at once
let order = { column: null, falls: false };
let rowLimit = ROWS;

/** What a column holds for a claim, as text or number: for sorting and for CSV. */
function cellValue(claim, column) {
  switch (column) {
    case "subject": return facts.entities[claim.subject].label;
    case "relation": return relationLabel(claim.relation);
    case "object": return claim.object.entity !== undefined ? facts.entities[claim.object.entity].label : formatValue(claim.object);
    case "status": return say(claim.status);
    case "speaker": return claim.speaker !== null ? facts.entities[claim.speaker].label : claim.speakerText ?? "";
    case "confidence": return claim.confidence;
    default: return facts.articles[claim.article].name;
  }
}

function cell(claim, index, column) {
  switch (column) {
    case "subject": return entityLink(claim.subject);
    case "relation": return relationName(claim.relation, addressOf({ claim: index }));
    case "object": return objectOf(claim);
    case "status": return statusBadge(claim.status);
    case "speaker": return claim.speaker !== null ? entityLink(claim.speaker) : isolate(claim.speakerText ?? "");
    case "confidence": return formatNumber(claim.confidence, { style: "percent", maximumFractionDigits: 0 });
    default: return isolate(facts.articles[claim.article].name);
  }
}

function sortedClaims(claims) {
  const chosen = [...claims];
  if (order.column === null) return chosen;
  const sign = order.falls ? -1 : 1;
  const compare = order.column === "confidence" ? (a, b) => a - b : new Intl.Collator(language, { numeric: true }).compare;
  const values = new Map(chosen.map((index) => [index, cellValue(facts.claims[index], order.column)]));
  return chosen.sort((a, b) => sign * compare(values.get(a), values.get(b)) || a - b);
}

function showTable(claims) {
  byId("columns").replaceChildren(...shownColumns.map((column) => {
    const isSorted = order.column === column;
    const button = element("button", { type: "button" }, say(column), element("span", { "aria-hidden": "true" }, isSorted ? (order.falls ? " ▼" : " ▲") : ""));
    button.addEventListener("click", () => {
      order = { column, falls: isSorted && !order.falls };
      showTable(claims);
      document.querySelector(`#columns th:nth-child(${shownColumns.indexOf(column) + 1}) button`).focus();
    });
    return element("th", { scope: "col", "aria-sort": isSorted ? (order.falls ? "descending" : "ascending") : null }, button);
  }));
  const chosen = sortedClaims(claims);
  byId("rows").replaceChildren(...chosen.slice(0, rowLimit).map((index) => {
    const claim = facts.claims[index];
    const isSelected = state.selection?.claim !== undefined && claimsWith(state.selection.claim).includes(index);
    return element("tr", { "aria-current": isSelected ? "true" : null }, ...shownColumns.map((column) => element("td", { class: column, title: column === "article" ? facts.articles[claim.article].name : null }, cell(claim, index, column))));
  }));
  byId("more-rows").hidden = chosen.length <= rowLimit;
}

/** The table as CSV; a cell that a spreadsheet would compute is kept text. */
function tableAsCsv(claims) {
  const quoted = (value) => {
    const text = String(value);
    return `"${(typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const rows = sortedClaims(claims).map((index) => {
    const claim = facts.claims[index];
    const [start, end] = claim.evidence.sentence;
    return [...COLUMNS.map((column) => cellValue(claim, column)), textOf(claim.article, start, end)];
  });
  const capital = (word) => word.charAt(0).toLocaleUpperCase(language) + word.slice(1);
  return [[...COLUMNS, "sentence"].map((column) => capital(say(column))), ...rows].map((row) => row.map(quoted).join(",")).join("\r\n");
}
