//! What is said while the suite runs: one line that changes on a terminal, plain lines elsewhere. On stderr.

use std::io::{IsTerminal, Write, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::engine::Progress;
use crate::target::wire::Hello;

/// Progress for people.
pub struct Live {
    terminal: bool,
    state: Mutex<State>,
}

struct State {
    targets: Vec<Running>,
    drawn: Instant,
}

struct Running {
    name: String,
    done: usize,
    calls: usize,
    since: Instant,
    finished: bool,
}

impl Live {
    pub fn new() -> Live {
        Live {
            terminal: stderr().is_terminal(),
            state: Mutex::new(State {
                targets: Vec::new(),
                drawn: Instant::now(),
            }),
        }
    }

    /// A line that stays.
    pub fn say(&self, text: &str) {
        if self.terminal {
            eprint!("\r\x1b[K");
        }
        eprintln!("{text}");
    }

    fn with(&self, target: &str, change: impl FnOnce(&mut Running) -> Option<String>) {
        let Ok(mut state) = self.state.lock() else {
            return;
        };
        let said = state
            .targets
            .iter_mut()
            .find(|running| running.name == target)
            .and_then(change);
        if let Some(text) = said {
            self.say(&text);
        } else if self.terminal && state.drawn.elapsed() > Duration::from_millis(80) {
            state.drawn = Instant::now();
            eprint!("\r\x1b[K{}", state.line());
            let _ = stderr().flush();
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        Live::new()
    }
}

impl State {
    fn line(&self) -> String {
        let running = self.targets.iter().filter(|running| !running.finished);
        running
            .map(|running| format!("{} {}/{}", running.name, running.done, running.calls))
            .collect::<Vec<_>>()
            .join("   ")
    }
}

impl Progress for Live {
    fn preparing(&self, programs: usize) {
        self.say(&format!("compiling {programs} programs"));
    }

    fn started(&self, target: &str, hello: &Hello, calls: usize) {
        if let Ok(mut state) = self.state.lock() {
            let since = Instant::now();
            state.targets.push(Running {
                name: target.to_string(),
                done: 0,
                calls,
                since,
                finished: false,
            });
        }
        self.say(&format!(
            "{target}: {} {}, {calls} calls",
            hello.host, hello.version
        ));
    }

    fn call_done(&self, target: &str) {
        let terminal = self.terminal;
        self.with(target, |running| {
            running.done += 1;
            let fifth = (running.calls / 5).max(1);
            let worth_a_line = !terminal
                && running.done % fifth == 0
                && running.done < running.calls
                && running.since.elapsed().as_secs() > 4;
            worth_a_line
                .then(|| format!("{}: {}/{} calls", running.name, running.done, running.calls))
        });
    }

    fn stopped(&self, target: &str, why: &str) {
        self.say(&format!("{target}: stopped, starting it again: {why}"));
    }

    fn finished(&self, target: &str) {
        self.with(target, |running| {
            running.finished = true;
            Some(format!(
                "{}: done, {} calls in {:.1} s",
                running.name,
                running.done,
                running.since.elapsed().as_secs_f64()
            ))
        });
    }
}
