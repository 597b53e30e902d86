// The head of the page: views, language and theme, and the menu that saves what is in sight.

for (const view of VIEWS) {
  byId(`show-${view}`).addEventListener("click", () => {
    const wasHidden = state.view !== "graph";
    state.view = view;
    changed(true);
    if (view === "graph" && wasHidden) frameDrawing();
  });
}
byId("show-whole").hidden = !isLarge;
byId("undo").addEventListener("click", () => walk(-1));
byId("redo").addEventListener("click", () => walk(1));
byId("more-rows").addEventListener("click", () => { rowLimit *= 4; showTable(shown.claims); });

function showLanguage() {
  document.documentElement.lang = language;
  for (const part of document.querySelectorAll("[data-text]")) part.textContent = say(part.dataset.text);
  for (const part of document.querySelectorAll("[data-label]")) part.setAttribute("aria-label", say(part.dataset.label));
  for (const part of document.querySelectorAll("button[data-label]")) part.title = say(part.dataset.label);
  byId("search").placeholder = say("search");
  byId("words").placeholder = say("wordsHint");
  byId("language").textContent = say("switchTo");
}
byId("language").addEventListener("click", () => {
  language = language === "fr" ? "en" : "fr";
  showLanguage();
  show();
});

const darkness = matchMedia("(prefers-color-scheme: dark)");
byId("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const isDark = (root.dataset.theme ?? (darkness.matches ? "dark" : "light")) === "dark";
  root.dataset.theme = isDark ? "light" : "dark";
  recolour();
});
darkness.addEventListener("change", recolour);
let beforePaper = null; // how the page was, and the picture that takes the place of the graph
addEventListener("beforeprint", () => { // paper is light, cannot be clicked, and shows all of the drawing
  const root = document.documentElement;
  beforePaper ??= { isOpen: byId("filters").open, theme: root.dataset.theme };
  root.dataset.theme = "light";
  byId("filters").open = true;
  recolour();
  beforePaper.picture?.remove();
  beforePaper.picture = paintPng();
  beforePaper.picture.className = "on-paper";
  byId("graph").append(beforePaper.picture);
});
addEventListener("afterprint", () => {
  beforePaper.picture.remove();
  byId("filters").open = beforePaper.isOpen;
  if (beforePaper.theme) document.documentElement.dataset.theme = beforePaper.theme;
  else delete document.documentElement.dataset.theme;
  beforePaper = null;
  recolour();
});

// --- the menu

const exportMenu = byId("export");
const closeMenu = () => { exportMenu.open = false; };
exportMenu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !exportMenu.open) return;
  closeMenu();
  exportMenu.querySelector("summary").focus();
  event.stopPropagation();
});
addEventListener("pointerdown", ({ target }) => { if (!exportMenu.contains(target)) closeMenu(); });

function save(name, type, ...content) {
  const link = element("a", { href: URL.createObjectURL(new Blob(content, { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const SAVERS = {
  png: () => (isWholeInSight() ? paintWholePng() : paintPng()).toBlob((blob) => save("graph.png", "image/png", blob)),
  svg: () => save("graph.svg", "image/svg+xml", isWholeInSight() ? paintWholeSvg() : paintSvg()),
  csv: () => save("claims.csv", "text/csv", "\ufeff", tableAsCsv(shown.claims)),
  turtle: () => save("graph.ttl", "text/turtle", toTurtle(triplesOf(shown.claims))),
  jsonld: () => save("graph.jsonld", "application/ld+json", toJsonLd(triplesOf(shown.claims))),
  graphml: () => save("graph.graphml", "application/xml", toGraphMl(shown.claims)),
};
for (const [format, write] of Object.entries(SAVERS)) byId(`save-${format}`).addEventListener("click", () => { closeMenu(); write(); });

const queryBox = byId("query");
byId("copy-sparql").addEventListener("click", () => {
  closeMenu();
  byId("query-text").value = toSparql(shown.claims);
  queryBox.showModal();
  copyQuery();
});
byId("query-copy").addEventListener("click", copyQuery);
byId("query-close").addEventListener("click", () => queryBox.close());

/** Put the query on the clipboard; where a browser forbids that, it stands selected, ready for Ctrl+C. */
async function copyQuery() {
  const field = byId("query-text");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    byId("query-note").textContent = say("copied");
  } catch {
    byId("query-note").textContent = say("copyByHand");
  }
}
