// Every request of this page goes through here, to this machine and nowhere else.

const BUSY_TRIES = 5;

export async function ask(path, body, { signal, query = {} } = {}) {
  const address = `${path}?${new URLSearchParams(query)}`;
  const json = body !== undefined && !(body instanceof Blob);
  const options = body === undefined ? {} : {
    method: "POST",
    body: json ? JSON.stringify(body) : body,
    headers: { "Content-Type": json ? "application/json" : "application/octet-stream" },
  };
  for (let attempt = 1; ; attempt += 1) {
    const answer = await sent(address, { ...options, signal });
    if (answer.status === 503 && attempt < BUSY_TRIES) {
      const seconds = Number(answer.headers.get("Retry-After")) || 1;
      await new Promise(done => setTimeout(done, 1000 * seconds * (0.5 + Math.random())));
      continue;
    }
    const said = await answer.json().catch(() => ({ error: `the server answered ${answer.status}` }));
    if (!answer.ok) throw new Error(said.error);
    return said;
  }
}

async function sent(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The server does not answer: is `fittingroom app` still running?");
  }
}
