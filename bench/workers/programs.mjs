// Programs in Node. The lines that it reads and writes are those of programs.py.
//   node programs.mjs molt              compiled by molt, through the JavaScript host
//   node programs.mjs pyodide           the same source in Pyodide
//   node programs.mjs molt FILE.wasm    runs one program and ends: what a start costs
//   node programs.mjs pyodide FILE.py
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const PROGRAM = "molt:capabilities/program#run";
const [kind, file] = process.argv.slice(2);

// Only what takes part is loaded: what is imported counts in a start, and in memory.
const CONTESTANTS = {
  async molt() {
    const { load } = await import("@molt/host/node");
    const loaded = new Map();
    const once = async (program, stdout) => {
      const instance = await program.instantiate({ output: { stdout, stderr: (bytes) => process.stderr.write(bytes) }, arguments: [file ?? "program"] });
      return instance.call(PROGRAM);
    };
    return {
      name: "molt, Node",
      versions: { "Node.js": process.versions.node, V8: process.versions.v8 },
      async start(path) {
        process.exitCode = await once(await load(path, { capabilities: { output: true, arguments: [path] } }), (bytes) => process.stdout.write(bytes));
      },
      async measure(path, millis) {
        if (!loaded.has(path)) loaded.set(path, await load(path));
        const program = loaded.get(path);
        const output = [];
        const exit = await once(program, (bytes) => output.push(bytes));
        if (exit !== 0) throw new Error(`the program ended with ${exit}`);
        const budget = BigInt(millis) * 1_000_000n;
        let spent = 0n;
        let repetitions = 0;
        while (repetitions === 0 || spent < budget) {
          const sink = [];
          const start = process.hrtime.bigint();
          await once(program, (bytes) => sink.push(bytes));
          spent += process.hrtime.bigint() - start;
          repetitions++;
        }
        return { ns: Number(spent), repetitions, output: Buffer.concat(output).toString() };
      },
    };
  },
  async pyodide() {
    const { loadPyodide } = await import("pyodide");
    const python = await loadPyodide({ stdout: (line) => console.log(line) });
    return {
      name: "Pyodide",
      versions: { Pyodide: createRequire(import.meta.url)("pyodide/package.json").version, "Python of Pyodide": python.runPython("import platform; platform.python_version()") },
      async start(path) {
        python.runPython(readFileSync(path, "utf8"), { filename: path });
      },
      async measure(path, millis) {
        const worker = readFileSync(new URL("programs.py", import.meta.url), "utf8");
        const scope = python.toPy({ __name__: "worker", source: readFileSync(path, "utf8"), name: path, millis });
        try {
          return JSON.parse(python.runPython(`${worker}\njson.dumps(measure(source, name, millis))`, { globals: scope }));
        } finally {
          scope.destroy();
        }
      },
    };
  },
};

const contestant = await CONTESTANTS[kind]();
if (file !== undefined) {
  await contestant.start(file);
} else {
  console.log(JSON.stringify({ versions: contestant.versions, jobs: [`programs/${contestant.name}`] }));
  for await (const line of createInterface({ input: process.stdin })) {
    const { files, millis } = JSON.parse(line);
    const answer = await contestant.measure(files[0], millis).catch((thrown) => ({ error: String(thrown?.message ?? thrown) }));
    console.log(JSON.stringify(answer));
  }
}
