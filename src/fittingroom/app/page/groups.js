// The answer of a model of attributes, group by group: what it names, or that it is unknown.

import { byId, el, percent, picture } from "./dom.js";
import { familiar, strip } from "./show.js";

const step = (title, ...inside) => el("li", {}, el("h3", {}, title), ...inside);
const named = group => `${group.name}: ${group.chips.join(", ")}`;

export function waiting(about) {
  return el("div", { class: "waiting" },
    el("h2", {}, "What would it say of your picture?"),
    el("p", {}, "Drop, paste or choose a photo. You will see, in this order:"),
    el("ol", {}, ...[
      "what is left of the picture when the model sees it,",
      "whether that looks like anything it was trained on,",
      "group by group its answers, as sets that promise to hold the right one, or that they are unknown,",
      "the training images that come nearest to yours.",
    ].map(line => el("li", {}, line))),
    el("p", { class: "small" }, `Its groups: ${about.groups.map(group => `${group.name} (${group.labels} labels)`).join(", ")}.`));
}

export function show(answer) {
  byId("answer").replaceChildren(el("ol", {},
    step("What is left of it when the model looks", strip(answer), answer.failed && el("p", { class: "failed" }, answer.failed)),
    familiar(answer.familiar),
    step("Group by group", answer.caution && el("p", { class: "measured untested" }, answer.caution),
      el("div", { class: "groups" }, ...answer.groups.map(card))),
    step(answer.nearest.sentence, el("div", { class: "row near" }, ...answer.nearest.images.map(near =>
      picture(near.picture, `training image labelled ${near.label}`, near.label)))),
    answer.truth && step("What is it really?", el("p", {}, answer.truth))));
}

function card(group) {
  return el("section", { class: `group ${group.state}`, "aria-label": group.name },
    el("h4", {}, group.name, el("span", {}, group.asked)),
    el("ul", { class: "chips" }, ...group.chips.map(name => el("li", { class: group.state === "named" && name !== "or none of them" ? null : "other" }, name))),
    el("ul", { class: "bars" }, ...group.bars.map(bar => el("li", { class: bar.named ? "named" : null },
      el("span", {}, bar.name),
      el("span", { class: "bar", "aria-hidden": "true" }, el("i", { style: { width: `${100 * bar.probability}%` } })),
      el("span", { "aria-label": percent(bar.probability) }, bar.text)))),
    el("p", { class: "small" }, group.why),
    el("p", { class: "small muted" }, group.tested));
}

// one line for a narrow screen, on which the answer stands below
export const glimpse = answer =>
  `${answer.groups.filter(group => group.state === "named").map(named).slice(0, 3).join("; ") || "All unknown"}. ${answer.familiar.sentence}\u00a0↓`;

export const spoken = answer =>
  `${answer.familiar.sentence}. ${answer.groups.map(named).join(". ")}.`;
