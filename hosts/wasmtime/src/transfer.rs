//! Streams and futures between the host and a guest.
//!
//! wasmtime moves items of a Rust type that is known when it is compiled. [`Item`] is such a type for each size and
//! alignment that an item can have in memory, so `for_layout!` covers the usual ones, up to 32 bytes; others are refused
//! by name. Items without a payload are `()`.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use wasmtime::StoreContextMut;
use wasmtime::component::{
    FutureAny, FutureConsumer, FutureReader, Lift, Lower, Source, StreamAny, StreamConsumer,
    StreamReader, StreamResult,
};

use crate::abi::Item;
use crate::error::{Error, ErrorKind};
use crate::instance::{Instance, State, drive};
use crate::program::FunctionId;
use crate::types::Type;
use crate::val::{Future, FutureHandle, Stream, StreamHandle, Val};

/// How many items are taken from a guest at once.
const BATCH: usize = 1024;

/// A Rust type that items of a stream travel as.
trait Carried: Lift + Lower + Send + Sync + Unpin + 'static {
    fn from_val(val: Val) -> Self;
    fn into_val(self) -> Val;
}

impl<const SIZE: u32, const ALIGN: u32> Carried for Item<SIZE, ALIGN> {
    fn from_val(val: Val) -> Self {
        Item(val)
    }

    fn into_val(self) -> Val {
        self.0
    }
}

impl Carried for () {
    fn from_val(_: Val) -> Self {}

    fn into_val(self) -> Val {
        Val::Tuple(Vec::new())
    }
}

/// An expression with `$carried` as the Rust type that carries items of this type.
macro_rules! for_layout {
    ($ty:expr, $carried:ident => $body:expr) => {
        for_layout!(@ $ty, $carried => $body,
            (1 1) (2 1) (2 2) (4 2) (4 4) (8 4) (12 4) (16 4) (20 4) (24 4) (32 4)
            (8 8) (16 8) (24 8) (32 8))
    };
    (@ $ty:expr, $carried:ident => $body:expr, $(($size:literal $align:literal))*) => {
        match $ty {
            None => {
                type $carried = ();
                $body
            }
            Some(ty) => match ty.layout() {
                $(($size, $align) => {
                    type $carried = Item<$size, $align>;
                    $body
                })*
                _ => Err(Error::new(
                    ErrorKind::Unsupported,
                    format!("this host has no streams and futures of items as large as {ty}"),
                )),
            },
        }
    };
}

impl Instance {
    /// Reads a stream that a function returned, to its end or up to `most` items; then it is closed, which the guest sees
    /// when it writes next. `item` is the item's type, as the function's signature has it. Blocks the thread.
    ///
    /// # Errors
    ///
    /// `Trap` when the guest traps meanwhile or will never write again, `Unsupported` for items of a size that is not covered (beyond 32 bytes).
    pub fn read_stream(
        &mut self,
        stream: StreamHandle,
        item: Option<&Type>,
        most: Option<usize>,
    ) -> Result<Vec<Val>, Error> {
        if most == Some(0) {
            let mut unread = *stream.0;
            unread
                .close(&mut self.store)
                .map_err(|error| broken(&error))?;
            return Ok(Vec::new());
        }
        let inbox = self.collect_stream(stream, item, most)?;
        self.run_until(&[&inbox])?;
        Ok(inbox.take())
    }

    /// Awaits a future that a function returned. `item` is its value's type. Blocks the thread.
    ///
    /// # Errors
    ///
    /// As [`Instance::read_stream`].
    pub fn read_future(
        &mut self,
        future: FutureHandle,
        item: Option<&Type>,
    ) -> Result<Option<Val>, Error> {
        let inbox = self.collect_future(future, item)?;
        self.run_until(&[&inbox])?;
        Ok(future_value(inbox.take(), item))
    }

    /// The value with every stream and future in it read to its end, all of them at the same time.
    ///
    /// # Errors
    ///
    /// As [`Instance::read_stream`].
    pub fn settle(&mut self, val: Val, ty: &Type) -> Result<Val, Error> {
        if !ty.is_asynchronous() {
            return Ok(val);
        }
        let mut inboxes = Vec::new();
        self.collect_all(&val, ty, &mut inboxes)?;
        self.run_until(&inboxes.iter().collect::<Vec<_>>())?;
        self.fill_in(val, ty, &mut inboxes.into_iter())
    }

    /// The arguments with host-side items turned into streams and futures that the guest can read.
    pub(crate) fn send_all(&mut self, id: FunctionId, args: &[Val]) -> Result<Vec<Val>, Error> {
        let types: Vec<Type> = {
            let params = &self.program().function(id).params;
            params.iter().map(|(_, ty)| ty.clone()).collect()
        };
        args.iter()
            .zip(&types)
            .map(|(arg, ty)| self.send(arg, ty))
            .collect()
    }

    fn send(&mut self, val: &Val, ty: &Type) -> Result<Val, Error> {
        if !ty.is_asynchronous() {
            return Ok(val.clone());
        }
        rebuild(val.clone(), ty, &mut |val, ty| match (val, ty) {
            (Val::Stream(Stream::Items(items)), Type::Stream(item)) => {
                let item = item.as_deref();
                let items = self.send_items(items, item)?;
                for_layout!(item, T => send_stream::<T>(self, items))
            }
            (Val::Future(Future::Value(value)), Type::Future(item)) => {
                let item = item.as_deref();
                let items = value.map(|val| *val).into_iter().collect();
                let value = self.send_items(items, item)?.pop();
                for_layout!(item, T => send_future::<T>(self, value.unwrap_or(Val::Tuple(Vec::new()))))
            }
            (val, _) => Ok(val),
        })
    }

    fn send_items(&mut self, items: Vec<Val>, ty: Option<&Type>) -> Result<Vec<Val>, Error> {
        match ty {
            Some(ty) if ty.is_asynchronous() => {
                items.iter().map(|item| self.send(item, ty)).collect()
            }
            _ => Ok(items),
        }
    }

    /// Begins to read every stream and future in a value.
    fn collect_all(&mut self, val: &Val, ty: &Type, inboxes: &mut Vec<Inbox>) -> Result<(), Error> {
        rebuild(val.clone(), ty, &mut |val, ty| {
            match (&val, ty) {
                (Val::Stream(Stream::Handle(handle)), Type::Stream(item)) => {
                    inboxes.push(self.collect_stream(handle.clone(), item.as_deref(), None)?);
                }
                (Val::Future(Future::Handle(handle)), Type::Future(item)) => {
                    inboxes.push(self.collect_future(handle.clone(), item.as_deref())?);
                }
                _ => {}
            }
            Ok(val)
        })
        .map(|_| ())
    }

    /// Puts what was read where the handles were. Items may have streams in them in turn.
    fn fill_in(
        &mut self,
        val: Val,
        ty: &Type,
        inboxes: &mut dyn Iterator<Item = Inbox>,
    ) -> Result<Val, Error> {
        rebuild(val, ty, &mut |val, ty| match (val, ty) {
            (Val::Stream(Stream::Handle(_)), Type::Stream(item)) => {
                let items = inboxes.next().map(|inbox| inbox.take()).unwrap_or_default();
                let items = self.settle_items(items, item.as_deref())?;
                Ok(Val::Stream(Stream::Items(items)))
            }
            (Val::Future(Future::Handle(_)), Type::Future(item)) => {
                let items = inboxes.next().map(|inbox| inbox.take()).unwrap_or_default();
                let items = self.settle_items(items, item.as_deref())?;
                let value = future_value(items, item.as_deref());
                Ok(Val::Future(Future::Value(value.map(Box::new))))
            }
            (val, _) => Ok(val),
        })
    }

    fn settle_items(&mut self, items: Vec<Val>, ty: Option<&Type>) -> Result<Vec<Val>, Error> {
        match ty {
            Some(ty) if ty.is_asynchronous() => items
                .into_iter()
                .map(|item| self.settle(item, ty))
                .collect(),
            _ => Ok(items),
        }
    }

    fn collect_stream(
        &mut self,
        stream: StreamHandle,
        item: Option<&Type>,
        most: Option<usize>,
    ) -> Result<Inbox, Error> {
        let most = most.unwrap_or(usize::MAX);
        for_layout!(item, T => receive_stream::<T>(self, *stream.0, most))
    }

    fn collect_future(
        &mut self,
        future: FutureHandle,
        item: Option<&Type>,
    ) -> Result<Inbox, Error> {
        for_layout!(item, T => receive_future::<T>(self, *future.0))
    }

    /// Runs the guest until all inboxes are complete.
    fn run_until(&mut self, inboxes: &[&Inbox]) -> Result<(), Error> {
        self.refuse_dead("the writer of a stream")?;
        let clock = self.clock();
        let all_done = std::future::poll_fn(|cx| {
            let open = inboxes.iter().any(|inbox| !inbox.is_complete(cx));
            if open { Poll::Pending } else { Poll::Ready(()) }
        });
        // Without capabilities only the guest itself could wake this thread.
        let alone = !self.program().has_imports();
        let outcome = drive(self.store.run_concurrent(async |_| all_done.await), alone);
        drop(clock);
        match outcome {
            Some(Ok(())) => Ok(()),
            Some(Err(error)) => Err(self.ended("the writer of a stream", error)),
            None => Err(Error::new(
                ErrorKind::Trap,
                "a stream or future that was returned will never be written to",
            )),
        }
    }
}

fn future_value(mut items: Vec<Val>, item: Option<&Type>) -> Option<Val> {
    let value = items.pop();
    value.filter(|_| item.is_some())
}

/// What arrives at the host from one stream or future.
#[derive(Clone)]
struct Inbox(Arc<Mutex<Arrived>>);

#[derive(Default)]
struct Arrived {
    items: Vec<Val>,
    complete: bool,
    waker: Option<Waker>,
}

impl Inbox {
    fn lock(&self) -> std::sync::MutexGuard<'_, Arrived> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_complete(&self, cx: &mut Context<'_>) -> bool {
        let mut arrived = self.lock();
        if !arrived.complete {
            arrived.waker = Some(cx.waker().clone());
        }
        arrived.complete
    }

    fn take(&self) -> Vec<Val> {
        std::mem::take(&mut self.lock().items)
    }
}

/// The host's end: wasmtime drops it when the guest's end is closed.
struct Collector<T> {
    inbox: Inbox,
    most: usize,
    item: PhantomData<fn() -> T>,
}

impl<T: Carried> Collector<T> {
    fn new(most: usize) -> (Self, Inbox) {
        let inbox = Inbox(Arc::default());
        let collector = Self {
            inbox: inbox.clone(),
            most,
            item: PhantomData,
        };
        (collector, inbox)
    }

    /// Takes what there is; true when that was all that is wanted.
    fn read(
        &mut self,
        store: StoreContextMut<'_, State>,
        mut source: Source<'_, T>,
    ) -> wasmtime::Result<bool> {
        // As many items are taken as there is capacity for, and the guest counts them as read.
        let room = self.most - self.inbox.lock().items.len();
        let mut batch: Vec<T> = Vec::with_capacity(room.min(BATCH));
        source.read(store, &mut batch)?;
        let mut arrived = self.inbox.lock();
        arrived
            .items
            .extend(batch.into_iter().take(room).map(T::into_val));
        Ok(arrived.items.len() >= self.most)
    }
}

impl<T> Drop for Collector<T> {
    fn drop(&mut self) {
        let mut arrived = self.inbox.lock();
        arrived.complete = true;
        if let Some(waker) = arrived.waker.take() {
            waker.wake();
        }
    }
}

impl<T: Carried> StreamConsumer<State> for Collector<T> {
    type Item = T;

    fn poll_consume(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        store: StoreContextMut<'_, State>,
        source: Source<'_, T>,
        _: bool,
    ) -> Poll<wasmtime::Result<StreamResult>> {
        Poll::Ready(self.read(store, source).map(|enough| match enough {
            true => StreamResult::Dropped,
            false => StreamResult::Completed,
        }))
    }
}

struct Once<T>(Collector<T>);

impl<T: Carried> FutureConsumer<State> for Once<T> {
    type Item = T;

    fn poll_consume(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        store: StoreContextMut<'_, State>,
        source: Source<'_, T>,
        _: bool,
    ) -> Poll<wasmtime::Result<()>> {
        Poll::Ready(self.0.read(store, source).map(|_| ()))
    }
}

fn broken(error: &wasmtime::Error) -> Error {
    Error::new(
        ErrorKind::WrongArguments,
        format!("a stream or future cannot be used: {error:#}"),
    )
}

fn send_stream<T: Carried>(instance: &mut Instance, items: Vec<Val>) -> Result<Val, Error> {
    let items: Vec<T> = items.into_iter().map(T::from_val).collect();
    let reader = StreamReader::new(&mut instance.store, items).map_err(|error| broken(&error))?;
    let any = StreamAny::try_from_stream_reader(&mut instance.store, reader);
    let any = any.map_err(|error| broken(&error))?;
    Ok(Val::Stream(Stream::Handle(StreamHandle(Box::new(any)))))
}

fn send_future<T: Carried>(instance: &mut Instance, value: Val) -> Result<Val, Error> {
    let value = T::from_val(value);
    let producer = async move { wasmtime::error::Ok(value) };
    let reader =
        FutureReader::new(&mut instance.store, producer).map_err(|error| broken(&error))?;
    let any = FutureAny::try_from_future_reader(&mut instance.store, reader);
    let any = any.map_err(|error| broken(&error))?;
    Ok(Val::Future(Future::Handle(FutureHandle(Box::new(any)))))
}

fn receive_stream<T: Carried>(
    instance: &mut Instance,
    stream: StreamAny,
    most: usize,
) -> Result<Inbox, Error> {
    let reader = stream
        .try_into_stream_reader::<T>()
        .map_err(|error| broken(&error))?;
    let (collector, inbox) = Collector::<T>::new(most);
    reader
        .pipe(&mut instance.store, collector)
        .map_err(|error| broken(&error))?;
    Ok(inbox)
}

fn receive_future<T: Carried>(instance: &mut Instance, future: FutureAny) -> Result<Inbox, Error> {
    let reader = future
        .try_into_future_reader::<T>()
        .map_err(|error| broken(&error))?;
    let (collector, inbox) = Collector::<T>::new(1);
    reader
        .pipe(&mut instance.store, Once(collector))
        .map_err(|error| broken(&error))?;
    Ok(inbox)
}

/// The value with each stream and future in it replaced by what `swap` makes of it.
fn rebuild(
    val: Val,
    ty: &Type,
    swap: &mut dyn FnMut(Val, &Type) -> Result<Val, Error>,
) -> Result<Val, Error> {
    if !ty.is_asynchronous() {
        return Ok(val);
    }
    let mut inner = |val: Option<Box<Val>>, ty: Option<&Type>| match (val, ty) {
        (Some(val), Some(ty)) => Ok(Some(Box::new(rebuild(*val, ty, swap)?))),
        (val, _) => Ok(val),
    };
    Ok(match (val, ty) {
        (Val::Option(val), Type::Option(ty)) => Val::Option(inner(val, Some(ty))?),
        (Val::Result(Ok(val)), Type::Result { ok, .. }) => {
            Val::Result(Ok(inner(val, ok.as_deref())?))
        }
        (Val::Result(Err(val)), Type::Result { err, .. }) => {
            Val::Result(Err(inner(val, err.as_deref())?))
        }
        (Val::Variant(name, val), Type::Variant(cases)) => {
            let case = cases.iter().find(|(case, _)| *case == name);
            let val = inner(val, case.and_then(|(_, ty)| ty.as_ref()))?;
            Val::Variant(name, val)
        }
        (Val::List(items), Type::List(ty)) => {
            let items = items.into_iter().map(|item| rebuild(item, ty, swap));
            Val::List(items.collect::<Result<_, _>>()?)
        }
        (Val::Tuple(items), Type::Tuple(types)) => {
            let items = items.into_iter().zip(types);
            Val::Tuple(
                items
                    .map(|(item, ty)| rebuild(item, ty, swap))
                    .collect::<Result<_, _>>()?,
            )
        }
        (Val::Record(fields), Type::Record(types)) => {
            let fields = fields.into_iter().zip(types);
            let fields = fields.map(|((name, val), (_, ty))| Ok((name, rebuild(val, ty, swap)?)));
            Val::Record(fields.collect::<Result<_, Error>>()?)
        }
        (val, ty) => swap(val, ty)?,
    })
}
