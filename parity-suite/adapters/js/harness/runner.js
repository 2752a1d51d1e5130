/**
 * The worker that runs guests in a page: the page stays alive when a guest hangs, and ends this worker then. It fetches its jobs
 * itself and tells the page what it does.
 */
import * as host from "/host/shared/cases.js";
import { load } from "/host/browser/index.js";
import { measure } from "/lib/measure.js";
import { failureOf, Runner } from "/lib/run-call.js";
import { runProgram } from "/lib/run-program.js";

/** @type {{ batch: number, url: string, runner: Runner } | null} */
let opened = null;
/** Programs by URL: a component is compiled once, its instances are new in each batch. @type {Map<string, Promise<any>>} */
const programs = new Map();

/** Core modules by digest: Python programs have one runtime in common. */
const modules = new Map();

/** @param {any} job */
async function openRunner({ batch, component }) {
  const last = /** @type {{ batch: number, url: string, runner: Runner } | null} */ (opened);
  if (last !== null && last.batch === batch && last.url === component.url) return last.runner;
  let program = programs.get(component.url);
  if (!program) programs.set(component.url, (program = load(component.url, { name: component.name })));
  const runner = new Runner(await program, host);
  opened = { batch, url: component.url, runner };
  return runner;
}

/** @param {any} job */
async function work(job) {
  if (job.kind === "measure") return measure(() => load(job.component.url, { name: job.component.name }), host, job.request);
  if (job.kind === "program") {
    return runProgram(() => load(job.component.url, { name: job.component.name, modules }), job.call, (thrown) => failureOf(host, thrown));
  }
  return (await openRunner(job)).run(job.call);
}

/** @param {any} job */
async function answerTo(job) {
  try {
    return { id: job.id, value: await work(job) };
  } catch (thrown) {
    const kind = thrown instanceof host.HostError ? thrown.kind : "host";
    return { id: job.id, error: { kind, message: host.messageOf(thrown) } };
  }
}

/**
 * Programs after which this worker is replaced: the JavaScript of each stays until the worker ends, and memories that nobody uses any
 * more are collected late. With 340 programs in one worker the last took ten times as long as the first.
 */
const PROGRAMS = 64;

/** Milliseconds after which answers are sent even though more jobs wait. */
const SEND_AFTER = 100;

/** @param {string} session */
async function loop(session) {
  const ask = (/** @type {string} */ path, /** @type {object} */ body) => fetch(path, { method: "POST", body: JSON.stringify({ session, ...body }) });
  let answers = [];
  let programs = 0;
  for (let fresh = true; ; fresh = false) {
    const response = await ask("/api/next", { fresh, answers });
    if (!response.ok) return postMessage({ type: "end" });
    answers = [];
    let sent = performance.now();
    for (const job of (await response.json()).jobs) {
      postMessage({ type: "started", job });
      const answer = await answerTo(job);
      answers.push(answer);
      postMessage({ type: "finished", answer });
      if (job.kind === "program") programs += 1;
      if (performance.now() - sent > SEND_AFTER) {
        await ask("/api/answer", { answers });
        answers = [];
        sent = performance.now();
      }
    }
    if (programs >= PROGRAMS) {
      await ask("/api/answer", { answers });
      return postMessage({ type: "used" });
    }
  }
}

addEventListener("message", (event) => {
  loop(event.data.session).catch((thrown) => postMessage({ type: "end", message: host.messageOf(thrown) }));
}, { once: true });
