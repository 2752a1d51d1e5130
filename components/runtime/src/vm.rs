//! The state of one program: what is raised, what is staged, what was asked of the program.

use crate::abi::handles::Handles;
use crate::error::{Raise, Res};
use crate::types::exception::ExcType;
use crate::types::function::Code;
use crate::value::Value;

/// Where standard output and error go.
pub trait Output {
    /// Writes all bytes, in order; `error` says standard error.
    fn write(&mut self, error: bool, content: &[u8]);
}

/// What goes on when a function of the program has returned (or raised).
pub type Then = Box<dyn FnOnce(&mut Vm, Res) -> Res>;

/// A function of the program that has to run.
pub struct Request {
    /// The function object.
    pub function: Value,
    /// Its bound arguments, by parameter; None where the program fills in nothing (absent).
    pub arguments: Vec<Option<Value>>,
    /// What follows, innermost first.
    pub then: Vec<Then>,
}

/// The runtime's state. One program, one `Vm`.
pub struct Vm {
    /// The exception that `Raise` brought to the boundary, until it is caught.
    pub raised: Option<Value>,
    /// The exceptions being handled, the innermost last.
    pub handling: Vec<Value>,
    /// Values that the next intrinsic takes many of.
    pub stage: Vec<Value>,
    /// What was asked of the program and has not started; at most one.
    pub requested: Option<Request>,
    /// What the program is running for the runtime, the innermost last.
    pub running: Vec<Request>,
    /// Handles at the boundary.
    pub handles: Handles,
    /// The program's functions, by code number.
    pub codes: Vec<Code>,
    /// Its file name, for tracebacks.
    pub file: String,
    /// Its source lines, for tracebacks.
    pub source: Vec<String>,
    /// `sys.argv`
    pub arguments: Vec<String>,
    /// Containers whose repr or comparison is being made: their addresses, innermost last.
    pub visiting: Vec<u64>,
    /// Caches and singletons that modules keep, by module (see `crate::state`).
    pub state: crate::state::State,
    /// What would go to standard error, while a traceback is made for the program.
    pub(crate) captured: Option<Vec<u8>>,
    output: Box<dyn Output>,
    buffer: Vec<u8>,
}

/// Bytes of standard output that wait for each other.
const BUFFER: usize = 8192;

/// How deep comparisons, reprs and hashes of containers may nest before `RecursionError`.
pub const MAX_VISITING: usize = 1000;

impl Vm {
    /// A fresh runtime.
    pub fn new(output: Box<dyn Output>) -> Vm {
        Vm {
            raised: None,
            handling: Vec::new(),
            stage: Vec::new(),
            requested: None,
            running: Vec::new(),
            handles: Handles::new(),
            codes: Vec::new(),
            file: String::new(),
            source: Vec::new(),
            arguments: Vec::new(),
            visiting: Vec::new(),
            state: crate::state::State::default(),
            output,
            captured: None,
            buffer: Vec::new(),
        }
    }

    /// Writes to standard output, buffered.
    pub fn write_out(&mut self, content: &[u8]) {
        if self.buffer.len() + content.len() > BUFFER {
            self.flush();
        }
        if content.len() >= BUFFER {
            self.output.write(false, content);
        } else {
            self.buffer.extend_from_slice(content);
        }
    }

    /// Writes to standard error, after what standard output holds.
    pub fn write_error(&mut self, content: &[u8]) {
        if let Some(captured) = &mut self.captured {
            captured.extend_from_slice(content);
            return;
        }
        self.flush();
        self.output.write(true, content);
    }

    /// Sends what is buffered.
    pub fn flush(&mut self) {
        if !self.buffer.is_empty() {
            let content = std::mem::take(&mut self.buffer);
            self.output.write(false, &content);
            self.buffer = content;
            self.buffer.clear();
        }
    }

    /// Asks the program to run a function of its own whose arguments are bound. Always `Err(Pending)`.
    pub fn request(&mut self, function: Value, arguments: Vec<Option<Value>>) -> Res {
        debug_assert!(self.requested.is_none());
        self.requested = Some(Request {
            function,
            arguments,
            then: Vec::new(),
        });
        Err(Raise::Pending)
    }

    /// Says what follows after a pending call: what a caller does that gets `Err(Pending)` and is not done yet. Callers add theirs
    /// while they return, so the innermost is the first. Always `Err(Pending)`.
    ///
    /// ```ignore
    /// match vm.call(&key, &[item.clone()]) {
    ///     Err(Raise::Pending) => vm.then(move |vm, answer| { keys.push(answer?); go_on(vm, keys) }),
    ///     other => { keys.push(other?); .. }
    /// }
    /// ```
    pub fn then(&mut self, next: impl FnOnce(&mut Vm, Res) -> Res + 'static) -> Res {
        match &mut self.requested {
            Some(request) => request.then.push(Box::new(next)),
            None => debug_assert!(false, "nothing is pending"),
        }
        Err(Raise::Pending)
    }

    /// Runs `next` on a result: now if it is there, else when it is.
    pub fn and_then(
        &mut self,
        result: Res,
        next: impl FnOnce(&mut Vm, Res) -> Res + 'static,
    ) -> Res {
        match result {
            Err(Raise::Pending) => self.then(next),
            done => next(self, done),
        }
    }

    /// The program starts the requested function.
    pub fn enter(&mut self) -> Option<&Request> {
        let request = self.requested.take()?;
        self.running.push(request);
        self.running.last()
    }

    /// The program's function is over: goes on with what was left.
    pub fn leave(&mut self, returned: Res) -> Res {
        let Some(request) = self.running.pop() else {
            return Err(self.error(ExcType::SystemError, "leave without enter"));
        };
        let mut result = returned;
        let mut rest = request.then.into_iter();
        while let Some(next) = rest.next() {
            result = next(self, result);
            if matches!(result, Err(Raise::Pending)) {
                if let Some(request) = &mut self.requested {
                    request.then.extend(rest);
                }
                return result;
            }
        }
        result
    }
}
