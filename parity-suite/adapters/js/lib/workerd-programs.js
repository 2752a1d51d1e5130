/** A folder that workerd runs with many programs in it. */
import { cp, link, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readManifest } from "@molt/host/cache";
import { writeHostFiles } from "@molt/host/worker-folder";
import { transpiledFolder } from "./components.js";

/**
 * Writes the programs, each core module once. One that cannot be transpiled is left out, and is an error when it is run.
 * @param {import("./run-program.js").ProgramRun[]} programs
 * @param {string} folder
 * @returns {Promise<import("@molt/host/worker-folder").WorkerModule[]>}
 */
export async function writeProgramsFolder(programs, folder) {
  await mkdir(join(folder, "cores"), { recursive: true });
  /** @type {Map<string, string>} */
  const cores = new Map();
  /** @type {import("@molt/host/worker-folder").WorkerModule[]} */
  const modules = [];
  const imports = ['import { load } from "./host/worker/index.js";'];
  const entries = [];
  for (const [i, { id, component }] of programs.entries()) {
    try {
      const own = await writeProgram(component, folder, `p${i}`, cores);
      modules.push({ name: own.script, kind: "esModule" });
      imports.push(`import * as m${i} from "./${own.script}";`);
      const parts = `name: ${JSON.stringify(component.name)}, manifest: ${JSON.stringify(own.manifest)}, module: m${i}, cores: { ${own.cores} }`;
      entries.push(`  ${JSON.stringify(id)}: () => load({ ${parts} }),`);
    } catch (thrown) {
      entries.push(`  ${JSON.stringify(id)}: () => { throw new Error(${JSON.stringify(String(thrown))}); },`);
    }
  }
  for (const [digest, variable] of cores) {
    imports.push(`import ${variable} from "./cores/${digest}.wasm";`);
    modules.push({ name: `cores/${digest}.wasm`, kind: "wasm" });
  }
  await writeFile(join(folder, "programs.js"), `${imports.join("\n")}\n\nexport const programs = {\n${entries.join("\n")}\n};\n`);
  const host = await writeHostFiles(folder);
  return [{ name: "programs.js", kind: "esModule" }, ...modules, ...host];
}

/**
 * @param {{ name: string, path: string }} component
 * @param {string} folder
 * @param {string} prefix
 * @param {Map<string, string>} cores  Variables of core modules by digest.
 */
async function writeProgram(component, folder, prefix, cores) {
  const { folder: transpiled } = await transpiledFolder(component, { multiMemory: true });
  const manifest = await readManifest(transpiled);
  if (manifest === null) throw new Error(`${transpiled} is incomplete`);
  const script = `${prefix}.js`;
  await cp(join(transpiled, manifest.module), join(folder, script));
  const own = [];
  for (const file of manifest.cores) {
    const digest = manifest.coreDigests[file] ?? `${prefix}-${file}`;
    if (!cores.has(digest)) {
      const target = join(folder, "cores", `${digest}.wasm`);
      await link(join(transpiled, file), target).catch(() => cp(join(transpiled, file), target));
      cores.set(digest, `core${cores.size}`);
    }
    own.push(`${JSON.stringify(file)}: ${cores.get(digest)}`);
  }
  return { manifest, script, cores: own.join(", ") };
}
