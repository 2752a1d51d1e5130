//! An instance of a program, and calls into it.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use wasmtime::component::{ComponentNamedList, Func, Lift, Lower, TypedFunc};
use wasmtime::{Store, Trap};

use crate::abi::{Args, Ret};
use crate::capabilities::Capabilities;
use crate::error::{Error, ErrorKind};
use crate::limits::{Limits, MemoryMeter, TICK, TickerGuard};
use crate::program::{FunctionId, Program};
use crate::scan::Mode;
use crate::types::Function;
use crate::val::{Resource, Val};
use crate::{check, convert, trap};

/// How far a deadline is away when there is none: never reached.
const NEVER: u64 = u64::MAX / 2;

/// The name of the pseudo function that drops a resource: `interface#[resource-drop]name`.
const DROP: &str = "[resource-drop]";

/// What a store of this host holds: the type that functions of a granted capability see.
pub struct State {
    pub(crate) meter: MemoryMeter,
    pub(crate) capabilities: Capabilities,
}

impl State {
    /// Bytes of linear memory that the instance has now, all its memories together.
    pub fn memory_used(&self) -> usize {
        self.meter.used()
    }
}

/// One instance of a program: its own memories, its own state. Calls change it; a trap ends it.
pub struct Instance {
    pub(crate) store: Store<State>,
    instance: wasmtime::component::Instance,
    program: Program,
    functions: Vec<Option<Func>>,
    limits: Limits,
    dead: bool,
}

impl Instance {
    pub(crate) fn new(
        program: &Program,
        limits: &Limits,
        capabilities: Capabilities,
    ) -> Result<Self, Error> {
        let runtime = program.runtime();
        refuse_unmet(limits, runtime.settings.deadlines, runtime.settings.fuel)?;
        capabilities.cover(program.capabilities())?;
        let state = State {
            meter: MemoryMeter::new(limits.memory),
            capabilities,
        };
        let mut store = Store::new(&runtime.engine, state);
        store.limiter(|state| &mut state.meter);
        store.set_hostcall_fuel(limits.result);
        let clock = start_clock(&mut store, program, limits);
        let made = match program.mode() {
            Mode::Sync => program.pre().instantiate(&mut store),
            Mode::Async => block_on(program.pre().instantiate_async(&mut store)),
        };
        drop(clock);
        let instance = made.map_err(|error| not_instantiated(error, limits, &store))?;
        Ok(Self {
            store,
            instance,
            program: program.clone(),
            functions: vec![None; program.exports().len()],
            limits: limits.clone(),
            dead: false,
        })
    }

    /// The program that this is an instance of.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// False once a call trapped or ended at a limit: the component model locks such an instance for good.
    pub fn is_alive(&self) -> bool {
        !self.dead
    }

    /// Bytes of linear memory that the instance has now, all its memories together.
    pub fn memory_used(&self) -> usize {
        self.store.data().memory_used()
    }

    /// Calls a function by its name, whole or short as in [`Program::find`]. The name
    /// `interface#[resource-drop]resource` drops the resource that is its one argument. In a program with async functions
    /// this blocks the thread until the function has returned.
    ///
    /// A WIT `result` is a value: its `err` is `Ok(Some(Val::Result(Err(..))))` here.
    ///
    /// # Errors
    ///
    /// `MissingFunction`; `WrongArguments`, before anything reaches the guest; `Trap`, `Deadline`, `Fuel` or `MemoryLimit`,
    /// after which the instance [is not alive](Instance::is_alive) and every call is a `Trap`.
    pub fn call(&mut self, function: &str, args: &[Val]) -> Result<Option<Val>, Error> {
        if function.contains(DROP) {
            return self.call_drop(function, args);
        }
        let id = self.program.find(function)?;
        self.call_id(id, args)
    }

    /// Calls a function that was found before.
    ///
    /// # Errors
    ///
    /// As [`Instance::call`].
    pub fn call_id(&mut self, id: FunctionId, args: &[Val]) -> Result<Option<Val>, Error> {
        if self.program.function(id).is_async {
            return block_on(self.call_id_async(id, args));
        }
        let func = self.prepare(id, args)?;
        let sent;
        let args = if self.takes_streams(id) {
            sent = self.send_all(id, args)?;
            sent.as_slice()
        } else {
            args
        };
        let clock = start_clock(&mut self.store, &self.program, &self.limits);
        // SAFETY: `Args` and `Ret` fit every signature, see `abi`.
        let func = unsafe { TypedFunc::<Args<'_>, Ret>::new_unchecked(func) };
        let result = func.call(&mut self.store, Args(args));
        drop(clock);
        match result {
            Ok(Ret(result)) => Ok(result),
            Err(error) => Err(self.died(id, error)),
        }
    }

    /// Calls a function of an async program without blocking the thread. In a program without async functions this is
    /// [`Instance::call`].
    ///
    /// Dropping the future ends the instance: a guest that is in the middle of a call cannot be cancelled in another way.
    ///
    /// # Errors
    ///
    /// As [`Instance::call`].
    pub async fn call_async(&mut self, function: &str, args: &[Val]) -> Result<Option<Val>, Error> {
        if function.contains(DROP) {
            return self.call_drop(function, args);
        }
        let id = self.program.find(function)?;
        self.call_id_async(id, args).await
    }

    /// Calls a function that was found before, without blocking the thread.
    ///
    /// # Errors
    ///
    /// As [`Instance::call`].
    pub async fn call_id_async(
        &mut self,
        id: FunctionId,
        args: &[Val],
    ) -> Result<Option<Val>, Error> {
        if !self.program.function(id).is_async {
            return self.call_id(id, args);
        }
        let func = self.prepare(id, args)?;
        let args = self.send_all(id, args)?;
        let args: Vec<_> = args.iter().filter_map(convert::to_wasmtime).collect();
        let result_type = self.program.function(id).result.clone();
        let mut results =
            vec![wasmtime::component::Val::Bool(false); usize::from(result_type.is_some())];
        let clock = start_clock(&mut self.store, &self.program, &self.limits);
        // Alive again when the call comes to its end: the future may be dropped before.
        self.dead = true;
        let done = func.call_async(&mut self.store, &args, &mut results).await;
        drop(clock);
        match done {
            Ok(()) => self.dead = false,
            Err(error) => return Err(self.died(id, error)),
        }
        let Some((val, ty)) = results.pop().zip(result_type) else {
            return Ok(None);
        };
        let place = self.program.function(id).path();
        convert::from_wasmtime(val, &ty).map(Some).ok_or_else(|| {
            Error::new(
                ErrorKind::Host,
                format!("the result of {place} has not the type {ty}"),
            )
        })
    }

    /// A function whose types are known when the program is compiled: the fast way, about 130 ns a call in a program
    /// without async functions. `P` is a tuple of the parameters, `R` a tuple of the result: `((&[u8],), (Vec<u8>,))`.
    ///
    /// # Errors
    ///
    /// `MissingFunction`, and `WrongArguments` when the Rust types do not fit the function's.
    pub fn typed<P, R>(&mut self, function: &str) -> Result<TypedFunction<P, R>, Error>
    where
        P: ComponentNamedList + Lower,
        R: ComponentNamedList + Lift,
    {
        let id = self.program.find(function)?;
        let func = self.func(id)?;
        let typed = func.typed::<P, R>(&self.store).map_err(|error| {
            let signature = self.program.function(id);
            Error::new(
                ErrorKind::WrongArguments,
                format!("the Rust types do not fit {signature}: {error:#}"),
            )
        })?;
        Ok(TypedFunction { func: typed, id })
    }

    /// Drops a resource: its destructor runs now.
    ///
    /// # Errors
    ///
    /// `Trap` when the destructor traps, when the resource is borrowed, or when it is gone already.
    pub fn drop_resource(&mut self, resource: Resource) -> Result<(), Error> {
        self.refuse_dead("a destructor")?;
        let clock = start_clock(&mut self.store, &self.program, &self.limits);
        let done = match self.program.mode() {
            Mode::Sync => resource.0.resource_drop(&mut self.store),
            Mode::Async => block_on(resource.0.resource_drop_async(&mut self.store)),
        };
        drop(clock);
        done.map_err(|error| {
            self.dead = true;
            trap::explain(
                error,
                "a destructor",
                &self.limits,
                &self.store.data().meter,
            )
        })
    }

    fn call_drop(&mut self, function: &str, args: &[Val]) -> Result<Option<Val>, Error> {
        match args {
            [Val::Resource(resource)] => self.drop_resource(resource.clone()).map(|()| None),
            _ => Err(Error::new(
                ErrorKind::WrongArguments,
                format!("{function} takes one argument, a resource"),
            )),
        }
    }

    fn takes_streams(&self, id: FunctionId) -> bool {
        let mut params = self.program.function(id).params.iter();
        self.program.mode() == Mode::Async && params.any(|(_, ty)| ty.is_asynchronous())
    }

    /// Checks a call as far as that goes without the guest, and gets its function.
    fn prepare(&mut self, id: FunctionId, args: &[Val]) -> Result<Func, Error> {
        let function = self.program.function(id);
        if self.dead {
            self.refuse_dead(&function.path())?;
        }
        check::arguments(function, args)?;
        refuse_unsupported(function)?;
        self.store.data_mut().meter.begin();
        self.func(id)
    }

    fn func(&mut self, id: FunctionId) -> Result<Func, Error> {
        if let Some(func) = self.functions[id.0] {
            return Ok(func);
        }
        let found = self
            .instance
            .get_func(&mut self.store, self.program.place(id));
        let func = found.ok_or_else(|| {
            let path = self.program.function(id).path();
            Error::new(
                ErrorKind::MissingFunction,
                format!("the instance has no function {path}"),
            )
        })?;
        self.functions[id.0] = Some(func);
        Ok(func)
    }

    pub(crate) fn refuse_dead(&self, place: &str) -> Result<(), Error> {
        if !self.dead {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Trap,
            format!(
                "{place} was not called: an earlier call on this instance did not come to its end"
            ),
        )
        .with_fix("make a new instance; `Pool` does so by itself"))
    }

    pub(crate) fn died(&mut self, id: FunctionId, error: wasmtime::Error) -> Error {
        self.dead = true;
        let place = self.program.function(id).path();
        trap::explain(error, &place, &self.limits, &self.store.data().meter)
    }

    pub(crate) fn ended(&mut self, place: &str, error: wasmtime::Error) -> Error {
        self.dead = true;
        trap::explain(error, place, &self.limits, &self.store.data().meter)
    }

    pub(crate) fn clock(&mut self) -> Option<TickerGuard> {
        start_clock(&mut self.store, &self.program, &self.limits)
    }
}

/// A function of an [`Instance`] with Rust types. It belongs to the instance that it was made of.
pub struct TypedFunction<P, R> {
    func: TypedFunc<P, R>,
    id: FunctionId,
}

impl<P, R> Clone for TypedFunction<P, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, R> Copy for TypedFunction<P, R> {}

impl<P, R> TypedFunction<P, R>
where
    P: ComponentNamedList + Lower,
    R: ComponentNamedList + Lift,
{
    /// Calls the function on its instance.
    ///
    /// # Errors
    ///
    /// As [`Instance::call`].
    ///
    /// # Panics
    ///
    /// When `instance` is not the one that this was made of.
    pub fn call(&self, instance: &mut Instance, params: P) -> Result<R, Error> {
        if instance.dead {
            instance.refuse_dead("the function")?;
        }
        instance.store.data_mut().meter.begin();
        let clock = instance.clock();
        let result = self.func.call(&mut instance.store, params);
        drop(clock);
        result.map_err(|error| instance.died(self.id, error))
    }
}

fn refuse_unmet(limits: &Limits, deadlines: bool, fuel: bool) -> Result<(), Error> {
    let lacking = match (limits.deadline, limits.fuel) {
        (Some(_), _) if !deadlines => "deadlines",
        (_, Some(_)) if !fuel => "fuel",
        _ => return Ok(()),
    };
    Err(Error::new(
        ErrorKind::Unsupported,
        format!("the limits have {lacking}, which the host was not built for"),
    )
    .with_fix(format!("build it with `Host::builder().{lacking}(true)`")))
}

fn refuse_unsupported(function: &Function) -> Result<(), Error> {
    let types = function
        .params
        .iter()
        .map(|(_, ty)| ty)
        .chain(&function.result);
    match types.filter_map(|ty| ty.unsupported()).next() {
        None => Ok(()),
        Some(name) => Err(Error::new(
            ErrorKind::Unsupported,
            format!(
                "{} has a {name} in its types, which this host does not do",
                function.path()
            ),
        )),
    }
}

fn not_instantiated(error: wasmtime::Error, limits: &Limits, store: &Store<State>) -> Error {
    let meter = &store.data().meter;
    if meter.refused().is_some() {
        return trap::memory_limit("the component", meter);
    }
    if error.downcast_ref::<Trap>().is_some() {
        return trap::explain(error, "the start of the component", limits, meter);
    }
    Error::new(
        ErrorKind::Host,
        format!("the component could not be instantiated: {error:#}"),
    )
    .with_fix("drop instances that are not needed, or build the host for more `instances`")
}

/// Sets deadline and fuel of the next call. The guard keeps the clock running that the deadline needs.
fn start_clock(
    store: &mut Store<State>,
    program: &Program,
    limits: &Limits,
) -> Option<TickerGuard> {
    let runtime = program.runtime();
    if runtime.settings.fuel {
        // Cannot fail: the engine counts fuel.
        let _ = store.set_fuel(limits.fuel.unwrap_or(u64::MAX));
    }
    if !runtime.settings.deadlines {
        return None;
    }
    let Some(deadline) = limits.deadline else {
        store.set_epoch_deadline(NEVER);
        return None;
    };
    let ticks = deadline.as_nanos().div_ceil(TICK.as_nanos());
    // The tick that is under way does not count.
    let ticks = u64::try_from(ticks)
        .unwrap_or(NEVER)
        .saturating_add(1)
        .min(NEVER);
    store.set_epoch_deadline(ticks);
    Some(runtime.ticker.run(&runtime.engine))
}

/// Wakes a thread that waits for a future, and remembers that it did.
struct Unpark {
    thread: std::thread::Thread,
    woken: AtomicBool,
}

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Runs a future on this thread; `None` when it waits and `give_up` says that nothing will ever wake it.
pub(crate) fn drive<F: Future>(future: F, give_up: bool) -> Option<F::Output> {
    let unpark = Arc::new(Unpark {
        thread: std::thread::current(),
        woken: AtomicBool::new(false),
    });
    let waker = Waker::from(Arc::clone(&unpark));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Some(output);
        }
        while !unpark.woken.swap(false, Ordering::AcqRel) {
            if give_up {
                return None;
            }
            std::thread::park();
        }
    }
}

/// Runs a future on this thread.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    // Without giving up it never returns `None`.
    drive(future, false).expect("a future that is driven to its end has an output")
}
