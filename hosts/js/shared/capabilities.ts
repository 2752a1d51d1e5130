/**
 * What a compiled program may be granted. A capability is an import of the component; each kind of host has its own defaults
 * for what is granted with `true`.
 */

/** Takes the bytes that a program writes; the array is the callee's to keep. */
export type Sink = (bytes: Uint8Array) => void;

export interface Capabilities {
  /** `molt:capabilities/output`: standard output and standard error; `true` are the host's own. */
  output?: boolean | { stdout: Sink; stderr: Sink };
  /** `molt:capabilities/arguments`: the program's name and what comes after it. */
  arguments?: readonly string[];
}

/** Standard output and standard error of a kind of host: made anew for each instance, since they may keep a part of a line. */
export type StandardOutput = () => { stdout: Sink; stderr: Sink };

export const OUTPUT = "molt:capabilities/output@0.1.0";
export const ARGUMENTS = "molt:capabilities/arguments@0.1.0";

/** Implementations of the granted capabilities by interface name. */
export function capabilityImports(granted: Capabilities, standard: StandardOutput): Record<string, unknown> {
  const imports: Record<string, unknown> = {};
  if (granted.output) {
    const sinks = granted.output === true ? standard() : granted.output;
    imports[OUTPUT] = { write: (to: "stdout" | "stderr", content: Uint8Array): void => sinks[to](content) };
  }
  const given = granted.arguments;
  if (given) imports[ARGUMENTS] = { get: (): string[] => [...given] };
  return imports;
}

/** The console as standard output, a line a message: what pages and workers have. */
export const consoleOutput: StandardOutput = () => ({
  stdout: lineSink((line) => console.log(line)),
  stderr: lineSink((line) => console.error(line)),
});

/** A program flushes at its end, so a last line without an end is printed at once when nothing follows it. */
function lineSink(print: (line: string) => void): Sink {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest = "";
  let pending = false;
  const flush = (): void => {
    pending = false;
    if (rest !== "") print(rest);
    rest = "";
  };
  return (bytes) => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) print(line);
    if (rest !== "" && !pending) {
      pending = true;
      queueMicrotask(flush);
    }
  };
}
