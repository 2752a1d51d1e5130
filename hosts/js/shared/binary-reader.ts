/** Reads the primitive forms of the WebAssembly binary format. */

/** Bytes that do not read as what they should be; the offset counts from the start of the file. */
export class BinaryError extends Error {
  /** @param malformed  False when the bytes can be read but do not make sense: an index that is not there, a type of the wrong kind. */
  constructor(message: string, readonly offset: number, readonly malformed: boolean) {
    super(`${message} (at byte ${offset})`);
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class BinaryReader {
  constructor(readonly bytes: Uint8Array, public pos: number, readonly end: number) {}

  get done(): boolean {
    return this.pos >= this.end;
  }

  fail(message: string): never {
    throw new BinaryError(message, this.pos, true);
  }

  /** Refuses what can be read but is not valid, or not known. */
  invalid(message: string): never {
    throw new BinaryError(message, this.pos, false);
  }

  u8(): number {
    if (this.pos >= this.end) this.fail("unexpected end");
    return this.bytes[this.pos++] as number;
  }

  peek(): number {
    return this.pos < this.end ? (this.bytes[this.pos] as number) : this.fail("unexpected end");
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value > 0xffff_ffff ? this.fail("number beyond 32 bits") : value;
    }
    return this.fail("number beyond 32 bits");
  }

  /** A length in bytes, followed by that many bytes of UTF-8. */
  name(): string {
    const length = this.u32();
    if (length > this.end - this.pos) this.fail("a name that is longer than its section");
    const start = this.pos;
    this.pos += length;
    return UTF8.decode(this.bytes.subarray(start, this.pos));
  }

  /** A count, followed by that many items. */
  vec<T>(item: () => T): T[] {
    const count = this.u32();
    if (count > this.end - this.pos) this.fail("a list that is longer than its section");
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(item());
    return items;
  }

  /** A byte 0 for nothing, or a byte 1 and an item. */
  opt<T>(item: () => T): T | null {
    const byte = this.u8();
    if (byte > 1) this.fail("expected 0 or 1");
    return byte === 1 ? item() : null;
  }

  /** The next `length` bytes as a reader of their own. */
  sub(length: number): BinaryReader {
    if (length > this.end - this.pos) this.fail("a section that is longer than its file");
    const start = this.pos;
    this.pos += length;
    return new BinaryReader(this.bytes, start, this.pos);
  }
}
