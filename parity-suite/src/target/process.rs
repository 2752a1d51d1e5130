//! A target that is a child process speaking the adapter protocol.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::wire::{
    self, CallResult, FromAdapter, Measure, Measured, Outcome, WireCall, WireProgram,
};
use super::{Session, Start, Stopped, Target};
use crate::component::ComponentFile;

/// How long a host may take to say hello: a browser on a busy machine takes its time.
const START: Duration = Duration::from_secs(90);
/// How much later than the adapter the suite gives up on a call: an adapter that ends the hanging instance itself loses
/// one call, not the whole session.
const GRACE: Duration = Duration::from_secs(10);
/// What the first call of a batch may take beyond its own timeout, for loading the component.
const LOAD: Duration = Duration::from_secs(120);
/// What a measurement may take.
const MEASURE: Duration = Duration::from_secs(180);
/// Lines of the log that are shown when the host stops.
const LOG_LINES: usize = 20;

/// A call that a result must come for: its name, and the seconds that it may take.
type Awaited<'a> = (&'a str, u64);

/// An adapter to be run.
pub struct ProcessTarget {
    name: String,
    command: Vec<String>,
    folder: PathBuf,
}

impl ProcessTarget {
    pub fn new(name: String, command: Vec<String>, folder: PathBuf) -> ProcessTarget {
        ProcessTarget {
            name,
            command,
            folder,
        }
    }
}

impl Target for ProcessTarget {
    fn name(&self) -> &str {
        &self.name
    }

    fn start(&self) -> Result<Start, Stopped> {
        let (program, args) = self
            .command
            .split_first()
            .ok_or_else(|| Stopped(format!("{}: no command", self.name)))?;
        let mut command = Command::new(program);
        command
            .args(args)
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // A group of its own, so that a browser's many processes can be ended together.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = match command.spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Start::Missing {
                    what: program.clone(),
                    fix: format!("install {program} so that it is on the PATH"),
                });
            }
            Err(error) => return Err(Stopped(format!("cannot run {program}: {error}"))),
        };
        let mut session = ProcessSession::new(child)?;
        match session.next(START)? {
            FromAdapter::Hello(hello) => Ok(Start::Running(hello, Box::new(session))),
            FromAdapter::Missing { what, fix } => Ok(Start::Missing { what, fix }),
            other => Err(session.stopped(&format!("expected hello, got {other:?}"))),
        }
    }
}

struct ProcessSession {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    log: Arc<Mutex<VecDeque<String>>>,
    next_id: u64,
}

impl ProcessSession {
    fn new(mut child: Child) -> Result<ProcessSession, Stopped> {
        let piped = || Stopped("the adapter has no pipes".to_string());
        let stdout = child.stdout.take().ok_or_else(piped)?;
        let stderr = child.stderr.take().ok_or_else(piped)?;
        let stdin = child.stdin.take();
        let (send, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let log = Arc::new(Mutex::new(VecDeque::new()));
        let shared = log.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                if let Ok(mut log) = shared.lock() {
                    log.push_back(line);
                    if log.len() > LOG_LINES {
                        log.pop_front();
                    }
                }
            }
        });
        Ok(ProcessSession {
            child,
            stdin,
            lines,
            log,
            next_id: 0,
        })
    }

    fn send(&mut self, message: &Value) -> Result<(), Stopped> {
        let Some(stdin) = self.stdin.as_mut() else {
            return Err(Stopped("the adapter's stdin is closed".to_string()));
        };
        let written = stdin
            .write_all(format!("{message}\n").as_bytes())
            .and_then(|()| stdin.flush());
        written.map_err(|error| self.stopped(&format!("the adapter takes no messages: {error}")))
    }

    fn next(&mut self, within: Duration) -> Result<FromAdapter, Stopped> {
        let line = match self.lines.recv_timeout(within) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => {
                return Err(self.stopped(&format!("no answer in {} s", within.as_secs())));
            }
            Err(RecvTimeoutError::Disconnected) => return Err(self.stopped("the adapter ended")),
        };
        serde_json::from_str(&line).map_err(|error| {
            let start: String = line.chars().take(200).collect();
            self.stopped(&format!("not a message of the protocol ({error}): {start}"))
        })
    }

    /// The number of the next message.
    fn begin(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Reads the results of calls or programs, which come in order.
    fn results(
        &mut self,
        id: u64,
        awaited: &[Awaited],
        on_result: &mut dyn FnMut(CallResult),
    ) -> Result<(), Stopped> {
        let mut answered = 0;
        loop {
            let own = awaited
                .get(answered)
                .map_or(Duration::from_secs(10), |(_, timeout)| {
                    Duration::from_secs(*timeout) + GRACE
                });
            let within = if answered == 0 { own + LOAD } else { own };
            match self.next(within)? {
                FromAdapter::Result(result) => {
                    if awaited
                        .get(answered)
                        .is_none_or(|(call, _)| *call != result.call)
                    {
                        return Err(
                            self.stopped(&format!("a result out of order: {}", result.call))
                        );
                    }
                    answered += 1;
                    on_result(result);
                }
                FromAdapter::Done { batch } if batch == id && answered == awaited.len() => {
                    return Ok(());
                }
                FromAdapter::Failed { batch, error } if batch == id => {
                    for (call, _) in &awaited[answered..] {
                        let outcomes = vec![Outcome::Error(error.clone())];
                        on_result(CallResult {
                            call: call.to_string(),
                            outcomes,
                            ns: None,
                        });
                    }
                    return Ok(());
                }
                other => {
                    return Err(self.stopped(&format!(
                        "unexpected in a batch of {}: {other:?}",
                        awaited.len()
                    )));
                }
            }
        }
    }

    /// Ends the process and says what happened, with the end of its log.
    fn stopped(&mut self, what: &str) -> Stopped {
        self.stdin = None;
        self.end();
        // The log's thread may still be reading what the process wrote last.
        std::thread::sleep(Duration::from_millis(50));
        let status = self
            .child
            .try_wait()
            .ok()
            .flatten()
            .map_or_else(String::new, |status| format!(" ({status})"));
        let log: Vec<String> = self
            .log
            .lock()
            .map(|log| log.iter().cloned().collect())
            .unwrap_or_default();
        let log = if log.is_empty() {
            String::new()
        } else {
            format!("; its log ends with:\n  {}", log.join("\n  "))
        };
        Stopped(format!("{what}{status}{log}"))
    }

    fn end(&mut self) {
        // A process that ended by itself keeps its status; only what still runs is killed, with its group.
        std::thread::sleep(Duration::from_millis(20));
        if matches!(self.child.try_wait(), Ok(None)) {
            #[cfg(unix)]
            let _ = Command::new("kill")
                .args(["-KILL", "--", &format!("-{}", self.child.id())])
                .stderr(Stdio::null())
                .status();
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

impl Session for ProcessSession {
    fn batch(
        &mut self,
        component: &ComponentFile,
        calls: &[WireCall],
        on_result: &mut dyn FnMut(CallResult),
    ) -> Result<(), Stopped> {
        let id = self.begin();
        self.send(&wire::batch(id, component, calls))?;
        let calls: Vec<Awaited> = calls
            .iter()
            .map(|call| (call.id.as_str(), call.timeout))
            .collect();
        self.results(id, &calls, on_result)
    }

    fn programs(
        &mut self,
        programs: &[WireProgram],
        on_result: &mut dyn FnMut(CallResult),
    ) -> Result<(), Stopped> {
        let id = self.begin();
        self.send(&wire::programs(id, programs))?;
        let programs: Vec<Awaited> = programs
            .iter()
            .map(|program| (program.id.as_str(), program.timeout))
            .collect();
        self.results(id, &programs, on_result)
    }

    fn measure(&mut self, component: &ComponentFile, what: &Measure) -> Result<Measured, Stopped> {
        let id = self.begin();
        self.send(&wire::measure(id, component, what))?;
        match self.next(MEASURE)? {
            FromAdapter::Measured(measured) => Ok(measured),
            FromAdapter::Failed { .. } => Ok(Measured::default()),
            other => Err(self.stopped(&format!("expected a measurement, got {other:?}"))),
        }
    }
}

impl Drop for ProcessSession {
    fn drop(&mut self) {
        // A polite end first: an adapter closes its browser, then ends.
        if self.stdin.is_some() {
            let _ = self.send(&json!({ "type": "bye" }));
        }
        self.stdin = None;
        let deadline = Instant::now() + Duration::from_secs(5);
        while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        self.end();
    }
}
