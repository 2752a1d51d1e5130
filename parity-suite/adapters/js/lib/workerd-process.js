/** Finds, configures, starts and ends workerd. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { lines } from "./lines.js";

const ADAPTERS = fileURLToPath(new URL("..", import.meta.url));
/** The newest runtime behaviour that this adapter was tested with. */
const COMPATIBILITY_DATE = "2026-11-01";
/** Own modules, beside those of a component's folder. The first is the one that gets the requests. */
const CALLS = [["main.js", "edge/main.js"], ["converse.js", "edge/converse.js"], ["lib/run-call.js", "lib/run-call.js"]];
/** Own modules, beside those of a folder of programs. */
const PROGRAMS = [
  ["main.js", "edge/programs.js"], ["converse.js", "edge/converse.js"],
  ["lib/run-call.js", "lib/run-call.js"], ["lib/run-program.js", "lib/run-program.js"],
];
/** Names of workerd's platform packages. @type {Record<string, string>} */
const PLATFORMS = {
  "linux x64": "linux-64", "linux arm64": "linux-arm64", "darwin x64": "darwin-64", "darwin arm64": "darwin-arm64", "win32 x64": "windows-64",
};
/** Milliseconds that workerd may take to answer its first request. */
const START_MS = 30_000;

/**
 * The binary and its version; null when it is not installed. It comes in an optional package for each platform, so that no
 * install script has to run.
 */
export function findWorkerd() {
  const require = createRequire(import.meta.url);
  try {
    const main = require.resolve("workerd/package.json");
    const platform = PLATFORMS[`${process.platform} ${process.arch}`];
    const path = createRequire(main).resolve(`@cloudflare/workerd-${platform}/bin/workerd${process.platform === "win32" ? ".exe" : ""}`);
    return { path, version: /** @type {string} */ (require(main).version) };
  } catch {
    return null;
  }
}

/** @param {string[][]} files @param {import("@molt/host/worker-folder").WorkerModule[]} modules */
function configuration(files, modules) {
  const text = (/** @type {string} */ value) => JSON.stringify(value);
  const own = files.map(([name]) => ({ name: /** @type {string} */ (name), kind: "esModule" }));
  const list = [...own, ...modules].map(({ name, kind }) => `    (name = ${text(name)}, ${kind} = embed ${text(name)}),`);
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [ (name = "main", worker = .main) ],
  sockets = [ (name = "http", address = "unix:http.sock", http = (), service = "main") ],
);

const main :Workerd.Worker = (
  compatibilityDate = ${text(COMPATIBILITY_DATE)},
  modules = [
${list.join("\n")}
  ],
);
`;
}

/**
 * Adds to a worker folder what makes it answer requests.
 * @param {string} folder
 * @param {import("@molt/host/worker-folder").WorkerModule[]} modules
 * @param {"calls" | "programs"} what  What it answers.
 */
export async function writeConfiguration(folder, modules, what = "calls") {
  const files = what === "calls" ? CALLS : PROGRAMS;
  for (const [name, source] of files) {
    const target = join(folder, /** @type {string} */ (name));
    await mkdir(dirname(target), { recursive: true });
    await cp(join(ADAPTERS, /** @type {string} */ (source)), target);
  }
  await writeFile(join(folder, "config.capnp"), configuration(files, modules));
}

/** One request whose body is a line a message, and whose response is a line an answer. */
class Conversation {
  /**
   * @param {import("node:http").ClientRequest} request
   * @param {import("node:http").IncomingMessage} response
   */
  constructor(request, response) {
    this.request = request;
    /** @type {((line: string | null) => void)[]} */
    this.waiting = [];
    const over = () => this.waiting.splice(0).forEach((give) => give(null));
    request.on("error", over);
    this.read(response).then(over, over);
  }

  /** @param {import("node:http").IncomingMessage} response */
  async read(response) {
    for await (const line of lines(response)) this.waiting.shift()?.(line);
  }

  /**
   * @param {string} socketPath
   * @returns {Promise<Conversation>}
   */
  static open(socketPath) {
    return new Promise((resolve, reject) => {
      const call = request({ socketPath, method: "POST", path: "/", headers: { host: "worker", "transfer-encoding": "chunked" } });
      call.on("error", reject).on("response", (response) => {
        if (response.statusCode === 200) resolve(new Conversation(call, response));
        else reject(new Error(`workerd answers ${response.statusCode}`));
      });
      call.flushHeaders();
    });
  }

  /**
   * @param {object} message
   * @returns {Promise<any>}
   */
  async ask(message) {
    const line = await new Promise((resolve) => {
      this.waiting.push(resolve);
      this.request.write(`${JSON.stringify(message)}\n`);
    });
    if (line === null) throw new Error("workerd ended the conversation");
    return JSON.parse(line);
  }

  end() {
    this.request.destroy();
  }
}

export class WorkerdProcess {
  /**
   * @param {import("node:child_process").ChildProcess} child
   * @param {string} home
   */
  constructor(child, home) {
    this.child = child;
    this.home = home;
    this.socket = join(home, "http.sock");
    /** @type {Conversation | null} */
    this.conversation = null;
    this.log = "";
    child.stderr?.on("data", (chunk) => (this.log = `${this.log}${chunk}`.slice(-4000)));
    this.exited = new Promise((resolve) => {
      child.once("exit", resolve);
      child.once("error", resolve);
    });
  }

  /**
   * Starts workerd on a worker folder and waits until it answers.
   * @param {string} path
   * @param {string} folder
   */
  static async start(path, folder) {
    // The socket is relative to this folder: a path to a socket may have 107 bytes at most.
    const home = await mkdtemp(join(tmpdir(), "molt-workerd-"));
    const child = spawn(path, ["serve", join(folder, "config.capnp")], { cwd: home, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.pipe(process.stderr); // our own stdout is the protocol's
    const workerd = new WorkerdProcess(child, home);
    await workerd.ready();
    return workerd;
  }

  /** True when the process is gone. */
  get ended() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Opens the conversation as soon as workerd listens. */
  async ready() {
    const deadline = Date.now() + START_MS;
    while (!this.conversation) {
      try {
        this.conversation = await Conversation.open(this.socket);
      } catch (thrown) {
        if (this.ended || Date.now() > deadline) {
          await this.stop();
          throw new Error(`workerd does not start: ${this.log.trim() || /** @type {Error} */ (thrown).message}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }

  /**
   * @param {object} message
   * @returns {Promise<any>}
   */
  async ask(message) {
    if (!this.conversation) throw new Error("workerd is not ready");
    try {
      const reply = await this.conversation.ask(message);
      if (reply.error) throw Object.assign(new Error(reply.error.message), { kind: reply.error.kind });
      return reply.value;
    } catch (thrown) {
      if (/** @type {any} */ (thrown).kind) throw thrown;
      throw new Error(`${/** @type {Error} */ (thrown).message} ${this.log.trim()}`.trim());
    }
  }

  async stop() {
    this.conversation?.end();
    this.child.kill("SIGKILL");
    await this.exited;
    await rm(this.home, { recursive: true, force: true });
  }
}
