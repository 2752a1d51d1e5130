/**
 * Jobs for a page. The page asks for the next one, and brings the answer to the last one along: a request that waits until there
 * is something to do, so nothing has to be installed in or attached to the browser.
 */
import { randomBytes } from "node:crypto";

/**
 * @typedef {{ kind: "run" | "measure", batch: number, component: { name: string, url: string }, seconds: number, call?: import("./run-call.js").Call, request?: object, expect?: any }} Job
 * @typedef {{ id: number, value?: any, error?: { kind: string, message: string } }} Answer
 * @typedef {{ job: Job & { id: number }, resolve: (value: any) => void, reject: (error: Error) => void }} Entry
 */

/** A request is answered after this time even when there is nothing to do: proxies and browsers drop silent ones. */
const PATIENCE_MS = 20_000;

export class Exchange {
  constructor() {
    this.session = randomBytes(8).toString("hex");
    this.nextId = 1;
    /** @type {Entry[]} */
    this.queue = [];
    /** @type {Map<number, Entry>} */
    this.out = new Map();
    /** @type {((job: object) => void) | null} */
    this.waiting = null;
    /** @type {(hello: any) => void} */
    this.onHello = () => {};
  }

  /**
   * Has a job done by the page.
   * @param {Job} job
   * @returns {Promise<any>}
   */
  submit(job) {
    return new Promise((resolve, reject) => {
      this.queue.push({ job: { ...job, id: this.nextId++ }, resolve, reject });
      this.hand();
    });
  }

  /** Gives up everything that is not answered. @param {Error} error */
  abandon(error) {
    for (const entry of [...this.out.values(), ...this.queue]) entry.reject(error);
    this.out.clear();
    this.queue = [];
    this.waiting = null;
  }

  /** @param {Answer} answer */
  answer(answer) {
    const entry = this.out.get(answer.id);
    if (!entry) return; // a job that was given up
    this.out.delete(answer.id);
    if (answer.error) entry.reject(Object.assign(new Error(answer.error.message), { kind: answer.error.kind }));
    else entry.resolve(answer.value);
  }

  /**
   * The next job, or `{}` when there is none for a while.
   * @returns {Promise<object>}
   */
  next() {
    this.waiting?.({});
    return new Promise((resolve) => {
      const timer = setTimeout(() => give({}), PATIENCE_MS);
      const give = (/** @type {object} */ job) => {
        clearTimeout(timer);
        if (this.waiting === give) this.waiting = null;
        resolve(job);
      };
      this.waiting = give;
      this.hand();
    });
  }

  hand() {
    const entry = this.waiting ? this.queue.shift() : undefined;
    if (!entry || !this.waiting) return;
    this.out.set(entry.job.id, entry);
    this.waiting(entry.job);
  }
}
