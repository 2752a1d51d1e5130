// Contestants in Node: our components through the JavaScript host, V8's own JSON, @msgpack/msgpack. The lines that it reads
// and writes are those of python.py. Usage: node node.mjs DIST
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { decode, encode } from "@msgpack/msgpack";
import { load } from "@molt/host/node";

const dist = process.argv[2];
const CODEC = "molt:codec/codec@0.1.0";

async function codec(name, direction) {
  const instance = await (await load(join(dist, `${name}.wasm`))).instantiate();
  const run = instance.exports[CODEC][direction];
  return { work: (bytes) => run(bytes, undefined) };
}

const text = (bytes) => new TextDecoder().decode(bytes);

// What a contestant does, and what it is given when that is not the file's bytes.
const JOBS = {
  "json-to-msgpack/molt, Node": () => codec("json", "decode"),
  "json-to-msgpack/JSON.parse of a string, Node": () => ({ prepare: text, work: JSON.parse }),
  "json-to-msgpack/JSON.parse of bytes, Node": () => ({ work: (bytes) => JSON.parse(text(bytes)) }),
  "json-to-msgpack/JSON.parse + @msgpack/msgpack, Node": () => ({ prepare: text, work: (input) => encode(JSON.parse(input)) }),
  "msgpack-to-json/molt, Node": () => codec("json", "encode"),
  "msgpack-to-json/@msgpack/msgpack + JSON.stringify, Node": () => ({ work: (bytes) => JSON.stringify(decode(bytes)) }),
  "msgpack-decode/molt, Node": () => codec("msgpack", "decode"),
  "msgpack-decode/@msgpack/msgpack, Node": () => ({ work: decode }),
  "cbor-decode/molt, Node": () => codec("cbor", "decode"),
  "arrow-decode/molt, Node": () => codec("arrow", "decode"),
};

const ready = new Map();

async function contestant(job) {
  if (!ready.has(job)) ready.set(job, await JOBS[job]());
  return ready.get(job);
}

function repeat(work, inputs, millis) {
  for (const input of inputs) work(input);
  const budget = BigInt(millis) * 1_000_000n;
  const start = process.hrtime.bigint();
  for (let repetitions = 1; ; repetitions++) {
    for (const input of inputs) work(input);
    const spent = process.hrtime.bigint() - start;
    if (spent >= budget) return { ns: Number(spent), repetitions };
  }
}

const versionOf = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;
const versions = { "Node.js": process.versions.node, V8: process.versions.v8, "@msgpack/msgpack": versionOf("@msgpack/msgpack") };
console.log(JSON.stringify({ versions, jobs: Object.keys(JOBS) }));
for await (const line of createInterface({ input: process.stdin })) {
  const { job, files, millis } = JSON.parse(line);
  const { prepare = (bytes) => bytes, work } = await contestant(job);
  console.log(JSON.stringify(repeat(work, files.map((file) => prepare(readFileSync(file))), millis)));
}
