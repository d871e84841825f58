// The answer, in the order in which it should be read: what the model saw before what it says.

import { byId, el, percent, picture } from "./dom.js";

const step = (title, ...inside) => el("li", {}, el("h3", {}, title), ...inside);

export function waiting(about) {
  return el("div", { class: "waiting" },
    el("h2", {}, "What would it say of your picture?"),
    el("p", {}, "Draw one, or drop, paste or choose a photo. You will see, in this order:"),
    el("ol", {}, ...[
      "what is left of the picture when the model sees it,",
      "whether that looks like anything it was trained on,",
      "the set of its answers, or that it has none,",
      "how sure it is, and how often it was right when it was as sure,",
      "whether it keeps its answer when the picture hardly changes,",
      "the training images that come nearest to yours.",
    ].map(line => el("li", {}, line))),
    el("p", { class: "small" }, `It knows ${about.classes.length} classes: ${about.classes.join(", ")}.`));
}

export function show(answer, about, { was }) {
  const place = byId("answer");
  place.replaceChildren(el("ol", {},
    step("What is left of it when the model looks", strip(answer), answer.failed && el("p", { class: "failed" }, answer.failed)),
    familiar(answer.familiar),
    step(answer.set.promise, chips(answer)),
    step("How sure it is, and what that is worth", sure(answer, about)),
    steady(answer.steady),
    step(answer.nearest.sentence, el("div", { class: "row" }, ...answer.nearest.images.map(near =>
      picture(near.picture, `training image labelled ${near.label}`, near.label)))),
    answer.keepable ? step("What is it really?", itWas(about, was)) : step("What is it really?", el("p", {}, answer.truth))));
}

export function strip(answer) {
  const last = answer.steps.at(-1);
  const before = answer.steps.slice(0, -1).map(one => el("li", {}, picture(one.picture, "", one.name)));
  return el("div", { class: "seeing" },
    before.length ? el("ol", { class: "strip" }, ...before) : "",
    picture(last.picture, "what the model sees", before.length ? `${last.name}: this is what it sees` : last.name, "last"));
}

export function familiar({ word, sentence, number, zones, at }) {
  const title = "Does that look like what it was trained on?";
  if (word === "unknown") return step(title, el("p", { class: "muted" }, sentence));
  const item = step(title,
    el("p", { class: "verdict" }, el("span", { class: "shape", "aria-hidden": "true" }), sentence),
    el("div", { class: "scale", role: "img", "aria-label": number },
      el("span", { class: "zone-like", style: { width: `${100 * zones[0]}%` } }),
      el("span", { class: "zone-borderline", style: { width: `${100 * (zones[1] - zones[0])}%` } }),
      el("span", { class: "zone-unlike" }),
      el("i", { style: { left: `${100 * at}%` } })),
    el("p", { class: "small muted" }, number));
  item.classList.add(word);
  return item;
}

function chips({ set }) {
  const names = set.classes.length ? set.classes.map(name => el("li", {}, name)) : [el("li", { class: "none" }, "None of my classes")];
  return el("div", {}, el("ul", { class: "chips" }, ...names), el("p", {}, set.sentence));
}

function sure({ confidence }, about) {
  return el("div", {},
    el("ul", { class: "bars" }, ...confidence.top.map(one => el("li", {},
      el("span", {}, one.name),
      el("span", { class: "bar", "aria-hidden": "true" }, el("i", { style: { width: `${100 * one.probability}%` } })),
      el("span", {}, one.text)))),
    el("p", { class: confidence.tested ? "measured" : "measured untested" }, confidence.sentence));
}

function steady({ kept, of, changes, sentence }) {
  return step(`Does it keep its answer? ${kept} of ${of} times`,
    el("p", {}, sentence),
    el("div", { class: "row" }, ...changes.map(one =>
      picture(one.picture, "", [one.name, el("b", {}, one.kept ? "✓ same" : `✗ ${one.answer}`)], one.kept ? "" : "changed"))));
}

function itWas(about, was) {
  const who = el("input", { type: "text", id: "who", maxlength: 40, autocomplete: "nickname", value: was.who() });
  who.addEventListener("change", () => was.named(who.value));
  const buttons = [...about.classes.map((name, label) => [name, label]), ["none of these", -1]];
  const said = el("p", { class: "done", id: "was-said", tabindex: -1, hidden: true });
  const choices = el("div", { class: "was", role: "group", "aria-label": "It was" }, ...buttons.map(([name, label]) =>
    el("button", { type: "button", onclick: () => was.told(label, who.value, choices, said) }, name)));
  return el("div", {}, choices, said,
    el("div", { class: "who" }, el("label", { for: "who" }, "Brought by"), who,
      el("span", {}, "so that pictures of one person count together")));
}

export function worth(kept, about) {
  const place = byId("kept");
  const one = m => el("div", {}, el("dt", {}, m.name), el("dd", {}, m.value, el("small", {}, m.about)));
  place.replaceChildren(
    el("p", {}, kept.sentence),
    kept.measurements.length ? el("dl", { class: "worth" }, ...kept.measurements.map(one)) : "",
    el("p", { class: "small muted" }, kept.note));
}

// one line for a narrow screen, on which the answer stands below
export const glimpse = answer =>
  `${answer.set.classes.length ? answer.set.classes.join(" or ") : "None of my classes"}. ${answer.familiar.sentence}\u00a0↓`;

export const spoken = answer =>
  `${answer.familiar.sentence}. ${answer.set.classes.length ? `Its answers: ${answer.set.classes.join(" or ")}` : "None of its classes"}. ` +
  `${answer.confidence.sentence} It kept its answer ${answer.steady.kept} of ${answer.steady.of} times.`;
