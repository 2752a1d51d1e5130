/** The harness page: starts the worker, watches over it, shows what it does. */

/** Answers that are kept in case the worker is ended: more than it is ever given at once. */
const RECENT = 64;
/** Milliseconds between two signs of life to the server. */
const HEARTBEAT = 1_000;
/** Rows that are kept in the page; older ones are counted but no longer shown. */
const MAX_ROWS = 400;

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const counts = { done: 0, value: 0, error: 0, trap: 0, refused: 0, wrong: 0 };
/** The job that runs. @type {{ job: any, timer: ReturnType<typeof setTimeout> } | null} */
let current = null;
/** Answers since the last sign of life: the worker may not have sent them. @type {any[]} */
let recent = [];
/** @type {Worker | null} */
let worker = null;
/** The worker said something: its code is there. */
let loaded = false;
let session = "";
/** @type {ReturnType<typeof setInterval> | undefined} */
let heartbeat;
let expecting = false;
/** Calls that there will be; 0 when nobody knows. */
let total = 0;

/** @param {string} text @param {string} [state] */
function status(text, state = "busy") {
  $("status").textContent = text;
  document.body.dataset.state = state;
}

/** @param {string} path @param {object} body */
async function post(path, body) {
  return fetch(path, { method: "POST", body: JSON.stringify(body) });
}

function startWorker() {
  worker = new Worker("/harness/runner.js", { type: "module" });
  loaded = false;
  worker.onmessage = (event) => onMessage(event.data);
  worker.onerror = (event) => void (loaded ? stopped(`The worker failed: ${event.message || "see the console"}`) : notLoaded());
  worker.postMessage({ session });
}

/** @param {any} message */
function onMessage(message) {
  loaded = true;
  if (message.type === "started") {
    const { job } = message;
    current = { job, timer: setTimeout(() => void timedOut(), job.seconds * 1000) };
    // Changing the page for each of thousands of calls would cost more than the calls.
    if (counts.done % 16 === 0) status(`Running ${job.call?.id ?? job.kind} on ${job.component.name}`);
  } else if (message.type === "finished" && current) {
    clearTimeout(current.timer);
    record(current.job, message.answer);
    recent = [...recent.slice(-RECENT), message.answer];
    current = null;
  } else if (message.type === "used") {
    worker?.terminate();
    startWorker();
  } else if (message.type === "end") {
    paint();
    if (message.message) status(message.message, "failed");
    else status(summary(), counts.wrong > 0 ? "failed" : "done");
  }
}

function summary() {
  const wrong = expecting ? `, ${counts.wrong} of them not as expected` : "";
  return `Done: ${counts.done.toLocaleString()} calls${wrong}.`;
}

/** The guest hangs: its worker is ended, and a new one goes on with the next call. */
async function timedOut() {
  if (!current) return;
  const { job } = current;
  current = null;
  worker?.terminate();
  const message = `no answer within ${job.seconds} s; the instance was ended`;
  const answer = job.kind !== "measure"
    ? { id: job.id, value: { call: job.call.id, outcomes: [{ error: { kind: "timeout", message } }] } }
    : { id: job.id, error: { kind: "timeout", message } };
  record(job, answer);
  await post("/api/answer", { session, answers: [...recent, answer] });
  startWorker();
}

/** The worker may be busy for minutes: that the page lives, and what is done already, is told from here. */
async function signOfLife() {
  const answers = recent;
  recent = [];
  await post("/api/alive", { session, answers });
}

/** @param {string} message */
async function stopped(message) {
  status(message, "failed");
  const failed = current ? [{ id: current.job.id, error: { kind: "host", message } }] : [];
  if (current) clearTimeout(current.timer);
  current = null;
  worker?.terminate();
  await post("/api/answer", { session, answers: [...recent, ...failed] });
  startWorker();
}

/** Starting the worker again would fail again. The server learns from the silence that nothing runs here. */
function notLoaded() {
  clearInterval(heartbeat);
  worker?.terminate();
  status("The worker's code cannot be loaded: run `npm run build` in the project's root, then load this page again. The console says more.", "failed");
}

/** @param {any} outcome @returns {"value" | "error" | "trap" | "refused"} */
function kindOf(outcome) {
  if (outcome?.trap) return "trap";
  if (outcome?.error) return "refused";
  return outcome?.ok && typeof outcome.ok === "object" && "err" in outcome.ok ? "error" : "value";
}

const WORDS = { value: "value", error: "error value", trap: "trap", refused: "refused", wrong: "unexpected" };

/** @type {{ kind: keyof typeof WORDS, name: string, text: string }[]} */
let fresh = [];

/** @param {any} job @param {any} answer */
function record(job, answer) {
  if (job.kind === "measure") return;
  const outcomes = answer.value?.outcomes ?? [{ error: answer.error }];
  let kind = /** @type {keyof typeof WORDS} */ (kindOf(outcomes.at(-1)));
  counts.done += 1;
  counts[kind] += 1;
  if (job.expect !== undefined) {
    expecting = true;
    if (!agrees(job.expect, outcomes)) {
      kind = "wrong";
      counts.wrong += 1;
    }
  }
  const plain = (/** @type {any[]} */ list) => JSON.stringify(list.length === 1 ? list[0] : list, null, 1);
  const text = kind === "wrong" ? `${plain(outcomes)}\n\nexpected:\n${plain(job.expect)}` : plain(outcomes);
  fresh.push({ kind, name: `${job.component.name}: ${job.call.id}`, text: text.length > 4000 ? `${text.slice(0, 4000)} ...` : text });
  if (fresh.length === 1) requestAnimationFrame(paint);
}

/** Compares outcomes: traps and refusals by kind, values exactly. @param {any} expected @param {any} found @returns {boolean} */
function agrees(expected, found) {
  const plain = (/** @type {any} */ outcomes) => JSON.stringify(outcomes.map((/** @type {any} */ o) =>
    o.trap ? "trap" : o.error ? { error: o.error.kind } : o));
  return plain(expected) === plain(found);
}

function paint() {
  const rows = $("rows");
  const filter = /** @type {HTMLInputElement} */ ($("filter")).value.toLowerCase();
  const shown = fresh.filter(({ kind }, i) => kind === "wrong" || i >= fresh.length - MAX_ROWS);
  for (const { kind, name, text } of shown) {
    const row = document.createElement("details");
    row.dataset.kind = kind;
    const summary = document.createElement("summary");
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.textContent = WORDS[kind];
    summary.append(badge, name);
    const body = document.createElement("pre");
    body.textContent = text;
    row.append(summary, body);
    row.hidden = filter !== "" && !name.toLowerCase().includes(filter);
    // What is not as expected has a place of its own: it must not be pushed out.
    (kind === "wrong" ? $("wrong-rows") : rows).prepend(row);
  }
  fresh = [];
  for (const list of [rows, $("wrong-rows")]) while (list.childElementCount > MAX_ROWS) list.lastElementChild?.remove();
  $("done").textContent = counts.done.toLocaleString();
  for (const key of /** @type {const} */ (["value", "error", "trap", "refused", "wrong"])) $(key).textContent = counts[key].toLocaleString();
  $("wrong-box").hidden = !expecting;
  if (total > 0) {
    $("total").textContent = ` of ${total.toLocaleString()}`;
    const bar = /** @type {HTMLElement} */ (document.querySelector(".bar"));
    bar.classList.add("known");
    bar.style.setProperty("--part", String(Math.min(1, counts.done / total)));
  }
  $("empty").hidden = rows.childElementCount > 0;
}

function applyFilter() {
  const filter = /** @type {HTMLInputElement} */ ($("filter")).value.toLowerCase();
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("section details"))) {
    row.hidden = filter !== "" && !(row.firstElementChild?.textContent ?? "").toLowerCase().includes(filter);
  }
}

/** Name and version as the browser gives them. */
function browserName() {
  const agent = navigator.userAgent;
  const known = /(Firefox|Edg|Chrome|Version)\/([\d.]+)/.exec(agent);
  if (!known) return { host: "Browser", version: "unknown" };
  const names = /** @type {Record<string, string>} */ ({ Chrome: "Chromium", Edg: "Edge", Version: "Safari" });
  return { host: names[known[1] ?? ""] ?? known[1], version: known[2] };
}

async function start() {
  const { host, version } = browserName();
  const jspi = "Suspending" in WebAssembly;
  $("engine").textContent = `${host} ${version}, JSPI ${jspi ? "available" : "missing: async cases are refused"}`;
  $("filter").addEventListener("input", applyFilter);
  const wanted = new URL(location.href).searchParams.get("session");
  const response = await post("/api/visit", { session: wanted, host, version, jspi });
  ({ session, total = 0 } = await response.json());
  if (!session) return status("The server has nothing to run.", "done");
  status("Waiting for the first call");
  startWorker();
  heartbeat = setInterval(() => void signOfLife().catch(() => {}), HEARTBEAT);
}

start().catch((thrown) => status(`Cannot reach the server: ${thrown.message}`, "failed"));
