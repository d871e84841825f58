"use strict";
// Keeps marks in this browser and saves them as CSV; without it the CSV beside the page is filled in by hand.
(() => {
  const { rows, file } = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("marks");
  const place = `fittingroom by eye ${JSON.stringify(rows).length} ${location.pathname}`;
  const VERDICT = rows[0].indexOf("verdict"), NOTE = rows[0].indexOf("note");

  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(place)) || {};
  } catch {
    kept = {}; // the browser keeps nothing for files: the marks last as long as the page is open
  }

  const filled = () => rows.map((row, at) => {
    const mark = at && kept[at];
    return mark ? row.map((cell, k) => (k === VERDICT ? mark[0] : k === NOTE ? mark[1] : cell)) : row;
  });

  const tell = () => {
    const n = Object.values(kept).filter(mark => mark[0]).length;
    document.getElementById("marked").textContent = `${n} of ${rows.length - 1} marked`;
  };

  const mark = (number, at, value) => {
    kept[number] = kept[number] || ["", ""];
    kept[number][at] = value;
    try {
      localStorage.setItem(place, JSON.stringify(kept));
    } catch {
      // as above
    }
    tell();
  };

  for (const [number, [verdict, note]] of Object.entries(kept)) {
    for (const one of form.querySelectorAll(`input[name="${number}"]`)) one.checked = one.value === verdict;
    const text = document.getElementById(`note-${number}`);
    if (text) text.value = note;
  }

  form.addEventListener("change", event => {
    const { type, name, value, dataset } = event.target;
    if (type === "radio") mark(name, 0, value);
    else if (dataset.note) mark(dataset.note, 1, value);
  });

  const quoted = cell => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

  form.addEventListener("submit", event => {
    event.preventDefault();
    const text = filled().map(row => row.map(quoted).join(",")).join("\n") + "\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = file;
    link.click();
    URL.revokeObjectURL(link.href);
  });

  tell();
})();
