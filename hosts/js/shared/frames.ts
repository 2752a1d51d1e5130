/** Which guest functions were running when something was thrown, by names that people know. */

/** What the standard library runs between a panic and the trap that it ends in. */
const PANIC_MACHINERY = /^(?:__rustc|core::panicking|std::panicking|std::sys|alloc::(?:alloc::handle_alloc_error|raw_vec::handle_error)|rust_panic|core::(?:result|option)::\w+_failed|.*rust_eh_personality)\b/;

/** Names on the stack of an error, innermost first; a recursion is listed once. Empty when the guest has no names. */
export function guestFrames(thrown: unknown): string[] {
  const names: string[] = [];
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
  for (const line of stack.split("\n")) {
    const name = frameName(line);
    if (name === null) continue;
    const readable = demangle(name.replace(/^[^\s:]*\.wasm\./, ""));
    if (readable !== names.at(-1)) names.push(readable);
  }
  const guilty = names.findIndex((name) => !PANIC_MACHINERY.test(name));
  return guilty < 0 ? names : names.slice(guilty);
}

/** V8 writes `at name (wasm://...)`, Firefox `name@url:wasm-function[n]:0x...`. */
function frameName(line: string): string | null {
  const v8 = /^\s*at (.+) \(wasm:\/\//.exec(line);
  const firefox = /^(.+?)@.*:wasm-function\[/.exec(line);
  const name = (v8 ?? firefox)?.[1] ?? null;
  return name === null || /^(?:wasm-function|<anonymous>)/.test(name) ? null : name;
}

/** A Rust symbol as a path: `_ZN4json5parse17h0123456789abcdefE` is `json::parse`. Other names stay as they are. */
export function demangle(symbol: string): string {
  if (symbol.startsWith("_ZN")) return legacyPath(symbol) ?? symbol;
  if (symbol.startsWith("_R")) return v0Path(symbol) ?? symbol;
  return symbol.replace(/::h[0-9a-f]{16}$/, "");
}

function legacyPath(symbol: string): string | null {
  const parts = identifiers(symbol.slice(3));
  const path = parts.filter((part) => !/^h[0-9a-f]{16}$/.test(part)).map(unescapeLegacy);
  return path.length > 0 ? path.join("::") : null;
}

/** Legacy symbols write punctuation as `$LT$`, `$u20$` and `..`. */
function unescapeLegacy(part: string): string {
  const known: Record<string, string> = { LT: "<", GT: ">", RF: "&", BP: "*", C: ",", LP: "(", RP: ")" };
  return part.replace(/^_(?=\$)/, "")
    .replace(/\$(?:u([0-9a-f]{1,6})|([A-Z]{1,2}))\$/g, (all, code?: string, name?: string) =>
      code !== undefined ? String.fromCodePoint(Number.parseInt(code, 16)) : (known[name ?? ""] ?? all))
    .replaceAll("..", "::");
}

/** The identifiers of a v0 symbol; generic arguments are left out with the grammar around them. */
function v0Path(symbol: string): string | null {
  // Disambiguators (`s` base-62 `_`) have digits in them that are no lengths.
  const parts = identifiers(symbol.slice(2).replace(/s[0-9A-Za-z]*_(?=\d)/g, ""));
  return parts.length > 0 ? parts.join("::") : null;
}

/** Parts that are written as their length and their text; anything between them is skipped. */
function identifiers(text: string): string[] {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const match = /\d+/.exec(text.slice(at));
    if (!match) return parts;
    const length = Number(match[0]);
    let start = at + match.index + match[0].length;
    if (length === 0 || start + length > text.length) return parts;
    // A text that starts with a digit or an underscore has an underscore in front of it in v0.
    if (text[start] === "_" && /[_\d]/.test(text[start + 1] ?? "")) start += 1;
    parts.push(text.slice(start, start + length));
    at = start + length;
  }
}
