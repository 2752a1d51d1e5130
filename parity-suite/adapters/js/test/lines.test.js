import assert from "node:assert/strict";
import { test } from "node:test";
import { Readable } from "node:stream";
import { lines } from "../lib/lines.js";

/** @param {Buffer[]} chunks */
async function read(chunks) {
  const found = [];
  for await (const line of lines(Readable.from(chunks))) found.push(line);
  return found;
}

test("only LF ends a line", async () => {
  const text = "a\u2028b\u2029c\u0085d\u000be\rf";
  assert.deepEqual(await read([Buffer.from(`${text}\nx\n`)]), [text, "x"]);
});

test("a line and a character may come in pieces", async () => {
  const bytes = Buffer.from("{\"é\": 1}\n\nlast");
  assert.deepEqual(await read([...bytes].map((byte) => Buffer.from([byte]))), ['{"é": 1}', "", "last"]);
});
