/**
 * Runs the calls of a batch on a program. It knows nothing of the engine that it runs in: every target uses this file.
 * The protocol is described in `../../PROTOCOL.md`.
 */

/**
 * @typedef {import("@molt/host").Program} Program
 * @typedef {import("@molt/host").Instance} Instance
 * @typedef {import("@molt/host").Type} Type
 * @typedef {{ function: string, args: any[], let?: string, digest?: boolean, take?: number }} Step
 * @typedef {{ id: string, instance: "shared" | "fresh", steps: Step[], timeout?: number }} Call
 * @typedef {{ ok: any } | { trap: { message: string } } | { error: { kind: string, message: string } }} Outcome
 * @typedef {{ call: string, outcomes: Outcome[], ns?: number }} Result
 */

/** Byte lists and strings above this many bytes travel as digests when a step asks for it. */
const LARGE = 256;

/** Kinds of the protocol; whatever else a host says is a fault of the host. */
const KINDS = new Set(["missing-function", "wrong-arguments", "not-a-component", "compile", "unsupported"]);

export class Runner {
  /**
   * @param {Program} program
   * @param {typeof import("@molt/host/cases")} host
   */
  constructor(program, host) {
    this.program = program;
    this.host = host;
    /** @type {Instance | null} */
    this.shared = null;
    /** Resources that nobody dropped stay alive: were they collected, their destructors would run at a random moment. */
    /** @type {unknown[]} */
    this.kept = [];
  }

  /**
   * @param {Call} call
   * @returns {Promise<Result>}
   */
  async run(call) {
    /** @type {Outcome[]} */
    const outcomes = [];
    const variables = new Map();
    let ns = 0;
    try {
      const instance = await this.instanceFor(call);
      const start = performance.now();
      for (const step of call.steps) {
        const outcome = await this.step(instance, step, variables);
        outcomes.push(outcome);
        if (!("ok" in outcome)) break;
      }
      ns = Math.round((performance.now() - start) * 1e6);
      if (instance.trapped) this.shared = null;
    } catch (thrown) {
      outcomes.push(this.failure(thrown));
    }
    return { call: call.id, outcomes, ns };
  }

  /** @param {Call} call */
  async instanceFor(call) {
    if (call.instance === "fresh") return this.program.instantiate();
    this.shared ??= await this.program.instantiate();
    return this.shared;
  }

  /**
   * @param {Instance} instance
   * @param {Step} step
   * @param {Map<string, unknown>} variables
   * @returns {Promise<Outcome>}
   */
  async step(instance, step, variables) {
    try {
      return { ok: await this.value(instance, step, variables) };
    } catch (thrown) {
      return this.failure(thrown);
    }
  }

  /**
   * @param {Instance} instance
   * @param {Step} step
   * @param {Map<string, unknown>} variables
   */
  async value(instance, step, variables) {
    const { argumentsFromJson, HostError, holdsAsync, parseFunctionName, readAsync, toJson } = this.host;
    const variable = (/** @type {string} */ name) => variables.get(name);
    if (parseFunctionName(step.function).kind === "resource-drop") {
      const handle = variable(step.args[0]?.var);
      if (!handle) throw new HostError("wrong-arguments", `no resource is called ${JSON.stringify(step.args[0])}`);
      instance.dropResource(handle);
      return null;
    }
    const type = this.program.type(step.function);
    const args = argumentsFromJson(type.params, step.args, { variable });
    const result = await instance.outcome(step.function, args);
    if (type.result === null) return null;
    const handle = findHandle(type.result, result);
    if (handle !== undefined) this.kept.push(result);
    if (step.let !== undefined) variables.set(step.let, handle);
    const read = holdsAsync(type.result) ? await readAsync(type.result, result, step.take === undefined ? {} : { take: step.take }) : result;
    if (!step.digest) return toJson(type.result, read);
    const digests = new Digests();
    const json = toJson(type.result, read, { large: (value) => digests.of(value) });
    await digests.done();
    return json;
  }

  /** @param {unknown} thrown */
  failure(thrown) {
    return failureOf(this.host, thrown);
  }
}

/**
 * The outcome that something thrown is.
 * @param {typeof import("@molt/host/cases")} host
 * @param {unknown} thrown
 * @returns {Outcome}
 */
export function failureOf({ HostError, messageOf, TrapError }, thrown) {
  if (thrown instanceof TrapError) return { trap: { message: thrown.message } };
  const kind = thrown instanceof HostError && KINDS.has(thrown.kind) ? thrown.kind : "host";
  return { error: { kind, message: messageOf(thrown) } };
}

/** Digests that are computed while the JSON around them is made already. */
class Digests {
  constructor() {
    /** @type {Promise<void>[]} */
    this.pending = [];
  }

  /** @param {Uint8Array | string} value */
  of(value) {
    if (typeof value === "string" && value.length <= LARGE / 4) return undefined;
    const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
    if (bytes.length <= LARGE) return undefined;
    const digest = { sha256: "", length: bytes.length };
    const whole = /** @type {Uint8Array<ArrayBuffer>} */ (bytes);
    this.pending.push(crypto.subtle.digest("SHA-256", whole).then((hash) => {
      digest.sha256 = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
    }));
    return digest;
  }

  done() {
    return Promise.all(this.pending);
  }
}

/**
 * The resource in a value: itself, or the first one inside an option, a result, a tuple or a list.
 * @param {Type} type
 * @param {any} value
 * @returns {unknown}
 */
function findHandle(type, value) {
  if (typeof type === "string" || value === undefined || value === null) return undefined;
  if ("own" in type) return value;
  if ("option" in type) return findHandle(type.option, value?.tag === undefined ? value : value.val);
  if ("result" in type) {
    const payload = value.tag === "ok" ? type.result.ok : type.result.err;
    return payload === null ? undefined : findHandle(payload, value.val);
  }
  if ("tuple" in type) return first(type.tuple.map((item, i) => findHandle(item, value[i])));
  if ("list" in type && typeof type.list !== "string") return first(Array.from(value, (item) => findHandle(type.list, item)));
  return undefined;
}

/** @param {unknown[]} handles */
function first(handles) {
  return handles.find((handle) => handle !== undefined);
}
