#!/usr/bin/env node
/** `molt-js`: writes the transpiled form of a component ahead of time. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { HostError, messageOf } from "../shared/errors.js";
import { writeTranspiled } from "../node/cache.js";
import { transpile } from "../node/transpile.js";
import { writeWorkerFolder } from "../node/worker-folder.js";

const HELP = `Writes a component as JavaScript and core modules, so that hosts need no transpiler.

usage: molt-js transpile IN.wasm -o FOLDER    for Node and browsers: load(FOLDER)
       molt-js worker    IN.wasm -o FOLDER    for edge workers: import { program } from "FOLDER/program.js"
       molt-js types     IN.wasm              the component's functions and their types, as JSON

  -o, --out FOLDER     where to write
  --single-memory      for engines without wasm multi-memory (Node 20, Safari before 27.3); copies between
                       composed components are slower
  -h, --help           this text
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string", short: "o" }, "single-memory": { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  const [command, input] = positionals;
  if (values.help) return print(HELP);
  const known = command === "transpile" || command === "worker" || command === "types";
  if (!known || input === undefined || positionals.length > 2) throw new Usage("say a command and a component");
  if (command !== "types" && values.out === undefined) throw new Usage("say where to write: -o FOLDER");
  // Messages name the file as it was given; the program is named like the component.
  const output = await transpile(await readInput(input), { name: input, multiMemory: !values["single-memory"] });
  if (command === "types") return print(`${JSON.stringify(output.manifest.types, null, 2)}\n`);
  if (command === "worker") await writeWorkerFolder(output, basename(input, ".wasm"), values.out as string);
  else await writeTranspiled(output, values.out as string);
  return 0;
}

async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    throw new HostError("io", `cannot read ${path}: ${messageOf(thrown)}`);
  }
}

class Usage extends Error {}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

main().then((code) => (process.exitCode = code), (thrown: unknown) => {
  const usage = thrown instanceof Usage || (thrown as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  process.stderr.write(`molt-js: ${messageOf(thrown)}\n${usage ? `\n${HELP}` : ""}`);
  process.exitCode = usage ? 2 : thrown instanceof HostError ? 1 : 3;
});
