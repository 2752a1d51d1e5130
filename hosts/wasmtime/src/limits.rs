//! What an instance may use: memory over all memories of a composition, time, fuel.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use wasmtime::{Engine, EngineWeak, ResourceLimiter};

/// How often a running deadline is looked at.
pub(crate) const TICK: Duration = Duration::from_millis(1);

/// What an instance may use. The default is 1 GiB of memory, no deadline, no fuel.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of linear memory, all memories of a composition together.
    pub memory: usize,
    /// How long one call may run. Needs [`HostBuilder::deadlines`](crate::HostBuilder::deadlines).
    pub deadline: Option<Duration>,
    /// Fuel for one call, about one unit an instruction. Needs [`HostBuilder::fuel`](crate::HostBuilder::fuel).
    pub fuel: Option<u64>,
    /// Bytes that a result may take on the host's side.
    pub result: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 1 << 30,
            deadline: None,
            fuel: None,
            result: 4 << 30,
        }
    }
}

impl Limits {
    /// These limits with this many bytes of linear memory.
    pub fn with_memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// These limits with a deadline for each call. It is kept to within a few milliseconds.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// These limits with fuel for each call.
    pub fn with_fuel(mut self, fuel: u64) -> Self {
        self.fuel = Some(fuel);
        self
    }
}

/// Counts the linear memory of a store over all its memories.
pub(crate) struct MemoryMeter {
    cap: usize,
    used: usize,
    /// The size that was refused last, if one was.
    refused: Option<usize>,
}

impl MemoryMeter {
    pub(crate) fn new(cap: usize) -> Self {
        Self {
            cap,
            used: 0,
            refused: None,
        }
    }

    /// Forgets what earlier calls were refused.
    pub(crate) fn begin(&mut self) {
        self.refused = None;
    }

    pub(crate) fn cap(&self) -> usize {
        self.cap
    }

    pub(crate) fn used(&self) -> usize {
        self.used
    }

    pub(crate) fn refused(&self) -> Option<usize> {
        self.refused
    }
}

impl ResourceLimiter for MemoryMeter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let wanted = self.used.saturating_add(desired.saturating_sub(current));
        if wanted > self.cap {
            self.refused = Some(wanted);
            return Ok(false);
        }
        self.used = wanted;
        Ok(true)
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(desired <= 1_000_000)
    }
}

/// The clock of one engine. Its thread exists from the first deadline on and sleeps while no call has one.
#[derive(Default)]
pub(crate) struct Ticker {
    state: Arc<(Mutex<TickerState>, Condvar)>,
}

#[derive(Default)]
struct TickerState {
    running_calls: usize,
    started: bool,
}

impl Ticker {
    /// Lets the engine's epoch advance until the guard is dropped.
    pub(crate) fn run(&self, engine: &Engine) -> TickerGuard {
        let (lock, wake) = &*self.state;
        let mut state = lock.lock().unwrap_or_else(PoisonError::into_inner);
        state.running_calls += 1;
        if state.started {
            wake.notify_one();
        } else {
            state.started = true;
            let (shared, engine) = (Arc::clone(&self.state), engine.weak());
            std::thread::spawn(move || tick(&shared, &engine));
        }
        TickerGuard(Arc::clone(&self.state))
    }
}

fn tick(shared: &(Mutex<TickerState>, Condvar), engine: &EngineWeak) {
    let (lock, wake) = shared;
    loop {
        let mut state = lock.lock().unwrap_or_else(PoisonError::into_inner);
        while state.running_calls == 0 {
            // Wakes once a second to see whether the engine is gone.
            let waited = wake.wait_timeout(state, Duration::from_secs(1));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            if engine.upgrade().is_none() {
                return;
            }
        }
        drop(state);
        std::thread::sleep(TICK);
        match engine.upgrade() {
            Some(engine) => engine.increment_epoch(),
            None => return,
        }
    }
}

/// Keeps the clock running while a call with a deadline runs.
pub(crate) struct TickerGuard(Arc<(Mutex<TickerState>, Condvar)>);

impl Drop for TickerGuard {
    fn drop(&mut self) {
        let mut state = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.running_calls -= 1;
    }
}
