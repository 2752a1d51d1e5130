/** A loaded component and its instances: what the entries for Node, browsers and workers share. */
import { ARGUMENTS, capabilityImports, consoleOutput, OUTPUT, type Capabilities, type StandardOutput } from "./capabilities.js";
import { checkHandles, isSpent } from "./check-handles.js";
import { checkArguments } from "./check-value.js";
import { ErrorConverter } from "./convert-errors.js";
import { HostError, TrapError, WitError } from "./errors.js";
import { findFunction } from "./find-function.js";
import type { Manifest } from "./manifest.js";
import { camelCase, parseFunctionName, pascalCase } from "./names.js";
import { readAsync } from "./read-async.js";
import { lean } from "./sync-calls.js";
import type { ComponentTypes, FunctionType } from "./types.js";
import { wrapExports } from "./wrap-exports.js";
import { argumentsFromJson, holdsAsync, toJson, type FromJsonOptions, type Json, type ToJsonOptions } from "./wit-json.js";

export type GetCoreModule = (name: string) => WebAssembly.Module | Promise<WebAssembly.Module>;
export type InstantiateCore = (module: WebAssembly.Module, imports?: WebAssembly.Imports) => unknown;
type Exports = Record<string, unknown>;

/** The JavaScript module that a component is transpiled to. */
export interface TranspiledModule {
  instantiate(getCore: GetCoreModule, imports: object, instantiateCore?: InstantiateCore): Exports | Promise<Exports>;
}

/** Everything that a host provides to make a program. */
export interface ProgramParts {
  /** Name for messages. */
  name: string;
  manifest: Manifest;
  module: TranspiledModule;
  /** The compiled core modules by file name. */
  cores: Map<string, WebAssembly.Module>;
  /** Implementations of the component's imports, by interface name; functions and classes in camelCase and PascalCase. */
  imports?: Record<string, unknown> | undefined;
  /** What every instance is granted, unless `instantiate` says otherwise. */
  capabilities?: Capabilities | undefined;
  /** The host's own standard output and standard error. */
  standardOutput?: StandardOutput;
  /** How core modules are instantiated; at once unless the host must do it asynchronously. */
  instantiateCore?: InstantiateCore;
}

/** A component that is compiled and ready to be instantiated any number of times. */
export class Program {
  readonly name: string;
  readonly types: ComponentTypes;
  readonly #parts: ProgramParts;

  constructor(parts: ProgramParts) {
    this.name = parts.name;
    this.types = parts.manifest.types;
    this.#parts = parts;
    // Capabilities may be granted later, to each instance; everything else is missed now.
    importObject(parts, {}, (wanted) => wanted === OUTPUT || wanted === ARGUMENTS);
  }

  /** Whole names of the exported functions. `call` takes short ones too, see `find`. */
  get exports(): string[] {
    return Object.keys(this.types.functions);
  }

  /**
   * The whole name of the one function that a name stands for: whole (`molt:codec/codec@0.1.0#decode`), without the version
   * (`molt:codec/codec#decode`), with the last part of the interface (`codec#decode`), or alone (`decode`).
   * @throws HostError of kind `missing-function`, with the names that come nearest, or with all that a short name fits.
   */
  find(name: string): string {
    return findFunction(this.types.functions, name);
  }

  /** The type of a function, by its whole or a short name. @throws as `find`. */
  type(name: string): FunctionType {
    return this.types.functions[this.find(name)] as FunctionType;
  }

  /** True when exported functions return promises and the engine needs JSPI. */
  get async(): boolean {
    return this.types.async;
  }

  /**
   * A fresh instance with memory and state of its own.
   * @param capabilities  What it is granted, instead of what the program was loaded with.
   * @throws HostError of kind `missing-import` when the component imports a capability that is not granted.
   */
  async instantiate(capabilities: Capabilities = this.#parts.capabilities ?? {}): Promise<Instance> {
    const { module, cores, manifest, name, standardOutput = consoleOutput } = this.#parts;
    requireJspi(this.types, name);
    const imports = importObject(this.#parts, capabilityImports(capabilities, standardOutput), () => false);
    const getCore: GetCoreModule = (file) => cores.get(file) ?? fail(name, `core module ${file} is missing`);
    const instantiate = this.#parts.instantiateCore ?? ((core, given) => new WebAssembly.Instance(core, given));
    try {
      const exports = await module.instantiate(getCore, imports, manifest.lean ? lean(instantiate) : instantiate);
      return new Instance(this, exports);
    } catch (thrown) {
      throw new ErrorConverter(name).instantiation(thrown);
    }
  }
}

function fail(component: string, message: string): never {
  throw new HostError("compile", `component "${component}": ${message}: transpile it again`);
}

function wantedImports({ manifest }: ProgramParts): string[] {
  return [...new Set(Object.keys(manifest.types.imports).map((name) => parseFunctionName(name).interface ?? name))];
}

/** The imports under the names that transpiled code looks for: without the version. */
function importObject(parts: ProgramParts, granted: Record<string, unknown>, later: (wanted: string) => boolean): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const wanted of wantedImports(parts)) {
    const implementation = granted[wanted] ?? parts.imports?.[wanted];
    if (implementation === undefined) {
      if (later(wanted)) continue;
      throw new HostError("missing-import", missing(parts.name, wanted));
    }
    const bare = wanted.replace(/@[^@/]*$/, "");
    if (bare in given && given[bare] !== implementation) {
      throw new HostError("unsupported", `component "${parts.name}" imports two versions of ${bare}: both must have one implementation`);
    }
    given[bare] = implementation;
  }
  return given;
}

function missing(component: string, wanted: string): string {
  const option = wanted === OUTPUT ? "output" : wanted === ARGUMENTS ? "arguments" : null;
  return option === null
    ? `component "${component}" imports ${wanted}, which \`imports\` does not have: pass it, or compose a component in that exports it`
    : `component "${component}" imports ${wanted}, which it was not granted: grant it: \`instantiate({ ${option}: .. })\``;
}

function requireJspi(types: ComponentTypes, component: string): void {
  if (!types.async || typeof (WebAssembly as { Suspending?: unknown }).Suspending === "function") return;
  throw new HostError("unsupported",
    `component "${component}" has async functions, and this engine has no JSPI: Node 24.21, Chrome 137, Firefox 153 or newer have it`);
}

/** A function that a name stands for. */
interface Found { type: FunctionType; run: (...args: unknown[]) => unknown }

/** A running component. A trap locks it for good. */
export class Instance {
  readonly program: Program;
  /**
   * The exports as JavaScript objects: `exports["molt:codec/codec@0.1.0"].decode(bytes)`. Failures are thrown as the errors
   * of this package; arguments are not checked against their types (`call` does that).
   */
  readonly exports: Readonly<Record<string, any>>;
  readonly #errors: ErrorConverter;
  /** What each name that was asked for stands for. */
  readonly #functions = new Map<string, Found>();
  #trap: TrapError | null = null;
  /** A call is under way in a component without anything async, whose transpiled code leaves this check to us. */
  #running = false;

  constructor(program: Program, exports: Exports) {
    this.program = program;
    this.#errors = new ErrorConverter(program.name);
    this.exports = wrapExports(exports, program.types, (name, run) => this.#guard(name, run));
  }

  /** The trap that locked this instance, or null. */
  get trapped(): TrapError | null {
    return this.#trap;
  }

  /**
   * Calls a function, by its whole or a short name (see `Program.find`), with native values, which are checked against the
   * function's type.
   * @throws WitError, TrapError or HostError; a promise that rejects with one when the function is async.
   */
  call(name: string, args: readonly unknown[] = []): unknown {
    const { type, run } = this.#find(name);
    checkArguments(type.params, args);
    checkHandles(type.params, args, this.exports);
    return run(...args);
  }

  /**
   * Calls a function with arguments in the JSON form of WIT values, and returns the result in that form. The `err` of a WIT
   * result is returned as `{ err }`. Streams and futures of the result are read to their end.
   */
  async callJson(name: string, args: Json[] = [], options: FromJsonOptions & ToJsonOptions = {}): Promise<Json> {
    const { type } = this.#find(name);
    const native = argumentsFromJson(type.params, args, options);
    const outcome = await this.outcome(name, native);
    if (type.result === null) return null;
    const read = holdsAsync(type.result) ? await readAsync(type.result, outcome) : outcome;
    return toJson(type.result, read, options);
  }

  /** Like `call`, but with a WIT result as `{ tag, val }` in both cases. Of the arguments only handles are checked. */
  async outcome(name: string, args: readonly unknown[]): Promise<unknown> {
    const { type, run } = this.#find(name);
    const wraps = type.result !== null && typeof type.result === "object" && "result" in type.result;
    checkHandles(type.params, args, this.exports);
    try {
      const value = await run(...args);
      return wraps ? { tag: "ok", val: value } : value;
    } catch (thrown) {
      if (wraps && thrown instanceof WitError) return { tag: "err", val: thrown.payload };
      throw thrown;
    }
  }

  /** Drops a resource handle that this instance gave out; its destructor runs now. */
  dropResource(handle: object): void {
    const symbol = (Symbol as { dispose?: symbol }).dispose ?? Symbol.for("dispose");
    const dispose = (handle as Record<symbol, unknown>)[symbol];
    if (typeof dispose !== "function") throw new HostError("wrong-arguments", "resource-drop: not a resource of this component");
    if (isSpent(handle)) throw new HostError("wrong-arguments", "resource-drop: this handle was dropped or given away already");
    this.#guard("[resource-drop]", () => dispose.call(handle));
  }

  #find(name: string): Found {
    const known = this.#functions.get(name);
    if (known) return known;
    const whole = this.program.find(name);
    const type = this.program.types.functions[whole] as FunctionType;
    const run = lookUp(this.exports, whole, type) ?? fail(this.program.name, `its code has no function "${whole}"`);
    const found = { type, run };
    this.#functions.set(name, found);
    return found;
  }

  /** Runs something in the guest, with its failures converted and its traps remembered. */
  #guard(name: string, run: () => unknown): unknown {
    if (this.#trap !== null) throw this.#errors.locked(name, this.#trap);
    if (this.#running) throw this.#errors.call(name, new Error("cannot enter component instance: it is being called"));
    this.#running = !this.program.types.async;
    try {
      const value = run();
      return value instanceof Promise ? value.catch((thrown) => this.#rethrow(name, thrown)) : value;
    } catch (thrown) {
      return this.#rethrow(name, thrown);
    } finally {
      this.#running = false;
    }
  }

  #rethrow(name: string, thrown: unknown): never {
    const error = this.#errors.call(name, thrown);
    if (error instanceof TrapError) this.#trap ??= error;
    throw error;
  }
}

/** The JavaScript function behind a WIT function name; methods take their object as the first argument. */
function lookUp(exports: Record<string, any>, full: string, type: FunctionType): ((...args: unknown[]) => unknown) | undefined {
  const name = parseFunctionName(full);
  const scope = name.interface === null ? exports : exports[name.interface];
  if (scope === undefined) return undefined;
  const member = camelCase(name.name);
  if (name.kind === "function") return scope[member];
  const resource = scope[pascalCase(name.resource ?? "")];
  if (resource === undefined) return undefined;
  switch (name.kind) {
    case "constructor": return (...args) => Reflect.construct(resource, args);
    case "static": return resource[member] && ((...args) => resource[member](...args));
    case "method": return typeof resource.prototype[member] === "function" && type.params.length > 0
      ? (self, ...args) => resource.prototype[member].apply(self, args) : undefined;
    default: return undefined;
  }
}
