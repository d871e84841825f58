// Making parts of the page. Text is always text: nothing that a server or a person wrote becomes markup.

export const byId = id => document.getElementById(id);

export function el(tag, given = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, entry] of Object.entries(value)) node.style.setProperty(key, entry);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...inside.filter(piece => piece !== null && piece !== undefined));
  return node;
}

export const picture = (source, alt, caption, kind = "") =>
  el("figure", { class: kind }, el("img", { src: source, alt, class: "pixels" }), caption && el("figcaption", {}, ...[caption].flat()));

// said aloud by a screen reader, seen by nobody
export function say(sentence) {
  byId("spoken").textContent = "";
  requestAnimationFrame(() => { byId("spoken").textContent = sentence; });
}

export function complain(sentence) {
  byId("complaint").textContent = sentence;
  byId("complaint").hidden = !sentence;
}

export const percent = fraction => `${Math.round(100 * fraction)}\u202f%`;
