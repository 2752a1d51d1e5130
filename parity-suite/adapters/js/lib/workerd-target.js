/** workerd as a target: one process for one component. */
import { rename, rm } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { HostError } from "@molt/host/cases";
import { readTranspiled } from "@molt/host/cache";
import { writeWorkerFolder } from "@molt/host/worker-folder";
import { CACHE, transpiledFolder } from "./components.js";
import { CALL_SECONDS } from "./protocol.js";
import { crashed, timedOut, withTimeout } from "./timeout.js";
import { findWorkerd, WorkerdProcess, writeConfiguration } from "./workerd-process.js";
import { writeProgramsFolder } from "./workerd-programs.js";

/** Seconds for one measurement. */
const MEASURE_SECONDS = 120;
/** Instances that the time of one is the mean of. */
const INSTANCES = 200;

export class WorkerdTarget {
  constructor() {
    this.workerd = findWorkerd();
    this.folder = "";
    /** @type {WorkerdProcess | null} */
    this.process = null;
  }

  /** @returns {Promise<import("./protocol.js").Hello | import("./protocol.js").Missing>} */
  async start() {
    if (!this.workerd) return { type: "missing", what: "workerd", fix: "npm install (this platform may have no workerd package)" };
    return { type: "hello", target: "worker", host: "workerd", version: this.workerd.version, features: ["sync", "async"] };
  }

  /** @param {{ name: string, path: string }} component */
  async open(component) {
    const { folder: transpiled } = await transpiledFolder(component, { multiMemory: true });
    const folder = await this.workerFolder(transpiled, component.name);
    if (this.process && this.folder === folder) {
      await this.process.ask({ type: "open" });
      return;
    }
    await this.stop();
    this.folder = folder;
    await this.running();
  }

  /**
   * The folder that workerd runs, made anew when the component or a file of this adapter changed.
   * @param {string} transpiled
   * @param {string} name
   */
  async workerFolder(transpiled, name) {
    const folder = join(`${transpiled}-worker`, createHash("sha256").update(name).digest("hex").slice(0, 16));
    const temporary = `${folder}.${process.pid}`;
    const modules = await writeWorkerFolder(await readTranspiled(transpiled), name, temporary);
    await writeConfiguration(temporary, modules);
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
    return folder;
  }

  /**
   * One process for all of these programs: each start costs more than running dozens.
   * @param {import("./run-program.js").ProgramRun[]} programs
   */
  async prepare(programs) {
    await this.stop();
    const temporary = join(CACHE, `workerd-programs.${process.pid}`);
    await rm(temporary, { recursive: true, force: true });
    const modules = await writeProgramsFolder(programs, temporary);
    await writeConfiguration(temporary, modules, "programs");
    this.folder = temporary;
  }

  /** @param {import("./run-program.js").ProgramRun} run */
  async program(run) {
    const seconds = run.timeout ?? CALL_SECONDS;
    const process = await this.running();
    const answer = process.ask({ type: "program", run }).catch(async (thrown) => {
      await this.stop();
      return crashed(run, thrown);
    });
    return withTimeout(answer, seconds, async () => {
      await this.stop();
      return timedOut(run, seconds);
    });
  }

  /** The process, started when there is none. */
  async running() {
    if (!this.workerd) throw new HostError("unsupported", "workerd is not installed");
    if (this.process?.ended) await this.stop();
    return (this.process ??= await WorkerdProcess.start(this.workerd.path, this.folder));
  }

  /** @param {import("./run-call.js").Call} call */
  async run(call) {
    const seconds = call.timeout ?? CALL_SECONDS;
    const process = await this.running();
    const answer = process.ask({ type: "run", call }).catch(async (thrown) => {
      await this.stop();
      return crashed(call, thrown);
    });
    return withTimeout(answer, seconds, async () => {
      await this.stop();
      return timedOut(call, seconds);
    });
  }

  /**
   * Times are taken here, since a worker's own clock stands still: each is a message that has a thing done many times, less
   * one that has it done never. The cold start has the start of workerd in it.
   * @param {import("./protocol.js").MeasureRequest} request
   */
  async measure(request) {
    const work = async () => {
      await this.stop();
      const start = performance.now();
      const process = await this.running();
      const repeat = (/** @type {number} */ times) => this.time(process, { type: "repeat", function: request.function, args: request.args, times });
      await repeat(1);
      const cold = performance.now() - start;
      const instantiate = await this.perItem((times) => this.time(process, { type: "instantiate", times }), INSTANCES);
      await repeat(Math.min(request.iterations, 2_000));
      const call = await this.perItem(repeat, request.iterations);
      return { cold_start_ns: cold * 1e6, instantiate_ns: instantiate * 1e6, call_ns: call * 1e6 };
    };
    return withTimeout(work(), MEASURE_SECONDS, async () => {
      await this.stop();
      throw new HostError("unsupported", `no measurement within ${MEASURE_SECONDS} s`);
    });
  }

  /** @param {(times: number) => Promise<number>} run @param {number} times */
  async perItem(run, times) {
    const nothing = Math.min(await run(0), await run(0), await run(0));
    return Math.max(0, (await run(times)) - nothing) / times;
  }

  /** @param {WorkerdProcess} process @param {object} message */
  async time(process, message) {
    const start = performance.now();
    await process.ask(message);
    return performance.now() - start;
  }

  async stop() {
    const process = this.process;
    this.process = null;
    await process?.stop();
  }

  async close() {
    await this.stop();
    await rm(join(CACHE, `workerd-programs.${process.pid}`), { recursive: true, force: true });
  }
}
