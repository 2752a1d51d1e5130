/**
 * Runs composed components in edge workers, which compile no wasm from bytes: modules are imported statically by the
 * `program.js` that `molt-js worker` writes, and handed over here.
 */
import type { Capabilities } from "../shared/capabilities.js";
import type { Manifest } from "../shared/manifest.js";
import { Program, type TranspiledModule } from "../shared/program.js";

export * from "../shared/index.js";

export interface WorkerParts {
  name: string;
  manifest: Manifest;
  module: TranspiledModule;
  /** The statically imported core modules by file name. */
  cores: Record<string, WebAssembly.Module>;
  /** Implementations of the component's imports by interface name. */
  imports?: Record<string, unknown>;
  /** What instances are granted; nothing unless said. `output: true` is the console. */
  capabilities?: Capabilities;
}

/**
 * Makes a program of statically imported modules.
 * @throws HostError of kind `missing-import`.
 */
export function load({ name, manifest, module, cores, imports, capabilities }: WorkerParts): Program {
  return new Program({ name, manifest, module, cores: new Map(Object.entries(cores)), imports, capabilities });
}
