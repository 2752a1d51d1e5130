/** Runs composed components in a browser: `const program = await load("/transcoder/")`. */
import type { Capabilities } from "../shared/capabilities.js";
import { HostError, messageOf } from "../shared/errors.js";
import { MANIFEST_FORMAT, type Manifest } from "../shared/manifest.js";
import { compileError } from "../shared/multi-memory.js";
import { Program, type TranspiledModule } from "../shared/program.js";

export * from "../shared/index.js";

export interface LoadOptions {
  /** Name for messages; the folder's name by default. */
  name?: string;
  /** Implementations of the component's imports by interface name. */
  imports?: Record<string, unknown>;
  /** What instances are granted; nothing unless said. `output: true` is the console. */
  capabilities?: Capabilities;
  /** Compiled core modules by their SHA-256: given to several loads, each module is fetched and compiled once. */
  modules?: Map<string, Promise<WebAssembly.Module>>;
  /** Told after each core module: how many are compiled and how many there are. */
  onProgress?(done: number, total: number): void;
}

/** Core modules above this size may not be instantiated at once on a page's main thread. */
const SYNC_LIMIT = 4 * 1024 * 1024;

/**
 * Loads what `molt-js transpile` wrote: the URL of a folder, absolute or relative to the page. Core modules are compiled while
 * they arrive; the server should send `application/wasm` for them.
 *
 * @throws HostError of kind `io`, `compile`, `missing-import` or `unsupported`.
 */
export async function load(folder: URL | string, options: LoadOptions = {}): Promise<Program> {
  const base = new URL(String(folder).replace(/\/?$/, "/"), globalThis.location?.href);
  const name = options.name ?? (base.pathname.split("/").at(-2) || "component");
  const manifest = (await (await get(new URL("manifest.json", base))).json()) as Manifest;
  if (manifest.format !== MANIFEST_FORMAT) {
    throw new HostError("compile", `${base} was written for another version of the host: write it again with \`molt-js transpile\``);
  }
  let done = 0;
  let largest = 0;
  const compiled = manifest.cores.map(async (file) => {
    const digest = manifest.coreDigests[file] ?? file;
    const made = async (): Promise<WebAssembly.Module> => {
      const response = await get(new URL(file, base));
      largest = Math.max(largest, Number(response.headers.get("content-length") ?? 0));
      return compile(response, manifest, name);
    };
    const core = options.modules?.get(digest) ?? made();
    options.modules?.set(digest, core);
    const module = await core;
    options.onProgress?.(++done, manifest.cores.length);
    return [file, module] as const;
  });
  const [module, ...cores] = await Promise.all([importModule(new URL(manifest.module, base)), ...compiled]);
  return new Program({
    name, manifest, module, cores: new Map(cores), imports: options.imports, capabilities: options.capabilities,
    ...(largest > SYNC_LIMIT ? { instantiateCore: WebAssembly.instantiate } : {}),
  });
}

async function get(url: URL): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (thrown) {
    throw new HostError("io", `cannot read ${url}: ${messageOf(thrown)}`, { cause: thrown });
  }
  if (!response.ok) throw new HostError("io", `cannot read ${url}: the server answers ${response.status}`);
  return response;
}

async function compile(response: Response, manifest: Manifest, name: string): Promise<WebAssembly.Module> {
  const streams = response.headers.get("content-type")?.startsWith("application/wasm") ?? false;
  try {
    return streams ? await WebAssembly.compileStreaming(response) : await WebAssembly.compile(await response.arrayBuffer());
  } catch (thrown) {
    throw compileError(name, manifest, thrown, "Chrome 120, Firefox 125, Safari 27.3 or newer");
  }
}

async function importModule(url: URL): Promise<TranspiledModule> {
  try {
    return (await import(url.href)) as TranspiledModule;
  } catch (thrown) {
    throw new HostError("io", `cannot import ${url}: ${messageOf(thrown)}`, { cause: thrown });
  }
}
