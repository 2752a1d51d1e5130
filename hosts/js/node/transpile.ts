/** Component bytes in, JavaScript and core modules out. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { BinaryError } from "../shared/binary-reader.js";
import { readComponentTypes } from "../shared/component-types.js";
import { HostError, messageOf } from "../shared/errors.js";
import { MANIFEST_FORMAT, type Manifest } from "../shared/manifest.js";
import { engineHasMultiMemory } from "../shared/multi-memory.js";
import type { ComponentTypes } from "../shared/types.js";
import { exactLifting } from "./exact.js";
import { applyPatches, extractInlineModules, shareMemoryViews } from "./patches.js";

export interface TranspileOptions {
  /** Name for messages. */
  name?: string;
  /**
   * Let core modules use several memories, which makes copies between composed components fast. Needs Node 22, Chrome 120,
   * Firefox 125 or Safari 27.3. On by default where this process' engine has it.
   */
  multiMemory?: boolean;
}

/** Transpiled output: file contents by name, `manifest.json` among them. */
export interface Transpiled {
  manifest: Manifest;
  files: Map<string, Uint8Array>;
}

const MODULE = "component.js";
const COMPONENT_PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
const CORE_PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The transpiler and its version, as it stands in cache keys and manifests. */
export const TRANSPILER: string = (() => {
  const entry = createRequire(import.meta.url).resolve("@bytecodealliance/jco-transpile");
  const { version } = JSON.parse(readFileSync(join(dirname(entry), "..", "package.json"), "utf8")) as { version: string };
  return `jco-transpile ${version}`;
})();

/** sha256 of bytes, hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** @throws HostError of kind `not-a-component` with what the bytes are instead. */
export function requireComponent(bytes: Uint8Array, name: string): void {
  const starts = (magic: number[]): boolean => magic.every((byte, i) => bytes[i] === byte);
  if (starts(COMPONENT_PREAMBLE)) return;
  const isText = bytes.length > 0 && bytes.subarray(0, 64).every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));
  const found = bytes.length === 0 ? "an empty file"
    : starts(CORE_PREAMBLE) ? "a core WebAssembly module; wrap it into a component with `molt build` or wit-component"
    : starts(CORE_PREAMBLE.slice(0, 4)) ? "WebAssembly of a version that this host does not know"
    : isText ? "text; encode WebAssembly text first"
    : "no WebAssembly";
  throw new HostError("not-a-component", `"${name}" is not a component: it is ${found}`);
}

/**
 * Transpiles a component.
 * @throws HostError of kind `not-a-component`, `compile` or `unsupported`.
 */
export async function transpile(bytes: Uint8Array, options: TranspileOptions = {}): Promise<Transpiled> {
  const name = options.name ?? "component";
  const multiMemory = options.multiMemory ?? engineHasMultiMemory();
  requireComponent(bytes, name);
  // Types come first: they say whether the transpiler must be told to emit suspending calls. On damaged bytes they may
  // fail, but then the transpiler's own validation has the better message.
  const types = attemptTypes(bytes);
  const generated = await generate(bytes, name, types, multiMemory);
  if (types instanceof Error) {
    throw new HostError("unsupported", `component "${name}" uses something that this host does not know: ${types.message}`, { cause: types });
  }
  return assemble(bytes, types, multiMemory, generated);
}

function attemptTypes(bytes: Uint8Array): ComponentTypes | Error {
  try {
    return readComponentTypes(bytes);
  } catch (thrown) {
    if (thrown instanceof BinaryError || thrown instanceof RangeError || thrown instanceof TypeError) return thrown;
    throw thrown;
  }
}

async function generate(bytes: Uint8Array, name: string, types: ComponentTypes | Error, multiMemory: boolean): Promise<[string, Uint8Array][]> {
  // Loaded on demand: with a warm cache nothing is transpiled, and the transpiler is 3.5 MB of wasm.
  const transpiler = await import("@bytecodealliance/jco-transpile/component");
  await transpiler.$init;
  const async = !(types instanceof Error) && types.async;
  try {
    return transpiler.generate(bytes, {
      name: "component",
      instantiation: { tag: "async" },
      base64Cutoff: 0,
      noNodejsCompat: true,
      noTypescript: false,
      noComponentErrorWrapping: false,
      multiMemory,
      ...(async ? { asyncMode: { tag: "jspi" as const, val: { imports: [], exports: [] } } } : {}),
    }).files;
  } catch (thrown) {
    const payload = (thrown as { payload?: unknown }).payload;
    const reason = rootCause(typeof payload === "string" ? payload : messageOf(thrown));
    if (/unexpected end/.test(reason)) {
      throw new HostError("not-a-component", `"${name}" is truncated: it ends too early, after ${bytes.length} bytes`, { cause: thrown });
    }
    if (types instanceof BinaryError && types.malformed) {
      throw new HostError("not-a-component", `"${name}" is damaged: ${reason}`, { cause: thrown });
    }
    throw new HostError("compile", `component "${name}" is not valid: ${reason}`, { cause: thrown });
  }
}

/** The last line of an error chain of the transpiler: what was wrong, without what it was doing. */
function rootCause(message: string): string {
  const lines = message.split("\n").map((line) => line.replace(/^\s*(?:\d+:\s*)?/, "")).filter((line) => line !== "" && line !== "Caused by:");
  return lines.at(-1) ?? "unknown reason";
}

function assemble(bytes: Uint8Array, types: ComponentTypes, multiMemory: boolean, generated: [string, Uint8Array][]): Transpiled {
  const files = new Map(generated);
  const raw = files.get(MODULE);
  if (!raw) throw new HostError("compile", `the transpiler wrote no ${MODULE}`);
  const lean = !types.async;
  const imports = Object.keys(types.imports);
  const patched = applyPatches(new TextDecoder().decode(raw), lean && imports.every((name) => name.startsWith("molt:capabilities/")), imports.length > 0);
  const exact = exactLifting(patched.source);
  const extracted = extractInlineModules(multiMemory ? exact : shareMemoryViews(exact));
  files.set(MODULE, new TextEncoder().encode(extracted.source));
  // Node 20 takes a .js file for CommonJS unless a package.json beside it says otherwise.
  files.set("package.json", new TextEncoder().encode('{"type":"module"}\n'));
  for (const { variable, bytes: module } of extracted.modules) files.set(`${variable}.wasm`, module);
  const cores = [...files.keys()].filter((file) => file.endsWith(".wasm"));
  const manifest: Manifest = {
    format: MANIFEST_FORMAT,
    transpiler: TRANSPILER,
    digest: sha256(bytes),
    size: bytes.length,
    module: MODULE,
    cores,
    coreDigests: Object.fromEntries(cores.map((file) => [file, sha256(files.get(file) as Uint8Array)])),
    lean,
    multiMemory,
    types,
  };
  files.set("manifest.json", new TextEncoder().encode(JSON.stringify(manifest, null, 1)));
  return { manifest, files };
}
