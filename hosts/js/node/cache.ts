/** Transpiled components on disk, by content: a component is transpiled once per machine. */
import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { HostError } from "../shared/errors.js";
import { MANIFEST_FORMAT, type Manifest } from "../shared/manifest.js";
import { engineHasMultiMemory } from "../shared/multi-memory.js";
import { REWRITES } from "./exact.js";
import { PATCHES } from "./patches.js";
import { sha256, transpile, TRANSPILER, type Transpiled, type TranspileOptions } from "./transpile.js";

/** `$MOLT_CACHE_DIR`, or `molt/js` in the user's cache directory. */
export function defaultCacheDir(): string {
  return process.env["MOLT_CACHE_DIR"] ?? join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "molt", "js");
}

/** Changes whenever the same transpiler would be made to write something else. */
const OUTPUT_VERSION = `${MANIFEST_FORMAT}-${sha256(new TextEncoder().encode(JSON.stringify([PATCHES, REWRITES]))).slice(0, 8)}`;

export interface CacheOptions extends TranspileOptions {
  /** Where transpiled components are kept. */
  cacheDir?: string;
}

/**
 * The folder with the transpiled form of a component; it is written when it is not there. Safe when several processes
 * do it at once: a folder appears complete or not at all.
 */
export async function transpileCached(bytes: Uint8Array, options: CacheOptions = {}): Promise<{ folder: string; manifest: Manifest }> {
  const multiMemory = options.multiMemory ?? engineHasMultiMemory();
  const version = `${TRANSPILER.replace(" ", "-")}-${OUTPUT_VERSION}${multiMemory ? "" : "-single"}`;
  const folder = join(options.cacheDir ?? defaultCacheDir(), version, sha256(bytes));
  const known = await readManifest(folder);
  if (known) return { folder, manifest: known };
  const output = await transpile(bytes, { ...options, multiMemory });
  const temporary = `${folder}.${randomBytes(6).toString("hex")}`;
  await writeTranspiled(output, temporary);
  await shareModules(output.manifest, temporary, join(dirname(folder), "modules"));
  try {
    await rename(temporary, folder);
  } catch {
    // Another process was faster, or left a damaged folder: a complete one is as good as ours.
    if (!(await readManifest(folder))) {
      await rm(folder, { recursive: true, force: true });
      await rename(temporary, folder);
    } else await rm(temporary, { recursive: true, force: true });
  }
  return { folder, manifest: output.manifest };
}

/**
 * Keeps each core module once: programs that are composed with one runtime differ in a few kilobytes. A file system without
 * hard links keeps copies.
 */
async function shareModules(manifest: Manifest, folder: string, store: string): Promise<void> {
  await mkdir(store, { recursive: true });
  for (const [file, digest] of Object.entries(manifest.coreDigests)) {
    const [own, kept] = [join(folder, file), join(store, `${digest}.wasm`)];
    const known = await link(own, kept).then(() => false, (thrown: { code?: string }) => thrown.code === "EEXIST");
    if (!known) continue;
    const linked = `${own}.link`;
    await link(kept, linked).then(() => rename(linked, own)).catch(() => {});
  }
}

/** The manifest of a folder; null when it is missing, damaged, or of another version. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as Manifest;
    return manifest.format === MANIFEST_FORMAT ? manifest : null;
  } catch {
    return null;
  }
}

/** Writes transpiled files into a folder, the manifest last. */
export async function writeTranspiled(output: Transpiled, folder: string): Promise<void> {
  const names = [...output.files.keys()].sort((a, b) => Number(a === "manifest.json") - Number(b === "manifest.json"));
  for (const name of names) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, output.files.get(name) as Uint8Array);
  }
}

/** Reads what `writeTranspiled` wrote. */
export async function readTranspiled(folder: string): Promise<Transpiled> {
  const manifest = await readManifest(folder);
  if (manifest === null) throw new HostError("io", `${folder} has no manifest of this version of the host`);
  const names = ["manifest.json", "package.json", manifest.module, ...manifest.cores];
  const files = await Promise.all(names.map(async (name) => [name, new Uint8Array(await readFile(join(folder, name)))] as const));
  return { manifest, files: new Map(files) };
}
