/** Reads the streams and futures that a result holds, so that it can be shown as a whole. */
import { camelCase } from "./names.js";
import { typedArrayOf } from "./path.js";
import type { Type } from "./types.js";
import { holdsAsync, ReadFuture, ReadStream } from "./wit-json.js";

/** How far a stream is read. */
export interface ReadOptions {
  /** Items to read before the stream is dropped; all of them when absent. */
  take?: number;
}

/** A copy of `value` in which streams and futures are replaced by what they deliver. */
export async function readAsync(type: Type, value: unknown, options: ReadOptions = {}): Promise<unknown> {
  if (!holdsAsync(type) || typeof type === "string") return value;
  if ("stream" in type) return readStream(type.stream, value, options);
  if ("future" in type) {
    const delivered = await (value as PromiseLike<unknown>);
    return new ReadFuture(type.future === null ? undefined : await readAsync(type.future, delivered, options));
  }
  if ("list" in type) return readAll((value as unknown[]).map((item) => [type.list, item]), options);
  if ("tuple" in type) return readAll(type.tuple.map((item, i) => [item, (value as unknown[])[i]]), options);
  if ("record" in type) {
    const record = { ...(value as Record<string, unknown>) };
    for (const field of type.record) {
      const key = camelCase(field.name);
      record[key] = await readAsync(field.type, record[key], options);
    }
    return record;
  }
  return readPayload(type, value, options);
}

async function readAll(items: [Type, unknown][], options: ReadOptions): Promise<unknown[]> {
  const read: unknown[] = [];
  for (const [type, item] of items) read.push(await readAsync(type, item, options));
  return read;
}

async function readPayload(type: Type & object, value: unknown, options: ReadOptions): Promise<unknown> {
  if ("option" in type && !(typeof type.option === "object" && "option" in type.option)) {
    return value === undefined || value === null ? value : readAsync(type.option, value, options);
  }
  const { tag, val } = value as { tag: string; val: unknown };
  const payload = payloadType(type, tag);
  return payload === null ? value : { tag, val: await readAsync(payload, val, options) };
}

function payloadType(type: Type & object, tag: string): Type | null {
  if ("option" in type) return tag === "some" ? type.option : null;
  if ("result" in type) return tag === "ok" ? type.result.ok : type.result.err;
  if ("variant" in type) return type.variant.find((c) => c.name === tag)?.type ?? null;
  return null;
}

/** Reads a stream; the transpiled code delivers numbers in typed arrays of any length, other items one by one. */
async function readStream(item: Type | null, stream: unknown, { take }: ReadOptions): Promise<ReadStream> {
  const Typed = typedArrayOf(item);
  const items: unknown[] = [];
  if (take === 0) {
    await (stream as AsyncIterator<unknown>).return?.();
    return new ReadStream(items, true);
  }
  for await (const chunk of stream as AsyncIterable<unknown>) {
    if (Typed && chunk instanceof Typed) for (const number of chunk) items.push(number);
    else items.push(item === null ? undefined : await readAsync(item, chunk));
    if (take !== undefined && items.length >= take) return new ReadStream(items.slice(0, take), true); // leaving the loop drops the stream
  }
  return new ReadStream(items, false);
}
