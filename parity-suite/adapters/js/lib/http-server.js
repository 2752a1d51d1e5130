/** The server behind the harness page, on loopback only: files, transpiled components, and jobs. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf } from "@molt/host/cases";

const HERE = fileURLToPath(new URL("..", import.meta.url));
/** The built host: the very files that this process runs. */
const HOST = fileURLToPath(new URL("..", import.meta.resolve("@molt/host/cases")));

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
  ".json": "application/json", ".wasm": "application/wasm", ".svg": "image/svg+xml",
};

/** Largest answer of a page that is read. */
const MAX_BODY = 512 * 1024 * 1024;

export class HarnessServer {
  constructor() {
    /** @type {Map<string, import("./exchange.js").Exchange>} */
    this.sessions = new Map();
    /** Folders of transpiled components by digest. @type {Map<string, string>} */
    this.components = new Map();
    /** Gives a page without a session one. @type {() => import("./exchange.js").Exchange | null} */
    this.onVisit = () => null;
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((thrown) => {
        if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
        response.end(messageOf(thrown));
      });
    });
    // Requests wait for jobs; they are not slow clients.
    this.server.requestTimeout = 0;
    this.server.keepAliveTimeout = 60_000;
  }

  /**
   * @param {number} port  0 for any
   * @returns {Promise<string>} the server's URL
   */
  async listen(port = 0) {
    await new Promise((resolve, reject) => {
      this.server.once("error", reject).listen(port, "127.0.0.1", () => resolve(null));
    });
    const address = /** @type {import("node:net").AddressInfo} */ (this.server.address());
    return `http://127.0.0.1:${address.port}/`;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /**
   * Makes a transpiled component available.
   * @param {{ folder: string, manifest: { digest: string } }} transpiled
   * @returns its path on this server
   */
  addComponent({ folder, manifest }) {
    this.components.set(manifest.digest, folder);
    return `/component/${manifest.digest}/`;
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async handle(request, response) {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname.startsWith("/api/")) return this.api(url, request, response);
    const path = this.file(decodeURIComponent(url.pathname));
    const content = path === null ? null : await readFile(path).catch(() => null);
    if (path === null || content === null) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not here");
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "content-length": content.length,
      "cache-control": "no-store",
      // With these two a page has a clock of 5 microseconds instead of 100.
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    }).end(content);
  }

  /** The file behind a path; null for none. @param {string} path */
  file(path) {
    const component = /^\/component\/([0-9a-f]{64})\/(.+)$/.exec(path);
    if (component) return inside(this.components.get(component[1] ?? ""), component[2] ?? "");
    if (path === "/") return join(HERE, "harness", "index.html");
    if (path.startsWith("/host/")) return inside(HOST, path.slice("/host/".length));
    const own = /^\/(harness|lib)\/(.+)$/.exec(path);
    return own ? inside(join(HERE, own[1] ?? ""), own[2] ?? "") : null;
  }

  /**
   * @param {URL} url
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async api(url, request, response) {
    const json = (/** @type {object} */ value) =>
      void response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(value));
    if (request.method !== "POST" || !sameOrigin(request)) {
      response.writeHead(403).end();
      return;
    }
    const body = await readJson(request);
    if (url.pathname === "/api/visit") {
      const exchange = this.sessions.get(body.session) ?? this.onVisit();
      if (!exchange) return json({ session: null });
      this.sessions.set(exchange.session, exchange);
      exchange.onHello(body);
      return json({ session: exchange.session, total: exchange.total });
    }
    const exchange = this.sessions.get(body.session);
    if (!exchange) {
      response.writeHead(410).end();
      return;
    }
    exchange.lastSeen = Date.now();
    if (body.answers) exchange.answer(body.answers);
    json(url.pathname === "/api/next" ? { jobs: await exchange.next(body.fresh === true) } : {});
  }
}

/**
 * A path in a folder; null when it leads out of it.
 * @param {string | undefined} folder
 * @param {string} path
 */
function inside(folder, path) {
  if (folder === undefined) return null;
  const root = resolve(folder);
  const full = join(root, path);
  return full.startsWith(root + sep) ? full : null;
}

/**
 * Other sites that are open in the same browser must not get jobs or send answers, also not under a name of theirs that leads to
 * this machine.
 * @param {import("node:http").IncomingMessage} request
 */
function sameOrigin(request) {
  const { origin, host = "" } = request.headers;
  return /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host) && (origin === undefined || origin === `http://${host}`);
}

/** @param {import("node:http").IncomingMessage} request */
async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Error(`an answer above ${MAX_BODY} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}
