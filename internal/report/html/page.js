"use strict";
// Filters, sorts and follows links. Without it the page shows everything. What is chosen
// stands in the fragment of the address (#q=chat&level=error), so that a link shows the same.
(() => {
  const form = document.getElementById("filters");
  const shown = form.elements.shown;
  const table = document.querySelector(".matrix");
  const fields = ["q", "level", "rule", "gateway", "item"].map((name) => form.elements.namedItem(name));
  const text = (element) => element.textContent.toLowerCase();

  const findings = [...document.querySelectorAll(".finding")].map((element) => {
    const { level, rule, gateway, items } = element.dataset;
    return { element, level, rule, gateway, items: items.split(" ") };
  });
  const rows = table ? [...table.tBodies[0].rows].map((element) => {
    return { element, name: element.querySelector("bdi").textContent, cells: element.cells, head: text(element.cells[0]) };
  }) : [];
  const columns = table ? [...table.tHead.rows[0].cells] : [];
  const items = columns.map((column) => column.dataset.key).slice(4);
  let sort = { key: "", direction: "" };

  // Choices are what there is, each once.
  const choose = (name, values) => {
    for (const value of new Set(values)) form.elements.namedItem(name).add(new Option(value, value));
  };
  choose("level", findings.map((f) => f.level));
  choose("rule", findings.map((f) => f.rule).sort());
  choose("gateway", [...rows.map((r) => r.name), ...findings.map((f) => f.gateway)].sort());
  choose("item", items);

  const filter = () => {
    const [q, level, rule, gateway, item] = fields.map((field) => field.value);
    const word = q.trim().toLowerCase();
    const filtered = Boolean(word || level || rule || gateway || item);
    const hit = new Set();
    let count = 0, gateways = 0;
    for (const f of findings) {
      f.text = word ? f.text ?? text(f.element) : f.text;
      const show = (!word || f.text.includes(word)) && (!level || f.level === level) && (!rule || f.rule === rule) &&
        (!gateway || f.gateway === gateway) && (!item || f.items.includes(item));
      f.element.hidden = !show;
      if (show) hit.add(f.gateway), count++;
    }
    const column = item ? 4 + items.indexOf(item) : -1;
    for (const r of rows) {
      const show = (!gateway || r.name === gateway) && (!item || /^[fuw]$/.test(r.cells[column]?.className)) &&
        (!(level || rule) || hit.has(r.name)) && (!word || r.head.includes(word) || hit.has(r.name));
      r.element.hidden = !show;
      gateways += show;
    }
    document.querySelector(".none").hidden = count > 0 || findings.length === 0;
    shown.value = filtered ? `Filtered: ${count} of ${findings.length} findings, ${gateways} of ${rows.length} gateways are shown.`
      : `${findings.length} findings, ${rows.length} gateways.`;
    shown.classList.toggle("on", filtered); // so that print says it too
    return filtered;
  };

  // The worst status comes first in ascending order.
  const rank = (cell) => cell.classList.contains("c") ? Number(cell.textContent) : "fuwmpn".indexOf(cell.className);
  const order = () => {
    const index = columns.findIndex((column) => column.dataset.key === sort.key);
    columns.forEach((column, i) => {
      if (i === index) column.setAttribute("aria-sort", sort.direction);
      else column.removeAttribute("aria-sort");
    });
    const sorted = [...rows];
    const sign = sort.direction === "descending" ? -1 : 1;
    if (index === 0) sorted.sort((a, b) => sign * (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    if (index > 0) sorted.sort((a, b) => sign * (rank(a.cells[index]) - rank(b.cells[index])));
    if (table) table.tBodies[0].append(...sorted.map((r) => r.element));
  };

  // The state as a fragment without what it points at, "" where nothing is chosen.
  const chosen = () => {
    const state = new URLSearchParams();
    for (const field of fields) if (field.value.trim()) state.set(field.name, field.value);
    if (sort.key) state.set("sort", sort.key), state.set("dir", sort.direction);
    return String(state);
  };
  const write = () => history.replaceState(null, "", chosen() ? `#${chosen()}` : location.pathname + location.search);
  const clear = () => {
    for (const field of fields) field.value = "";
    filter();
  };

  // Shows an element wherever it is: in a closed part, or hidden by the filters.
  const go = (id) => {
    const element = document.getElementById(id);
    if (!element) return;
    if (element.closest("[hidden]")) clear();
    for (let part = element.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    document.querySelectorAll(".target").forEach((other) => other.classList.remove("target"));
    element.classList.add("target");
    element.scrollIntoView();
    if (!element.matches("a, button, input, [tabindex]")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };

  const plain = (fragment) => {
    try {
      return decodeURIComponent(fragment);
    } catch {
      return fragment; // somebody typed it
    }
  };
  const read = () => {
    const fragment = location.hash.slice(1);
    const state = new URLSearchParams(fragment.includes("=") ? fragment : "");
    if (fragment.includes("=") || !fragment) {
      for (const field of fields) {
        field.value = state.get(field.name) ?? "";
        if (field.selectedIndex === -1) field.value = "";
      }
      const known = columns.some((column) => column.dataset.key === state.get("sort"));
      sort = known ? { key: state.get("sort"), direction: state.get("dir") === "descending" ? "descending" : "ascending" } : { key: "", direction: "" };
      order();
    }
    filter();
    const id = fragment.includes("=") ? state.get("at") : fragment;
    if (id) go(fragment.includes("=") ? id : plain(id));
  };

  const addButton = (column) => {
    const button = document.createElement("button");
    button.type = "button";
    column.dataset.label ??= column.textContent;
    button.append(column.dataset.label);
    column.replaceChildren(button);
    button.addEventListener("click", () => {
      const key = column.dataset.key;
      const first = column.classList.contains("c") ? "descending" : "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      sort = { key, direction: sort.key === key && sort.direction === first ? other : first };
      order(), write();
    });
  };
  columns.forEach(addButton);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    let id = link.hash.slice(1);
    if (link.closest(".matrix td.c")) { // the number of a gateway's errors shows all that it has
      clear();
      form.elements.gateway.value = link.closest("tr").querySelector("bdi").textContent;
      id = "findings";
    }
    if (!chosen()) return;
    event.preventDefault();
    location.hash = `${chosen()}&at=${id}`;
  });
  form.addEventListener("input", () => { filter(), write(); });
  form.addEventListener("reset", (event) => { event.preventDefault(), clear(), write(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", read);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const part of closed) part.open = true;
    for (const column of columns) column.replaceChildren(column.dataset.label); // Chromium repeats no button on the next page
  });
  addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
    for (const column of columns) addButton(column);
  });

  form.hidden = false;
  read();
})();
