// Paper to draw on with finger, pen, mouse or arrow keys. A stroke is a list of points with widths.

const STEP = 12;

export function paper(canvas, { changed, finished, thickness, ask, say }) {
  const pen = canvas.getContext("2d");
  const strokes = [];
  let current = null;
  let cursor = { x: canvas.width / 2, y: canvas.height / 4 };
  let down = false;
  let keyed = false;

  const place = event => {
    const box = canvas.getBoundingClientRect();
    return {
      x: (event.clientX - box.left) * canvas.width / box.width,
      y: (event.clientY - box.top) * canvas.height / box.height,
    };
  };
  // a pen that feels pressure draws thicker when pressed; mouse and finger always say 0.5 or 0
  const width = event => thickness() * (event.pointerType === "pen" && event.pressure ? 0.5 + event.pressure : 1);

  function line(stroke) {
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = pen.fillStyle = "#111";
    const [first] = stroke;
    if (stroke.length === 1) {
      pen.beginPath();
      pen.arc(first.x, first.y, first.width / 2, 0, 2 * Math.PI);
      pen.fill();
    }
    for (let at = 1; at < stroke.length; at += 1) {
      pen.beginPath();
      pen.lineWidth = stroke[at].width;
      pen.moveTo(stroke[at - 1].x, stroke[at - 1].y);
      pen.lineTo(stroke[at].x, stroke[at].y);
      pen.stroke();
    }
  }

  function redraw(withCursor = keyed) {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    strokes.forEach(line);
    if (!withCursor) return;
    pen.lineWidth = 3;
    pen.strokeStyle = down ? "#a4430a" : "#0a5a9c";
    pen.beginPath();
    pen.arc(cursor.x, cursor.y, thickness() / 2 + 5, 0, 2 * Math.PI);
    pen.stroke();
  }

  function begin(point) {
    current = [point];
    strokes.push(current);
    redraw();
    changed(strokes.length);
  }
  function end() {
    if (!current) return;
    current = null;
    finished();
  }

  canvas.addEventListener("pointerdown", event => {
    if (event.button !== 0 || (current && !keyed)) return;
    keyed = down = false;
    canvas.setPointerCapture(event.pointerId);
    begin({ ...place(event), width: width(event) });
    event.preventDefault();
    canvas.focus({ preventScroll: true });
  });
  canvas.addEventListener("pointermove", event => {
    if (!current || keyed) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const point of between.length ? between : [event]) current.push({ ...place(point), width: width(point) });
    redraw();
  });
  for (const kind of ["pointerup", "pointercancel"]) canvas.addEventListener(kind, () => { if (!keyed) end(); });

  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) {
      const step = event.shiftKey ? 3 : STEP;
      const [x, y] = moves[event.key];
      keyed = true;
      cursor = {
        x: Math.min(canvas.width, Math.max(0, cursor.x + step * x)),
        y: Math.min(canvas.height, Math.max(0, cursor.y + step * y)),
      };
      if (down) current.push({ ...cursor, width: thickness() });
      redraw();
    } else if (event.key === " ") {
      keyed = true;
      down = !down;
      if (down) begin({ ...cursor, width: thickness() });
      else { end(); redraw(); }
      say(down ? "Pen down" : "Pen up");
    } else if (event.key.toLowerCase() === "z") undo();
    else if (event.key === "Delete" || event.key === "Backspace") clear();
    else if (event.key === "Enter") { lift(); ask(); }
    else return;
    event.preventDefault();
  });
  canvas.addEventListener("blur", () => { lift(); keyed = false; redraw(); });

  function lift() {
    down = false;
    end();
  }
  function undo() {
    current = null;
    down = false;
    strokes.pop();
    redraw();
    changed(strokes.length);
    if (strokes.length) finished();
    say(strokes.length ? "Last stroke taken back" : "The paper is empty");
  }
  function clear() {
    current = null;
    down = false;
    strokes.length = 0;
    redraw();
    changed(0);
    say("The paper is empty");
  }
  function blob() {
    redraw(false);
    const made = new Promise(done => canvas.toBlob(done, "image/png"));
    redraw();
    return made;
  }
  redraw();
  return { undo, clear, blob, empty: () => !strokes.length };
}
