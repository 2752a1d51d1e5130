import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { load } from "../dist/node/index.js";
import { transpile } from "../dist/node/transpile.js";
import { component, hostError, temporaryFolder } from "./fixtures.js";

const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);

async function hello() {
  return load(await component("hello"), { name: "hello", cacheDir: await temporaryFolder() });
}

test("each_instance_writes_where_it_was_told_to", async () => {
  const program = await hello();
  for (const args of [["app.py"], ["app.py", "a", "b"]]) {
    /** @type {string[]} */
    const written = [];
    const instance = await program.instantiate({
      output: { stdout: (bytes) => written.push(text(bytes)), stderr: (bytes) => written.push(`! ${text(bytes)}`) }, arguments: args,
    });
    assert.equal(instance.call("run"), 3);
    assert.deepEqual(written, [`${args.length} hello\n`, "! done\n"]);
  }
});

test("what_is_not_granted_is_refused_by_name", async () => {
  const program = await hello();
  await assert.rejects(program.instantiate(), hostError("missing-import", /"hello" imports molt:capabilities\/output@0\.1\.0.*not granted/));
  await assert.rejects(program.instantiate({ output: true }), hostError("missing-import", /molt:capabilities\/arguments@0\.1\.0/));
});

test("a_sink_may_fail_and_may_not_call_back", async () => {
  const program = await hello();
  const granted = (/** @type {(bytes: Uint8Array) => void} */ stdout) => ({ output: { stdout, stderr() {} }, arguments: [] });
  const full = await program.instantiate(granted(() => { throw new Error("the disk is full"); }));
  assert.throws(() => full.call("run"), /trapped.*the disk is full/);
  const again = await program.instantiate(granted(() => void again.call("run")));
  assert.throws(() => again.call("run"), /cannot enter component instance/);
});

test("capabilities_keep_the_lean_path", async () => {
  const { files } = await transpile(await component("hello"));
  assert.match(text(/** @type {Uint8Array} */ (files.get("component.js"))), /LEAN_TASK/);
});

test("the_process_s_own_output_is_whole_and_in_order", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "hello.wasm"), await component("hello"));
  const script = `
    import { load } from ${JSON.stringify(new URL("../dist/node/index.js", import.meta.url).href)};
    const program = await load(process.argv[1], { cacheDir: process.argv[2], capabilities: { output: true, arguments: ["a", "b"] } });
    process.exit((await program.instantiate()).call("run"));`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script, join(folder, "hello.wasm"), folder]);
  const ended = await run.catch((/** @type {any} */ thrown) => thrown);
  assert.deepEqual([ended.code, ended.stdout, ended.stderr], [3, "2 hello\n", "done\n"]);
});

test("core_modules_are_kept_and_compiled_once", async () => {
  const cacheDir = await temporaryFolder();
  const modules = new Map();
  const bytes = await component("hello");
  await load(bytes, { cacheDir, modules });
  const compiled = modules.size;
  // The same core modules in another component: a custom section more.
  const other = Uint8Array.from([...bytes, 0, 2, 1, 97]);
  await load(other, { cacheDir, modules });
  assert.ok(compiled > 0);
  assert.equal(modules.size, compiled);
});
