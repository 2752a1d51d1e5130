/**
 * Jobs for a page. The page asks for the next ones and brings its answers along: a request that waits until there is
 * something to do, so nothing has to be installed in or attached to the browser.
 */
import { randomBytes } from "node:crypto";

/**
 * @typedef {{ kind: "run" | "program" | "measure", batch: number, component: { name: string, url: string }, seconds: number, call?: import("./run-call.js").Call | import("./run-program.js").ProgramRun, request?: object, expect?: any }} Job
 * @typedef {{ id: number, value?: any, error?: { kind: string, message: string } }} Answer
 * @typedef {{ job: Job & { id: number }, resolve: (value: any) => void, reject: (error: Error) => void }} Entry
 */

/** A request is answered after this time even when there is nothing to do: proxies and browsers drop silent ones. */
const PATIENCE_MS = 20_000;
/** Jobs in one answer: a request costs as much as dozens of small calls. */
const HANDFUL = 32;

export class Exchange {
  constructor() {
    this.session = randomBytes(8).toString("hex");
    this.nextId = 1;
    /** Jobs that there will be; 0 when nobody knows. */
    this.total = 0;
    /** When the page was last heard of. */
    this.lastSeen = Date.now();
    /** When the last answer came. */
    this.lastAnswer = Date.now();
    /** @type {Entry[]} */
    this.queue = [];
    /** Handed to the page and not answered, in order. @type {Map<number, Entry>} */
    this.out = new Map();
    /** @type {((jobs: Job[]) => void) | null} */
    this.waiting = null;
    /** @type {(hello: any) => void} */
    this.onHello = () => {};
  }

  /**
   * Has a job done by the page. Jobs are done one at a time, in the order of submission.
   * @param {Job} job
   * @returns {Promise<any>}
   */
  submit(job) {
    return new Promise((resolve, reject) => {
      this.queue.push({ job: { ...job, id: this.nextId++ }, resolve, reject });
      // A moment later, so that jobs which are submitted together are handed over together.
      setImmediate(() => this.hand());
    });
  }

  /** Gives up everything that is not answered, and lets a page that waits go. @param {Error} error */
  abandon(error) {
    for (const entry of [...this.out.values(), ...this.queue]) entry.reject(error);
    this.out.clear();
    this.queue = [];
    this.waiting?.([]);
  }

  /** @param {Answer[]} answers */
  answer(answers) {
    for (const answer of answers) {
      const entry = this.out.get(answer.id);
      if (!entry) continue; // a job that was given up, or that is answered already
      this.out.delete(answer.id);
      this.lastAnswer = Date.now();
      if (answer.error) entry.reject(Object.assign(new Error(answer.error.message), { kind: answer.error.kind }));
      else entry.resolve(answer.value);
    }
  }

  /**
   * The next jobs, or none when there are none for a while.
   * @param {boolean} fresh  Asked by a worker that just started: what an ended one had not done is handed out again.
   * @returns {Promise<Job[]>}
   */
  next(fresh) {
    this.waiting?.([]);
    if (fresh) {
      this.queue.unshift(...this.out.values());
      this.out.clear();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => give([]), PATIENCE_MS);
      const give = (/** @type {Job[]} */ jobs) => {
        clearTimeout(timer);
        if (this.waiting === give) this.waiting = null;
        resolve(jobs);
      };
      this.waiting = give;
      this.hand();
    });
  }

  hand() {
    if (!this.waiting || this.queue.length === 0) return;
    const entries = this.queue.splice(0, HANDFUL);
    for (const entry of entries) this.out.set(entry.job.id, entry);
    this.waiting(entries.map((entry) => entry.job));
  }
}
