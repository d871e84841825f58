// Ways in, the two tabs, and what happens between a picture and its answer.

import { ask } from "./ask.js";
import { camera } from "./camera.js";
import { byId, complain, el, say } from "./dom.js";
import { paper } from "./draw.js";
import { quiz } from "./quiz.js";
import * as groups from "./groups.js";
import * as single from "./show.js";

const PAUSE_MS = 500;
const WHO = "fittingroom-who";

const about = await ask("/api/about").catch(error => {
  complain(error.message);
  throw error;
});
let brought = null; // {blob, source, sample} of the stage that is open
let asking = null;
let pause = 0;

// a model of one label, or of labels in groups: nothing of the latter is kept, drawn or played for
const labelled = about.kind === "attributes";
const { glimpse, show, spoken, waiting } = labelled ? groups : single;
const worth = labelled ? () => {} : single.worth;

about.who = () => sessionStorage.getItem(WHO) ?? "";
document.title = `${about.title}: fittingroom`;
byId("title").textContent = about.title;
byId("subtitle").textContent = about.subtitle;
byId("keeps").textContent = about.keeps;
byId("invitation").textContent = about.invitation ?? "";
byId("preparation").append(...about.preparations.map(one => el("option", { value: one.name, selected: one.name === about.preparation }, one.title)));
byId("answer").replaceChildren(waiting(about));
worth(about.worth, about);
if (!labelled) quiz(about);
for (const hidden of [byId("tabs"), byId("kept-section"), document.querySelector("[data-way=draw]")]) hidden.hidden = labelled;

// the model is asked

function bring(blob, source, sample = null) {
  brought = blob && { blob, source, sample };
  byId("ask").disabled = !brought;
}

async function asked() {
  clearTimeout(pause);
  asking?.abort();
  if (!brought) return;
  const mine = asking = new AbortController();
  const { blob, source, sample } = brought;
  const place = byId("answer");
  complain("");
  if (blob.size > about.most_bytes) {
    complain(`This picture has ${(blob.size / 1e6).toFixed(1)} MB, at most ${about.most_bytes / 1e6} MB are taken: choose a smaller one.`);
    return;
  }
  place.setAttribute("aria-busy", "true");
  const query = { preparation: byId("preparation").value, source, ...(sample === null ? {} : { sample }) };
  try {
    const answer = await ask("/api/ask", blob, { signal: mine.signal, query });
    if (mine !== asking) return;
    show(answer, about, { was: { who: about.who, named: who => sessionStorage.setItem(WHO, who), told: told(answer) } });
    byId("glimpse").textContent = glimpse(answer);
    byId("glimpse").hidden = false;
    say(spoken(answer));
  } catch (error) {
    if (error.name !== "AbortError") complain(error.message);
  } finally {
    if (mine === asking) place.setAttribute("aria-busy", "false");
  }
}

const told = answer => async (label, who, choices, said) => {
  sessionStorage.setItem(WHO, who);
  const buttons = [...choices.querySelectorAll("button")];
  buttons.forEach(button => { button.disabled = true; });
  try {
    complain("");
    const kept = await ask("/api/keep", { id: answer.id, label, who });
    said.textContent = kept.said;
    said.hidden = false;
    said.focus();
    worth(kept.worth, about);
    say(kept.said);
  } catch (error) {
    buttons.forEach(button => { button.disabled = false; });
    complain(error.message);
  }
};

byId("ask").addEventListener("click", asked);
byId("preparation").addEventListener("change", () => { if (brought) asked(); });

// drawing

const drawing = paper(byId("paper"), {
  thickness: () => Number(byId("pen").value),
  changed(strokes) {
    byId("undo").disabled = byId("clear").disabled = !strokes;
    byId("invitation").hidden = strokes > 0;
    byId("ask").disabled = !strokes;
    if (!strokes) { clearTimeout(pause); bring(null); }
  },
  finished() {
    clearTimeout(pause);
    pause = setTimeout(drawn, PAUSE_MS);
  },
  ask: drawn,
  say,
});
async function drawn() {
  if (drawing.empty()) return;
  bring(await drawing.blob(), "drawing");
  asked();
}
byId("undo").addEventListener("click", drawing.undo);
byId("clear").addEventListener("click", drawing.clear);

// a photo

function photographed(file, source) {
  open("photo");
  if (byId("photo").src) URL.revokeObjectURL(byId("photo").src);
  byId("photo").src = URL.createObjectURL(file);
  byId("photo").alt = "the photo that you brought";
  byId("photo").hidden = false;
  bring(file, source);
  asked();
}
byId("photo").addEventListener("error", () => { byId("photo").hidden = true; });
byId("file").addEventListener("change", event => {
  if (event.target.files.length) photographed(event.target.files[0], "photo");
  event.target.value = "";
});
byId("another").addEventListener("click", () => byId("file").click());
document.addEventListener("paste", event => {
  const file = [...event.clipboardData.files][0];
  if (file) photographed(file, "pasted");
});
for (const kind of ["dragenter", "dragover"]) document.addEventListener(kind, event => {
  event.preventDefault();
  document.body.classList.add("over");
});
document.addEventListener("dragleave", event => { if (!event.relatedTarget) document.body.classList.remove("over"); });
document.addEventListener("drop", event => {
  event.preventDefault();
  document.body.classList.remove("over");
  const file = event.dataTransfer.files[0];
  if (file) photographed(file, "photo");
  else complain("What was dropped is no file: drop a picture file, or paste the picture.");
});

// the camera, and images of the data themselves

const lens = camera(byId("video"), {
  says: sentence => { byId("camera-says").textContent = sentence; },
  ready: yes => { byId("shoot").disabled = !yes; },
});
byId("shoot").addEventListener("click", async () => {
  const still = await lens.shoot();
  photographed(still, "camera");
});
async function sampled() {
  try {
    const sample = await ask("/api/sample");
    byId("sample").src = sample.picture;
    byId("sample").alt = "an image of the validation part";
    bring(new Blob([]), "data", sample.number);
    asked();
  } catch (error) {
    complain(error.message);
  }
}
byId("next-sample").addEventListener("click", sampled);

// which way in is open

const ways = [...document.querySelectorAll("[data-way]")];
function open(way) {
  tab(byId("tab-try"));
  for (const button of ways) button.setAttribute("aria-pressed", String(button.dataset.way === way));
  for (const kind of ["stage", "tools"]) {
    for (const part of document.querySelectorAll(`[data-${kind}]`)) part.hidden = part.dataset[kind] !== way;
  }
  lens.close();
  bring(null);
}
for (const button of ways) button.addEventListener("click", async () => {
  const { way } = button.dataset;
  open(way);
  if (way === "draw" && !drawing.empty()) bring(await drawing.blob(), "drawing");
  if (way === "camera") lens.open();
  if (way === "data") sampled();
  if (way === "photo") { byId("photo").hidden = true; byId("file").focus(); }
});

// tabs

const tabs = [byId("tab-try"), byId("tab-quiz")];
function tab(chosen) {
  for (const one of tabs) {
    one.setAttribute("aria-selected", String(one === chosen));
    one.tabIndex = one === chosen ? 0 : -1;
    byId(one.getAttribute("aria-controls")).hidden = one !== chosen;
  }
  if (chosen !== tabs[0]) lens.close();
}
for (const one of tabs) {
  one.addEventListener("click", () => tab(one));
  one.addEventListener("keydown", event => {
    const to = { ArrowLeft: -1, ArrowRight: 1, Home: -tabs.indexOf(one), End: tabs.length - 1 - tabs.indexOf(one) }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(one) + to + tabs.length) % tabs.length];
    tab(next);
    next.focus();
  });
}
if (labelled) open("photo");
document.body.dataset.ready = "yes";
