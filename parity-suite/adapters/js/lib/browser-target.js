/** A browser as a target: the harness page in a headless browser, fed by a server on loopback. */
import { HostError } from "@molt/host/cases";
import { browserVersion, BrowserProcess, findBrowser, recipe } from "./browser-process.js";
import { transpiledFolder } from "./components.js";
import { Exchange } from "./exchange.js";
import { HarnessServer } from "./http-server.js";
import { CALL_SECONDS } from "./protocol.js";
import { crashed, withTimeout } from "./timeout.js";

/** Seconds that a browser may take to show the page. */
const START_SECONDS = 60;
/** Seconds after a call's own limit when the page, which watches the limit itself, counts as hung. */
const GRACE_SECONDS = 10;
/** Seconds without a sign of life after which a page counts as crashed. */
const SILENCE_SECONDS = 30;
/** Seconds for one measurement. */
const MEASURE_SECONDS = 120;

export class BrowserTarget {
  /** @param {import("./browser-process.js").Engine} engine */
  constructor(engine) {
    this.engine = engine;
    this.path = findBrowser(engine);
    this.server = new HarnessServer();
    this.url = "";
    this.batch = 0;
    this.component = { name: "", url: "" };
    /** @type {BrowserProcess | null} */
    this.browser = null;
    /** @type {Exchange | null} */
    this.exchange = null;
    /** @type {Promise<any> | null} */
    this.starting = null;
    /** Calls that are done again, one after the other. @type {Promise<any>} */
    this.alone = Promise.resolve();
    /** Calls that the suite's side may submit before the first is answered. */
    this.window = 64;
  }

  /** @returns {Promise<import("./protocol.js").Hello | import("./protocol.js").Missing>} */
  async start() {
    const { what, fix } = recipe(this.engine);
    if (this.path === null) return { type: "missing", what, fix };
    this.url = await this.server.listen();
    const version = await browserVersion(this.path);
    const page = await this.launch();
    return {
      type: "hello", target: this.engine, host: what, version: version ?? page.version,
      features: page.jspi ? ["sync", "async"] : ["sync"],
    };
  }

  /** Starts the browser and waits for the page. */
  async launch() {
    if (this.path === null) throw new Error("no browser");
    const exchange = new Exchange();
    this.exchange = exchange;
    this.server.sessions.set(exchange.session, exchange);
    /** @type {Promise<any>} */
    const hello = new Promise((resolve) => (exchange.onHello = resolve));
    const browser = await BrowserProcess.start(this.engine, this.path, `${this.url}?session=${exchange.session}`);
    this.browser = browser;
    void browser.exited.then(() => exchange.abandon(new Error(`${recipe(this.engine).what} ended`)));
    const ended = browser.exited.then(() => {
      throw new Error(`${this.path} ended before it showed the page`);
    });
    return withTimeout(Promise.race([hello, ended]), START_SECONDS, async () => {
      await this.end();
      throw new Error(`${this.path} did not show the page within ${START_SECONDS} s`);
    });
  }

  async end() {
    if (this.exchange) this.server.sessions.delete(this.exchange.session);
    this.exchange?.abandon(new Error("the browser was ended"));
    this.exchange = null;
    const browser = this.browser;
    this.browser = null;
    await browser?.stop();
  }

  /** @param {{ name: string, path: string }} component */
  async open(component) {
    const transpiled = await transpiledFolder(component, { multiMemory: true });
    this.component = { name: component.name, url: this.server.addComponent(transpiled) };
    this.batch += 1;
  }

  /**
   * Runs a call. Several may be submitted at once: a page does them in order. When it dies, they are done again one by one,
   * so that only the one that killed it has no answer.
   * @param {import("./run-call.js").Call} call
   */
  async run(call) {
    const seconds = call.timeout ?? CALL_SECONDS;
    return this.attempt({ kind: /** @type {const} */ ("run"), batch: this.batch, component: this.component, seconds, call }, call);
  }

  /** @param {import("./run-program.js").ProgramRun} run */
  async program(run) {
    const transpiled = await transpiledFolder(run.component, { multiMemory: true });
    const component = { name: run.component.name, url: this.server.addComponent(transpiled) };
    return this.attempt({ kind: /** @type {const} */ ("program"), batch: -1, component, seconds: run.timeout ?? CALL_SECONDS, call: run }, run);
  }

  /**
   * @param {import("./exchange.js").Job} job
   * @param {{ id: string }} call
   */
  async attempt(job, call) {
    try {
      return await this.submit(job);
    } catch (thrown) {
      if (thrown instanceof HostError) throw thrown;
      return (this.alone = this.alone.then(() => this.submit(job).catch((again) => crashed(call, again))));
    }
  }

  /** @param {import("./protocol.js").MeasureRequest} request */
  async measure(request) {
    const job = { kind: /** @type {const} */ ("measure"), batch: this.batch, component: this.component, seconds: MEASURE_SECONDS, request };
    return this.submit(job);
  }

  /**
   * @param {import("./exchange.js").Job} job
   * @returns {Promise<any>}
   */
  async submit(job) {
    const exchange = await this.page();
    try {
      return await this.watch(exchange, job, exchange.submit(job));
    } catch (thrown) {
      // An error with a kind is the host's in the page; one without is the end of the browser.
      const kind = /** @type {any} */ (thrown).kind;
      throw kind && kind !== "host" ? new HostError(kind, /** @type {Error} */ (thrown).message) : thrown;
    }
  }

  /** The page that runs; a new one when there is none. @returns {Promise<Exchange>} */
  page() {
    if (this.exchange && this.browser && !this.browser.ended) return Promise.resolve(this.exchange);
    this.starting ??= this.end().then(() => this.launch()).finally(() => (this.starting = null));
    return this.starting.then(() => /** @type {Exchange} */ (this.exchange));
  }

  /**
   * Waits for a job's answer as long as the page shows life and gets on. The page itself watches each call's limit.
   * @param {Exchange} exchange
   * @param {import("./exchange.js").Job} job
   * @param {Promise<any>} answer
   * @returns {Promise<any>}
   */
  async watch(exchange, job, answer) {
    const submitted = Date.now();
    const check = setInterval(() => {
      const silent = (Date.now() - exchange.lastSeen) / 1000;
      const idle = (Date.now() - Math.max(exchange.lastAnswer, submitted)) / 1000;
      const reason = silent > SILENCE_SECONDS ? `the page gave no sign of life for ${SILENCE_SECONDS} s`
        : idle > job.seconds + GRACE_SECONDS ? `no answer within ${job.seconds} s` : null;
      if (reason === null || exchange !== this.exchange) return;
      exchange.abandon(new Error(reason));
      void this.end();
    }, 1_000);
    try {
      return await answer;
    } finally {
      clearInterval(check);
    }
  }

  async close() {
    await this.end();
    this.server.close();
  }
}
