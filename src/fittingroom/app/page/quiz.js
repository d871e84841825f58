// You against the model: one image at a time; its label comes only after the answer.

import { ask } from "./ask.js";
import { byId, complain, el, picture, say } from "./dom.js";

export function quiz(about) {
  const place = byId("quiz");
  let running = null;

  const tried = action => async (...given) => {
    try {
      complain("");
      await action(...given);
    } catch (error) {
      complain(error.message);
    }
  };

  function start() {
    running = null;
    const seed = el("input", { type: "text", id: "quiz-seed", inputmode: "numeric", placeholder: "by chance" });
    place.replaceChildren(el("div", { class: "quiz-start" },
      el("h2", {}, `${about.quiz.length} images that ${about.model} has never learned from`),
      el("p", {}, `You name what you see, by click or with the keys 0 to ${Math.min(9, about.classes.length - 1)}. The model has answered already, and nobody sees the label before you did. Then you are scored alike.`),
      about.quiz.people && el("p", {}, about.quiz.people),
      el("button", { type: "button", class: "main", id: "quiz-go", onclick: tried(() => begin(seed.value)) }, "Start"),
      el("p", { class: "quiz-seed" }, el("label", { for: "quiz-seed" }, "Seed, for the same images as somebody else:"), seed),
      about.quiz.before && el("p", { class: "muted" }, about.quiz.before)));
  }

  async function begin(seed) {
    const typed = seed.trim();
    if (typed && !/^\d+$/.test(typed)) throw new Error("A seed is a whole number, such as 7; leave it empty for one by chance.");
    const drawn = await ask("/api/quiz", typed ? { seed: Number(typed) } : {});
    running = { ...drawn, at: 0, shown: null, marks: [] };
    round();
  }

  function round() {
    const { at, images } = running;
    running.shown = null;
    const options = el("div", { class: "options", role: "group", "aria-label": "What is it?" }, ...about.classes.map((name, number) =>
      el("button", { type: "button", "data-number": number, onclick: tried(() => answer(number)) }, number < 10 ? el("kbd", { "aria-hidden": "true" }, String(number)) : "", name)));
    place.replaceChildren(el("div", { class: "round" },
      el("div", { class: "card" }, el("img", { src: images[at], alt: `Image ${at + 1} of ${images.length}`, class: "pixels" })),
      el("div", {},
        el("div", { id: "board" }, ...board()),
        el("h2", { class: "question", tabindex: -1, id: "question" }, "What is it?"),
        options,
        el("div", { class: "reveal", id: "reveal" }))));
    byId("question").focus({ preventScroll: at > 0 });
    say(`Image ${at + 1} of ${images.length}. What is it?`);
  }

  // who was right where, so far
  function board() {
    const { at, images, marks } = running;
    const track = el("ol", { class: "track", "aria-hidden": "true" }, ...images.map((_, number) => {
      const mark = marks[number];
      const half = who => el("i", { class: mark ? (mark[who] ? "right" : "wrong") : "" });
      return el("li", { class: number === at ? "now" : "" }, half("you"), half("model"));
    }));
    const count = who => el("b", {}, String(marks.filter(mark => mark[who]).length));
    return [track, el("p", { class: "tally" }, el("span", {}, count("you"), "you"), el("span", {}, count("model"), "the model"),
      el("span", { class: "muted" }, `image ${at + 1} of ${images.length}`))];
  }

  async function answer(number) {
    if (!running || running.shown || running.sending) return;
    running.sending = true;
    try {
      running.shown = await ask("/api/quiz/answer", { quiz: running.quiz, at: running.at, answer: number, who: about.who() });
    } finally {
      running.sending = false;
    }
    const { label, model, sure, you_right, model_right, over } = running.shown;
    running.marks.push({ you: you_right, model: model_right });
    byId("board").replaceChildren(...board());
    for (const button of place.querySelectorAll(".options button")) {
      const own = Number(button.dataset.number);
      button.disabled = true;
      if (own === label) button.classList.add("truth");
      else if (own === number) button.classList.add("missed");
    }
    const named = about.classes[label];
    const said = you_right ? (model_right ? "Both right." : "You were right, the model was not.") : (model_right ? "The model was right." : "Neither gave the label.");
    const more = `The label says ${named}; the model said ${about.classes[model]}, ${sure} sure.`;
    const next = el("button", { type: "button", class: "main", id: "next" }, over ? "See the score" : "Next");
    next.addEventListener("click", () => (over ? end(running.shown) : (running.at += 1, round())));
    byId("reveal").replaceChildren(el("p", { class: "said" }, said), el("p", {}, more), next);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    say(`${said} ${more}`);
  }

  function end({ result }) {
    running = null;
    const bar = one => el("div", {}, el("dt", {}, one.name), el("dd", {},
      el("div", { class: "range", "aria-hidden": "true" },
        one.low === null ? "" : el("i", { style: { left: `${100 * one.low}%`, width: `${100 * (one.high - one.low)}%` } }), el("b", { style: { left: `${100 * one.fraction}%` } })),
      el("span", { class: "small" }, one.text)));
    const mark = right => el("span", { class: right ? "right-word" : "wrong-word" }, right ? "✓" : "✗");
    place.replaceChildren(el("div", { class: "quiz-end" },
      el("h2", { tabindex: -1, id: "quiz-verdict" }, result.verdict),
      el("dl", { class: "scores" }, ...result.scores.map(bar)),
      el("p", {}, result.gap),
      result.before && el("p", { class: "muted" }, result.before),
      el("div", { class: "again" }, el("button", { type: "button", class: "main", onclick: tried(() => begin("")) }, "Another twenty"), el("button", { type: "button", onclick: start }, "Back to the start")),
      el("h3", {}, "All of them"),
      el("ol", { class: "seen" }, ...result.images.map(one => el("li", {},
        picture(one.picture, "", [one.label, el("br"), mark(one.you_right), ` you${one.you_right ? "" : `: ${one.you}`}`, el("br"), mark(one.model_right), ` model${one.model_right ? "" : `: ${one.model}`}`])))),
      result.doubts.length ? el("h3", {}, "Where people and the label differ") : "",
      result.doubts.length ? el("p", { class: "small muted" }, result.doubted) : "",
      el("ol", { class: "seen" }, ...result.doubts.map(one => el("li", {}, picture(one.picture, "", one.lines.flatMap(line => [line, el("br")]))))),
      el("p", { class: "small muted" }, `These were the images of seed ${result.seed}.`)));
    byId("quiz-verdict").focus();
    say(result.verdict);
  }

  document.addEventListener("keydown", event => {
    if (!running || running.shown || byId("panel-quiz").hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea") || !/^[0-9]$/.test(event.key)) return;
    if (Number(event.key) < about.classes.length) tried(answer)(Number(event.key));
  });
  start();
}
