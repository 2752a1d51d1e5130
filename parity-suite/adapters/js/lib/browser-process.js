/** Finds, starts and ends a browser. It is given the harness page's address and nothing else: no driver, no remote control. */
import { execFile, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/**
 * @typedef {"chromium" | "firefox"} Engine
 * @typedef {{ names: string[], variable: string, what: string, fix: string, arguments: (profile: string, url: string) => string[] }} Recipe
 */

/** Chromium refuses to run as root with its sandbox; containers often run as root. */
const asRoot = process.getuid?.() === 0;

/** @type {Record<Engine, Recipe>} */
const RECIPES = {
  chromium: {
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
    variable: "MOLT_CHROMIUM",
    what: "Chromium",
    fix: "apt-get install chromium (or set MOLT_CHROMIUM to its path)",
    arguments: (profile, url) => [
      ...(asRoot ? ["--no-sandbox"] : []), "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-default-apps", "--disable-dev-shm-usage",
      "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows", "--password-store=basic", "--mute-audio",
      `--user-data-dir=${profile}`, url,
    ],
  },
  firefox: {
    names: ["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
    variable: "MOLT_FIREFOX",
    what: "Firefox",
    fix: "apt-get install firefox-esr (or set MOLT_FIREFOX to its path)",
    arguments: (profile, url) => ["--headless", "--no-remote", "--profile", profile, url],
  },
};

/** Firefox settings: no first-run pages, nothing fetched from outside, no dialog about slow scripts. */
const FIREFOX_PREFS = {
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "dom.max_script_run_time": 0,
  "dom.max_chrome_script_run_time": 0,
  "extensions.systemAddon.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
  "trailhead.firstrun.didSeeAboutWelcome": true,
};

/** @param {Engine} engine */
export function recipe(engine) {
  return RECIPES[engine];
}

/**
 * The browser's executable; null when it is not installed.
 * @param {Engine} engine
 */
export function findBrowser(engine) {
  const { names, variable } = RECIPES[engine];
  const given = process.env[variable];
  if (given) return isExecutable(given) ? given : null;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = names.flatMap((name) => (name.includes("/") ? [name] : folders.map((folder) => join(folder, name))));
  return candidates.find(isExecutable) ?? null;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The version that the executable says, such as `156.0.7204.1`; null when it says none.
 * @param {string} path
 */
export async function browserVersion(path) {
  const { stdout } = await promisify(execFile)(path, ["--version"], { timeout: 20_000 }).catch(() => ({ stdout: "" }));
  return /\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? null;
}

export class BrowserProcess {
  /**
   * @param {import("node:child_process").ChildProcess} child
   * @param {string} profile
   */
  constructor(child, profile) {
    this.child = child;
    this.profile = profile;
    this.exited = new Promise((resolve) => {
      child.once("exit", resolve);
      child.once("error", resolve);
    });
  }

  /**
   * @param {Engine} engine
   * @param {string} path
   * @param {string} url
   */
  static async start(engine, path, url) {
    const profile = await mkdtemp(join(tmpdir(), `molt-${engine}-`));
    if (engine === "firefox") {
      const prefs = Object.entries(FIREFOX_PREFS).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
      await writeFile(join(profile, "user.js"), `${prefs.join("\n")}\n`);
    }
    // Its own home: nothing of the user's profile is read or written. The same process group: who kills us kills it.
    const env = { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1", DBUS_SESSION_BUS_ADDRESS: "disabled:" };
    const child = spawn(path, RECIPES[engine].arguments(profile, url), { stdio: "ignore", env });
    return new BrowserProcess(child, profile);
  }

  /** True when the process is gone. */
  get ended() {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async stop() {
    this.child.kill("SIGTERM");
    const timer = setTimeout(() => this.child.kill("SIGKILL"), 3_000);
    await this.exited;
    clearTimeout(timer);
    // Its children may still write for a moment.
    await rm(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => {});
  }
}
