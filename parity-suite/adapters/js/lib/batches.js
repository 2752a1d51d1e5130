/** Files of prepared batches: one batch message of the protocol a line. */
import { readFile } from "node:fs/promises";
import { messageOf } from "@molt/host/cases";

/** A file that holds no batches: the mistake of whoever named it. */
export class BatchFileError extends Error {}

/** @typedef {{ line: number, component: { name: string, path: string }, calls: any[] }} Batch */

/**
 * Reads a file of batches. Other messages of the protocol are passed over, as a recorded conversation has them.
 * @param {string} path
 * @returns {Promise<Batch[]>}
 * @throws {BatchFileError} naming the file and the line
 */
export async function readBatches(path) {
  let text;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    throw new BatchFileError(`cannot read ${path}: ${messageOf(thrown)}`);
  }
  /** @type {Batch[]} */
  const batches = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const refuse = (/** @type {string} */ why) => new BatchFileError(`${path}, line ${i + 1} is not a batch: ${why}`);
    const message = parse(line, refuse);
    const wrong = mistake(message);
    if (wrong !== null) throw refuse(wrong);
    if (message.type === "batch") batches.push({ line: i + 1, component: message.component, calls: message.calls });
  }
  if (batches.length === 0) throw new BatchFileError(`${path} has no batch: write one batch message of the protocol a line`);
  return batches;
}

/** @param {string} line @param {(why: string) => Error} refuse */
function parse(line, refuse) {
  try {
    return JSON.parse(line);
  } catch (thrown) {
    // Engines quote the text, which may be anything: a terminal must not obey it.
    throw refuse(`it is no JSON: ${messageOf(thrown).replace(/\p{C}|\ufffd/gu, "?")}`);
  }
}

/** What a message lacks; null when it is complete. @param {any} message */
function mistake(message) {
  if (message === null || typeof message !== "object" || typeof message.type !== "string") return 'it is no object with a "type"';
  if (message.type !== "batch") return null;
  const { component, calls } = message;
  if (typeof component?.name !== "string" || typeof component.path !== "string") return '"component" has no "name" and "path"';
  if (!Array.isArray(calls)) return '"calls" is no list';
  const odd = calls.findIndex((call) => typeof call?.id !== "string" || !Array.isArray(call.steps) || !call.steps.every(isStep));
  return odd < 0 ? null : `call ${odd + 1} has no "id" and "steps", or a step without "function" and "args"`;
}

/** @param {any} step */
function isStep(step) {
  return typeof step?.function === "string" && Array.isArray(step.args);
}
