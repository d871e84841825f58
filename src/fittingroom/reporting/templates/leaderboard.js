
"use strict";
// Sorts and filters the table; without it the table is whole, in the order of the chosen best.
(() => {
  const table = document.getElementById("board");
  const body = table.tBodies[0];
  const given = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const control = name => document.getElementById(name);
  const inputs = ["find", "family", "status", "only"].map(control);
  const views = [...document.querySelectorAll('[name="view"]')];

  const valueOf = (row, column, kind) => {
    const cell = row.cells[column];
    if (kind === "text") return cell.querySelector("summary").textContent.toLowerCase();
    return cell.dataset.v === undefined ? null : Number(cell.dataset.v);
  };

  const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b, "en", { numeric: true }) : a - b);

  // rows without a value stay at the end, whichever way the others run
  const sorted = (column, kind, way) => {
    const known = given.filter(row => valueOf(row, column, kind) !== null);
    const unknown = given.filter(row => valueOf(row, column, kind) === null);
    const sign = way === "ascending" ? 1 : -1;
    known.sort((p, q) => sign * compare(valueOf(p, column, kind), valueOf(q, column, kind)));
    return [...known, ...unknown];
  };

  const sort = (head, column) => {
    const turns = head.dataset.sort === "text" || head.dataset.up ? ["ascending", "descending"] : ["descending", "ascending"];
    const way = turns[turns.indexOf(head.getAttribute("aria-sort")) + 1];
    heads.forEach(other => other.removeAttribute("aria-sort"));
    if (way) head.setAttribute("aria-sort", way);
    body.append(...(way ? sorted(column, head.dataset.sort, way) : given));
  };

  heads.forEach((head, column) => {
    const label = head.querySelector(".label");
    if (!label || !head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    label.replaceWith(button);
    button.append(label);
    button.addEventListener("click", () => sort(head, column));
  });

  // a row is shown if it fits on one of the data sets in view
  const fits = (row, name, wanted) => {
    const view = views.find(one => one.checked).value;
    const keys = Object.keys(row.dataset).filter(key => new RegExp(`^${name}-?\\d+$`, "i").test(key));
    const seen = view === "0" ? keys : keys.filter(key => key.replace(/\D/g, "") === view);
    return seen.some(key => (name === "status" ? row.dataset[key] === wanted : row.dataset[key].split(" ").includes(wanted)));
  };

  const filter = () => {
    const [find, family, status, only] = inputs.map(input => input.value);
    const words = find.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of given) {
      const text = row.cells[0].textContent.toLowerCase();
      row.hidden = !(
        words.every(word => text.includes(word)) &&
        (!family || row.dataset.family === family) &&
        (!status || fits(row, "status", status)) &&
        (!only || fits(row, "only", only))
      );
      shown += !row.hidden;
    }
    control("shown").textContent = `${shown} of ${given.length} rows`;
  };

  inputs.forEach(input => input.addEventListener("input", filter));
  views.forEach(view => view.addEventListener("change", filter));
  control("reset").addEventListener("click", () => {
    inputs.forEach(input => (input.value = ""));
    filter();
  });
  control("filters").hidden = false;
  filter();
})();
