/** The adapter's side of the protocol: JSON Lines on stdin and stdout. See `../../PROTOCOL.md`. */
import * as host from "@molt/host/cases";
import { resolveFiles } from "./files.js";
import { lines } from "./lines.js";
import { failureOf } from "./run-call.js";

const { HostError, messageOf } = host;

/**
 * A target that runs calls.
 * @typedef {object} Target
 * @property {() => Promise<Hello | Missing>} start
 * @property {(component: { name: string, path: string }) => Promise<void>} open  Makes a component the one that calls go to.
 * @property {(call: import("./run-call.js").Call) => Promise<import("./run-call.js").Result>} run
 * @property {number} [window]  Calls that may be handed to `run` before the first has its result: 1 unless said.
 * @property {(programs: ProgramRun[]) => Promise<void>} [prepare]  Told which programs come next, before the first of them.
 * @property {(program: ProgramRun) => Promise<import("./run-call.js").Result>} program  Runs one in an instance of its own.
 * @property {(request: MeasureRequest) => Promise<Measured>} measure  Of the component that is open.
 * @property {() => Promise<void>} close
 *
 * @typedef {{ type: "hello", target: string, host: string, version: string, features: string[] }} Hello
 * @typedef {{ type: "missing", what: string, fix: string }} Missing
 * @typedef {import("./run-program.js").ProgramRun} ProgramRun
 * @typedef {{ function: string, args: any[], iterations: number }} MeasureRequest
 * @typedef {{ cold_start_ns: number | null, instantiate_ns: number | null, call_ns: number | null }} Measured
 */

/** Seconds that a call may take when the suite says nothing. The suite's own limit is usually shorter. */
export const CALL_SECONDS = 300;

/** @param {object} message */
function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/**
 * Says hello, then answers messages one at a time until `bye` or the end of stdin.
 * @param {Target} target
 */
export async function serve(target) {
  const close = once(() => target.close());
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => void close().finally(() => process.exit(130)));
  }
  try {
    const hello = await target.start();
    send(hello);
    if (hello.type === "missing") return;
    for await (const line of lines(process.stdin)) {
      if (line.trim() === "") continue;
      const message = JSON.parse(line);
      if (message.type === "bye") break;
      await answer(target, message);
    }
  } finally {
    await close();
  }
}

/**
 * @param {() => Promise<void>} action
 */
function once(action) {
  /** @type {Promise<void> | undefined} */
  let running;
  return () => (running ??= action());
}

/**
 * @param {Target} target
 * @param {any} message
 */
async function answer(target, message) {
  try {
    if (message.type === "programs") return await programs(target, message);
    await target.open(message.component);
    if (message.type === "batch") await batch(target, message);
    else if (message.type === "measure") send({ type: "measured", id: message.id, ...(await target.measure(message)) });
    else console.error(`a message of unknown type: ${message.type}`);
  } catch (thrown) {
    const error = { kind: thrown instanceof HostError ? protocolKind(thrown.kind) : "host", message: messageOf(thrown) };
    send({ type: "failed", batch: message.id, error });
  }
}

/**
 * Runs a batch and tells each result as soon as it and all before it are there.
 * @param {Target} target
 * @param {any} message
 * @param {(message: object) => void} [emit]
 */
export async function batch(target, message, emit = send) {
  // Waited for here: calls must be handed over in their order, and files take their time.
  const start = async (/** @type {any} */ call) => {
    const ready = await resolveFiles(call);
    return { result: target.run(ready) };
  };
  await inOrder(target, message.id, message.calls, start, emit);
}

/**
 * @template T
 * @param {Target} target
 * @param {number} id
 * @param {T[]} items
 * @param {(item: T) => Promise<{ result: Promise<any> }>} start
 * @param {(message: object) => void} emit
 */
async function inOrder(target, id, items, start, emit) {
  /** What was handed over, in order: results are sent in the same order. @type {Promise<any>[]} */
  const running = [];
  const sendFirst = async () => emit({ type: "result", batch: id, ...(await running.shift()) });
  for (const item of items) {
    if (running.length >= (target.window ?? 1)) await sendFirst();
    const { result } = await start(item);
    result.catch(() => {}); // reported when its turn comes
    running.push(result);
  }
  while (running.length > 0) await sendFirst();
  emit({ type: "done", batch: id });
}

/**
 * Runs programs, likewise. What is wrong with one is its own outcome.
 * @param {Target} target
 * @param {{ id: number, programs: ProgramRun[] }} message
 * @param {(message: object) => void} [emit]
 */
export async function programs(target, message, emit = send) {
  await target.prepare?.(message.programs);
  const start = async (/** @type {ProgramRun} */ program) => {
    const result = target.program(program).catch((thrown) => ({ call: program.id, outcomes: [failureOf(host, thrown)] }));
    return { result };
  };
  await inOrder(target, message.id, message.programs, start, emit);
}

/** @param {import("@molt/host").HostErrorKind} kind */
function protocolKind(kind) {
  if (kind === "io" || kind === "locked") return "host";
  return kind === "missing-import" ? "compile" : kind;
}
