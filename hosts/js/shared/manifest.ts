import type { ComponentTypes } from "./types.js";

/** Version of the manifest and of what is done to the transpiler's output: part of every cache key. */
export const MANIFEST_FORMAT = 3;

/** `manifest.json` beside transpiled output: what a host must know before it loads the rest. */
export interface Manifest {
  format: number;
  /** Transpiler and its version. */
  transpiler: string;
  /** sha256 of the component, hex. */
  digest: string;
  /** Size of the component in bytes. */
  size: number;
  /** File name of the JavaScript module. */
  module: string;
  /** File names of the core modules. */
  cores: string[];
  /** sha256 of each core module, hex, by file name: components that share a part share its modules. */
  coreDigests: Record<string, string>;
  /** True when nothing in the composition is async: calls between its components need no task bookkeeping. */
  lean: boolean;
  /** True when an engine needs wasm multi-memory to compile the core modules. */
  multiMemory: boolean;
  types: ComponentTypes;
}
