/** Writes a transpiled component as a folder of statically imported modules, for edge workers. */
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeTranspiled } from "./cache.js";
import type { Transpiled } from "./transpile.js";

/** A file of the folder and how a worker must import it. */
export interface WorkerModule {
  /** Path in the folder, with `/`. */
  name: string;
  kind: "esModule" | "wasm";
}

const DIST = join(dirname(fileURLToPath(import.meta.url)), "..");
/** What an entry for workers needs of this package. */
const HOST_FILES = ["shared", "worker"];

/**
 * Writes the folder. Its `program.js` exports `program` (see `Program`), or `loadWith` instead when the component imports
 * something else than capabilities, which `program.instantiate` is given, and the classes of errors, to tell them apart with `instanceof`.
 * The folder is self-contained.
 */
export async function writeWorkerFolder(output: Transpiled, name: string, folder: string): Promise<WorkerModule[]> {
  await writeTranspiled(output, folder);
  const host = await writeHostFiles(folder);
  await writeFile(join(folder, "program.js"), programSource(output, name));
  const scripts = ["program.js", output.manifest.module].map((file): WorkerModule => ({ name: file, kind: "esModule" }));
  return [...scripts, ...host, ...output.manifest.cores.map((file): WorkerModule => ({ name: file, kind: "wasm" }))];
}

/** Writes the host itself into a worker folder, as `host/`. */
export async function writeHostFiles(folder: string): Promise<WorkerModule[]> {
  const modules: WorkerModule[] = [];
  for (const part of HOST_FILES) {
    await mkdir(join(folder, "host"), { recursive: true });
    await cp(join(DIST, part), join(folder, "host", part), { recursive: true, filter: (path) => !path.endsWith(".d.ts") });
    const files = (await readdir(join(DIST, part))).filter((file) => file.endsWith(".js"));
    modules.push(...files.sort().map((file): WorkerModule => ({ name: `host/${part}/${file}`, kind: "esModule" })));
  }
  return modules;
}

function programSource({ manifest }: Transpiled, name: string): string {
  const imports = manifest.cores.map((file, i) => `import core${i} from "./${file}";`).join("\n");
  const cores = manifest.cores.map((file, i) => `${JSON.stringify(file)}: core${i}`).join(", ");
  const parts = `{ name: ${JSON.stringify(name)}, manifest: ${JSON.stringify(manifest)}, module, cores: { ${cores} }`;
  const wanted = Object.keys(manifest.types.imports);
  const last = wanted.every((name) => name.startsWith("molt:capabilities/"))
    ? `export const program = load(${parts} });`
    : `/** Makes the program with implementations of the component's imports. */\nexport const loadWith = (imports) => load(${parts}, imports });`;
  return [
    'import { load } from "./host/worker/index.js";', `import * as module from "./${manifest.module}";`, imports,
    "", 'export { HostError, TrapError, WitError } from "./host/worker/index.js";', last, "",
  ].join("\n");
}
