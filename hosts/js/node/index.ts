/** Runs composed components in Node: `const program = await load("transcoder.wasm")`. */
import { readFile, stat } from "node:fs/promises";
import { writeSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Capabilities, Sink, StandardOutput } from "../shared/capabilities.js";
import { HostError, messageOf } from "../shared/errors.js";
import type { Manifest } from "../shared/manifest.js";
import { compileError } from "../shared/multi-memory.js";
import { Program, type TranspiledModule } from "../shared/program.js";
import { readManifest, transpileCached, type CacheOptions } from "./cache.js";
import { TRANSPILER } from "./transpile.js";

export * from "../shared/index.js";

export interface LoadOptions extends CacheOptions {
  /** Implementations of the component's imports by interface name, such as `{"molt:codec/codec@0.1.0": {...}}`. */
  imports?: Record<string, unknown>;
  /** What instances are granted; nothing unless said. `output: true` is this process's own. */
  capabilities?: Capabilities;
  /** Compiled core modules by their SHA-256: given to several loads, each module is compiled once. */
  modules?: Map<string, Promise<WebAssembly.Module>>;
}

/** This process's own. Written at once and in order, also to a pipe, which `process.stdout` would do later. */
const standardOutput: StandardOutput = () => ({ stdout: descriptor(1), stderr: descriptor(2) });

function descriptor(fd: number): Sink {
  return (bytes) => {
    for (let done = 0; done < bytes.length;) {
      try {
        done += writeSync(fd, bytes, done);
      } catch (thrown) {
        // A pipe that is full at the moment; who reads it will.
        if ((thrown as { code?: string }).code !== "EAGAIN") throw thrown;
        Atomics.wait(PAUSE, 0, 0, 1);
      }
    }
  };
}

const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/**
 * Loads a component from bytes, a path, a `file:` or `http(s):` URL, or a folder that `molt-js transpile` wrote.
 *
 * @throws HostError of kind `io`, `not-a-component`, `compile`, `missing-import` or `unsupported`.
 */
export async function load(source: Uint8Array | URL | string, options: LoadOptions = {}): Promise<Program> {
  const name = options.name ?? sourceName(source);
  const folder = await transpiledFolder(source);
  if (folder !== null) return loadFolder(folder, name, options);
  const bytes = source instanceof Uint8Array ? source : await readSource(source);
  const transpiled = await transpileCached(bytes, { ...options, name });
  return loadParts(transpiled.folder, transpiled.manifest, name, options);
}

function sourceName(source: Uint8Array | URL | string): string {
  if (source instanceof Uint8Array) return "component";
  return basename(source instanceof URL ? source.pathname : source).replace(/\.wasm$/, "") || "component";
}

async function readSource(source: URL | string): Promise<Uint8Array> {
  const url = source instanceof URL ? source : /^(?:https?|file):/.test(source) ? new URL(source) : null;
  try {
    if (url === null || url.protocol === "file:") return await readFile(url ? fileURLToPath(url) : (source as string));
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answers ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (thrown) {
    throw new HostError("io", `cannot read ${String(source)}: ${messageOf(thrown)}`, { cause: thrown });
  }
}

async function transpiledFolder(source: Uint8Array | URL | string): Promise<string | null> {
  if (source instanceof Uint8Array) return null;
  const path = source instanceof URL ? (source.protocol === "file:" ? fileURLToPath(source) : null) : source;
  const found = path === null || /^https?:/.test(path) ? null : await stat(path).catch(() => null);
  return found?.isDirectory() ? path : null;
}

async function loadFolder(folder: string, name: string, options: LoadOptions): Promise<Program> {
  const manifest = await readManifest(folder);
  if (manifest === null) {
    throw new HostError("compile", `${folder} has no manifest of this version of the host: write it again with \`molt-js transpile\``);
  }
  return loadParts(folder, manifest, name, options);
}

async function loadParts(folder: string, manifest: Manifest, name: string, options: LoadOptions): Promise<Program> {
  try {
    const module = (await import(pathToFileURL(join(folder, manifest.module)).href)) as TranspiledModule;
    const cores = new Map(await Promise.all(manifest.cores.map(async (file) => {
      const made = async (): Promise<WebAssembly.Module> => compile(await readFile(join(folder, file)), manifest, name);
      return [file, await once(options.modules, manifest.coreDigests[file], made)] as const;
    })));
    return new Program({ name, manifest, module, cores, imports: options.imports, capabilities: options.capabilities, standardOutput });
  } catch (thrown) {
    if (thrown instanceof HostError) throw thrown;
    throw new HostError("compile", `component "${name}" (${TRANSPILER}): ${messageOf(thrown)}`, { cause: thrown });
  }
}

/** A module that was compiled before, or is compiled now. */
function once(known: LoadOptions["modules"], digest: string | undefined, made: () => Promise<WebAssembly.Module>): Promise<WebAssembly.Module> {
  if (known === undefined || digest === undefined) return made();
  let module = known.get(digest);
  if (module === undefined) known.set(digest, (module = made()));
  return module;
}

async function compile(bytes: Uint8Array<ArrayBuffer>, manifest: Manifest, name: string): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (thrown) {
    throw compileError(name, manifest, thrown, "Node 22 or newer");
  }
}
