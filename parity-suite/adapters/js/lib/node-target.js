/** Node as a target: guests run in a worker thread. */
import { Worker } from "node:worker_threads";
import { HostError } from "@molt/host/cases";
import { transpiledFolder } from "./components.js";
import { CALL_SECONDS } from "./protocol.js";
import { crashed, timedOut, withTimeout } from "./timeout.js";

/** Programs that a thread runs before it is replaced: what each leaves behind (JavaScript of its own) is not collected. */
const PROGRAMS = 96;

export class NodeTarget {
  constructor() {
    /** Programs that the thread has run. */
    this.programs = 0;
    /** @type {Worker | null} */
    this.thread = null;
    /** @type {{ type: "open", folder: string, name: string } | null} */
    this.opened = null;
  }

  /** @returns {Promise<import("./protocol.js").Hello>} */
  async start() {
    const jspi = "Suspending" in WebAssembly;
    return { type: "hello", target: "node", host: "Node.js", version: process.versions.node, features: jspi ? ["sync", "async"] : ["sync"] };
  }

  /** @param {{ name: string, path: string }} component */
  async open(component) {
    const { folder } = await transpiledFolder(component);
    const same = this.thread !== null && this.opened?.folder === folder && this.opened.name === component.name;
    this.opened = { type: "open", folder, name: component.name };
    // A thread of its own for each batch: nothing is left of what another component did.
    if (!same) await this.restart();
    else await this.ask(this.opened);
  }

  async restart() {
    await this.close();
    this.thread = new Worker(new URL("./node-thread.js", import.meta.url));
    if (this.opened) await this.ask(this.opened);
  }

  /** @param {import("./run-call.js").Call} call */
  async run(call) {
    const seconds = call.timeout ?? CALL_SECONDS;
    if (!this.thread) await this.restart();
    // A thread that dies (out of memory) costs its call and its shared instance; the batch goes on in a new one.
    const answer = this.ask({ type: "run", call }).catch((thrown) => crashed(call, thrown));
    return withTimeout(answer, seconds, async () => {
      await this.restart();
      return timedOut(call, seconds);
    });
  }

  /** @param {import("./run-program.js").ProgramRun} run */
  async program(run) {
    const seconds = run.timeout ?? CALL_SECONDS;
    const { folder } = await transpiledFolder(run.component);
    if (!this.thread || this.opened || this.programs >= PROGRAMS) {
      this.opened = null;
      this.programs = 0;
      await this.restart();
    }
    this.programs += 1;
    const answer = this.ask({ type: "program", folder, run }).catch((thrown) => crashed(run, thrown));
    return withTimeout(answer, seconds, async () => {
      await this.restart();
      return timedOut(run, seconds);
    });
  }

  /** @param {import("./protocol.js").MeasureRequest} request */
  async measure(request) {
    await this.restart();
    return this.ask({ type: "measure", request });
  }

  /**
   * @param {object} message
   * @returns {Promise<any>}
   */
  ask(message) {
    const thread = this.thread;
    if (!thread) return Promise.reject(new Error("no thread is running"));
    return new Promise((resolve, reject) => {
      const settle = (/** @type {() => void} */ action) => {
        thread.off("message", onMessage).off("error", onError).off("exit", onExit);
        action();
      };
      const onMessage = (/** @type {any} */ reply) => settle(() =>
        reply.error ? reject(new HostError(reply.error.kind, reply.error.message)) : resolve(reply.value));
      const onError = (/** @type {Error} */ error) => settle(() => {
        this.thread = null;
        reject(error);
      });
      const onExit = (/** @type {number} */ code) => onError(new Error(`the thread ended with code ${code}`));
      thread.on("message", onMessage).on("error", onError).on("exit", onExit);
      thread.postMessage(message);
    });
  }

  async close() {
    const thread = this.thread;
    this.thread = null;
    await thread?.terminate();
  }
}
