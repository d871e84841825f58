
"use strict";
// Searches the decisions; without it the table of reasons is whole and the Parquet files hold the rest.
(() => {
  const STEP = 100;
  const control = name => document.getElementById(name);
  if (!control("search")) return;
  const rulings = JSON.parse(control("data").textContent);
  const given = rulings.flatMap((ruling, place) =>
    ruling.rows.map(([record, subject, number]) => ({
      ruling, place, record, subject, number, text: `${record} ${subject}`.toLowerCase(),
    })));
  const inputs = ["find", "step", "reason", "kept"].map(control);
  const body = control("found").tBodies[0];
  const grouped = n => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  let found = [], shown = 0;

  const cell = (row, text, style) => {
    const one = row.insertCell();
    one.textContent = text;
    if (style) one.className = style;
    return one;
  };

  const written = number => (number === null ? "" : Number.isInteger(number) ? grouped(number) : number.toPrecision(3));

  const more = () => {
    for (const one of found.slice(shown, shown + STEP)) {
      const row = body.insertRow();
      row.className = one.ruling.kept ? "kept" : "dropped";
      cell(row, one.record);
      cell(row, one.subject);
      cell(row, one.ruling.step);
      cell(row, one.ruling.reason);
      const mark = document.createElement("i");
      mark.className = "shape";
      mark.setAttribute("aria-hidden", "true");
      cell(row, one.ruling.kept ? "kept" : "dropped", "answered").prepend(mark);
      cell(row, written(one.number), "right");
    }
    shown = Math.min(shown + STEP, found.length);
    control("shown").textContent = `${grouped(found.length)} of ${grouped(given.length)} decisions`;
    control("further").parentElement.hidden = shown >= found.length;
  };

  const search = () => {
    const [find, step, reason, kept] = inputs.map(input => input.value);
    const words = find.toLowerCase().split(/\s+/).filter(Boolean);
    found = given.filter(one =>
      (!step || one.ruling.step === step) &&
      (!reason || one.place === Number(reason)) &&
      (!kept || one.ruling.kept === (kept === "1")) &&
      words.every(word => one.text.includes(word)));
    body.replaceChildren();
    shown = 0;
    more();
  };

  // reasons of other steps are no choice
  const offer = () => {
    for (const option of control("reason").options) option.hidden = Boolean(control("step").value && option.dataset.step && option.dataset.step !== control("step").value);
    if (control("reason").selectedOptions[0].hidden) control("reason").value = "";
  };

  control("step").addEventListener("input", offer);
  inputs.forEach(input => input.addEventListener("input", search));
  control("further").addEventListener("click", more);
  control("reset").addEventListener("click", () => {
    inputs.forEach(input => (input.value = ""));
    offer();
    search();
  });
  document.querySelectorAll("[data-reason]").forEach(link =>
    link.addEventListener("click", () => {
      inputs.forEach(input => (input.value = ""));
      control("reason").value = link.dataset.reason;
      search();
    }));
  control("search").hidden = false;
  search();
})();
