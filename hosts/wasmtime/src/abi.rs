//! [`Val`]s into a guest's memory and out of it, by the canonical ABI.
//!
//! wasmtime's own dynamic values hold a `list<u8>` as one enum value a byte: forty bytes of host memory for one of the
//! guest's. A document of 100 MB would need four gigabytes each way. So this module implements wasmtime's typed calls for
//! values whose type is known at run time only; a `list<u8>` is one allocation and one copy.
//!
//! `Lift` and `Lower` are open for implementations but their methods are not covered by wasmtime's stability promise, so
//! the workspace pins the release line. Tests hold this module against wasmtime's own dynamic calls, type by type.
//!
//! # Safety
//!
//! The traits are unsafe because a wrong `Lower` layout would let wasm read beyond it. Both implementations here use an
//! array of `ValRaw` that is large enough for every signature (16 parameters, or 1 pointer to more; 1 result, or 1
//! pointer), is written in full, and is read as far as the function's type goes. Everything in guest memory is accessed
//! through checked slices.

use std::mem::MaybeUninit;

use wasmtime::component::__internal::wasmtime_environ::component::{TypeFlags, VariantInfo};
use wasmtime::component::__internal::{
    CanonicalAbiInfo, InstanceType, InterfaceType, LiftContext, LowerContext,
};
use wasmtime::component::{
    ComponentNamedList, ComponentType, FutureAny, Lift, Lower, ResourceAny, StreamAny,
};
use wasmtime::{Result, ValRaw, bail, format_err};

use crate::val::{Future, FutureHandle, Resource, Stream, StreamHandle, Val};

/// The most core parameters that a call has; more go through memory.
const MAX_FLAT_PARAMS: usize = 16;

/// The arguments of a call.
pub(crate) struct Args<'a>(pub(crate) &'a [Val]);

/// The result of a call, if its function has one.
pub(crate) struct Ret(pub(crate) Option<Val>);

// SAFETY: see the module's documentation. The size and alignment are never used: both sides place themselves in memory by
// the type they are given.
unsafe impl ComponentType for Args<'_> {
    type Lower = [ValRaw; MAX_FLAT_PARAMS];
    const ABI: CanonicalAbiInfo = CanonicalAbiInfo::ZERO;

    fn typecheck(_: &InterfaceType, _: &InstanceType<'_>) -> Result<()> {
        bail!(
            "arguments of a dynamic call are checked against the function, not against their Rust type"
        )
    }
}

// SAFETY: as above.
unsafe impl ComponentNamedList for Args<'_> {}

// SAFETY: `dst` is written in full; slots that the function does not have are zero.
unsafe impl Lower for Args<'_> {
    fn linear_lower_to_flat<T>(
        &self,
        cx: &mut LowerContext<'_, T>,
        ty: InterfaceType,
        dst: &mut MaybeUninit<Self::Lower>,
    ) -> Result<()> {
        let mut slots = [ValRaw::u64(0); MAX_FLAT_PARAMS];
        let InterfaceType::Tuple(params) = ty else {
            bail!("parameters are no tuple");
        };
        let types = &cx.types[params].types;
        if types.len() != self.0.len() {
            bail!("{} arguments for {} parameters", self.0.len(), types.len());
        }
        let abi = cx.types.canonical_abi(&ty);
        if abi.flat_count(MAX_FLAT_PARAMS).is_some() {
            let mut slots = slots.iter_mut();
            for (arg, ty) in self.0.iter().zip(types.iter()) {
                lower(arg, cx, *ty, &mut slots)?;
            }
        } else {
            let start = cx.realloc(0, 0, abi.align32, abi.size32 as usize)?;
            let mut offset = start;
            for (arg, ty) in self.0.iter().zip(types.iter()) {
                let place = cx.types.canonical_abi(ty).next_field32_size(&mut offset);
                store(arg, cx, *ty, place)?;
            }
            slots[0] = ValRaw::u64(start as u64);
        }
        dst.write(slots);
        Ok(())
    }

    fn linear_lower_to_memory<T>(
        &self,
        _: &mut LowerContext<'_, T>,
        _: InterfaceType,
        _: usize,
    ) -> Result<()> {
        bail!("arguments of a dynamic call lower themselves to memory")
    }
}

// SAFETY: see the module's documentation.
unsafe impl ComponentType for Ret {
    type Lower = [ValRaw; 1];
    const ABI: CanonicalAbiInfo = CanonicalAbiInfo::ZERO;

    fn typecheck(_: &InterfaceType, _: &InstanceType<'_>) -> Result<()> {
        bail!("the result of a dynamic call has the type that its function says")
    }
}

// SAFETY: as above.
unsafe impl ComponentNamedList for Ret {}

// SAFETY: reads the one slot that every call has and memory through checked slices.
unsafe impl Lift for Ret {
    fn linear_lift_from_flat(
        cx: &mut LiftContext<'_>,
        ty: InterfaceType,
        src: &Self::Lower,
    ) -> Result<Self> {
        let InterfaceType::Tuple(results) = ty else {
            bail!("results are no tuple");
        };
        let Some(ty) = cx.types[results].types.first().copied() else {
            return Ok(Ret(None));
        };
        let abi = cx.types.canonical_abi(&ty);
        if abi.flat_count(1).is_some() {
            return Ok(Ret(Some(lift(cx, ty, &mut src.iter())?)));
        }
        let pointer = src[0].get_u32() as usize;
        if !pointer.is_multiple_of(abi.align32 as usize) {
            bail!("return pointer not aligned");
        }
        let bytes = slice(cx.memory(), pointer, abi.size32 as usize)?;
        Ok(Ret(Some(load(cx, ty, bytes)?)))
    }

    fn linear_lift_from_memory(
        _: &mut LiftContext<'_>,
        _: InterfaceType,
        _: &[u8],
    ) -> Result<Self> {
        bail!("the result of a dynamic call reads itself from memory")
    }
}

/// An item of a stream, or the value of a future, whose type takes `SIZE` bytes at an alignment of `ALIGN`.
pub(crate) struct Item<const SIZE: u32, const ALIGN: u32>(pub(crate) Val);

// SAFETY: `typecheck` lets only types through whose size and alignment are those of `ABI`. There is no flat form: items
// of streams and futures travel through memory.
unsafe impl<const SIZE: u32, const ALIGN: u32> ComponentType for Item<SIZE, ALIGN> {
    type Lower = [ValRaw; MAX_FLAT_PARAMS + 1];
    const ABI: CanonicalAbiInfo = CanonicalAbiInfo {
        size32: SIZE,
        align32: ALIGN,
        size64: SIZE,
        align64: ALIGN,
        flat_count: None,
    };

    fn typecheck(ty: &InterfaceType, types: &InstanceType<'_>) -> Result<()> {
        let abi = types.types.canonical_abi(ty);
        if (abi.size32, abi.align32) != (SIZE, ALIGN) {
            bail!("an item of {} bytes where {SIZE} were expected", abi.size32);
        }
        Ok(())
    }
}

// SAFETY: as above.
unsafe impl<const SIZE: u32, const ALIGN: u32> Lower for Item<SIZE, ALIGN> {
    fn linear_lower_to_flat<T>(
        &self,
        _: &mut LowerContext<'_, T>,
        _: InterfaceType,
        _: &mut MaybeUninit<Self::Lower>,
    ) -> Result<()> {
        bail!("items of streams have no flat form")
    }

    fn linear_lower_to_memory<T>(
        &self,
        cx: &mut LowerContext<'_, T>,
        ty: InterfaceType,
        offset: usize,
    ) -> Result<()> {
        store(&self.0, cx, ty, offset)
    }
}

// SAFETY: as above.
unsafe impl<const SIZE: u32, const ALIGN: u32> Lift for Item<SIZE, ALIGN> {
    fn linear_lift_from_flat(
        _: &mut LiftContext<'_>,
        _: InterfaceType,
        _: &Self::Lower,
    ) -> Result<Self> {
        bail!("items of streams have no flat form")
    }

    fn linear_lift_from_memory(
        cx: &mut LiftContext<'_>,
        ty: InterfaceType,
        bytes: &[u8],
    ) -> Result<Self> {
        Ok(Item(load(cx, ty, bytes)?))
    }
}

/// Calls a macro with every primitive: its `Val` case, its interface type and its Rust type.
macro_rules! primitives {
    ($callback:ident!($($args:tt)*)) => {
        $callback! { ($($args)*)
            Bool Bool bool, U8 U8 u8, U16 U16 u16, U32 U32 u32, U64 U64 u64,
            S8 S8 i8, S16 S16 i16, S32 S32 i32, S64 S64 i64,
            F32 Float32 f32, F64 Float64 f64, Char Char char
        }
    };
}

type Slots<'a> = std::slice::IterMut<'a, ValRaw>;

fn put(slots: &mut Slots<'_>, raw: ValRaw) -> Result<()> {
    match slots.next() {
        Some(slot) => {
            *slot = raw;
            Ok(())
        }
        None => bail!("more core values than the function has parameters"),
    }
}

fn mismatch(val: &Val) -> wasmtime::Error {
    format_err!("a {} does not fit its parameter", val.kind())
}

/// Lowers a type that `Lower` knows statically and that has one core value.
fn lower_one<T, V>(
    val: &V,
    cx: &mut LowerContext<'_, T>,
    ty: InterfaceType,
    slots: &mut Slots<'_>,
) -> Result<()>
where
    V: Lower<Lower = <u32 as ComponentType>::Lower>,
{
    let mut raw = MaybeUninit::uninit();
    val.linear_lower_to_flat(cx, ty, &mut raw)?;
    // SAFETY: `linear_lower_to_flat` promises to initialise it when it returns `Ok`.
    put(slots, unsafe { raw.assume_init() })
}

/// Writes a value to core values, from the first free slot on.
fn lower<T>(
    val: &Val,
    cx: &mut LowerContext<'_, T>,
    ty: InterfaceType,
    slots: &mut Slots<'_>,
) -> Result<()> {
    macro_rules! arms {
        (() $($case:ident $ty:ident $rust:ty),*) => {
            match (ty, val) {
                $((InterfaceType::$ty, Val::$case(v)) => lower_one(v, cx, ty, slots),)*
                (InterfaceType::Own(_) | InterfaceType::Borrow(_), Val::Resource(v)) => {
                    lower_one(&*v.0, cx, ty, slots)
                }
                (InterfaceType::Stream(_), Val::Stream(Stream::Handle(v))) => lower_one(&*v.0, cx, ty, slots),
                (InterfaceType::Future(_), Val::Future(Future::Handle(v))) => lower_one(&*v.0, cx, ty, slots),
                (InterfaceType::String, Val::String(text)) => lower_string(text, cx, ty, slots),
                (InterfaceType::List(list), _) => {
                    let (pointer, length) = store_list(val, cx, cx.types[list].element)?;
                    put(slots, ValRaw::u64(pointer as u64))?;
                    put(slots, ValRaw::u64(length as u64))
                }
                (InterfaceType::Flags(flags), Val::Flags(set)) => {
                    for word in flag_words(&cx.types[flags], set)? {
                        put(slots, ValRaw::u32(word))?;
                    }
                    Ok(())
                }
                (InterfaceType::Record(_), Val::Record(_)) | (InterfaceType::Tuple(_), Val::Tuple(_)) => {
                    for (val, ty) in members(val, cx, ty)? {
                        lower(val, cx, ty, slots)?;
                    }
                    Ok(())
                }
                _ => lower_variant(val, cx, ty, slots),
            }
        };
    }
    primitives!(arms!())
}

fn lower_string<T>(
    text: &str,
    cx: &mut LowerContext<'_, T>,
    ty: InterfaceType,
    slots: &mut Slots<'_>,
) -> Result<()> {
    let mut pair = MaybeUninit::uninit();
    text.linear_lower_to_flat(cx, ty, &mut pair)?;
    // SAFETY: `linear_lower_to_flat` promises to initialise it when it returns `Ok`.
    let pair: [ValRaw; 2] = unsafe { pair.assume_init() };
    put(slots, pair[0])?;
    put(slots, pair[1])
}

fn lower_variant<T>(
    val: &Val,
    cx: &mut LowerContext<'_, T>,
    ty: InterfaceType,
    slots: &mut Slots<'_>,
) -> Result<()> {
    let case = case_of(val, cx, ty)?;
    put(slots, ValRaw::u32(case.discriminant))?;
    let flat = |ty: &InterfaceType| cx.types.canonical_abi(ty).flat_count(MAX_FLAT_PARAMS);
    let whole = flat(&ty).ok_or_else(|| format_err!("a variant too large for core values"))?;
    let mut used = 1;
    if let Some((val, ty)) = case.payload {
        used += flat(&ty).ok_or_else(|| format_err!("a payload too large for core values"))?;
        lower(val, cx, ty, slots)?;
    }
    for _ in used..whole {
        put(slots, ValRaw::u64(0))?;
    }
    Ok(())
}

/// Writes a value to guest memory at `offset`, which has room for it.
fn store<T>(
    val: &Val,
    cx: &mut LowerContext<'_, T>,
    ty: InterfaceType,
    offset: usize,
) -> Result<()> {
    macro_rules! arms {
        (() $($case:ident $ty:ident $rust:ty),*) => {
            match (ty, val) {
                $((InterfaceType::$ty, Val::$case(v)) => v.linear_lower_to_memory(cx, ty, offset),)*
                (InterfaceType::Own(_) | InterfaceType::Borrow(_), Val::Resource(v)) => {
                    v.0.linear_lower_to_memory(cx, ty, offset)
                }
                (InterfaceType::Stream(_), Val::Stream(Stream::Handle(v))) => {
                    v.0.linear_lower_to_memory(cx, ty, offset)
                }
                (InterfaceType::Future(_), Val::Future(Future::Handle(v))) => {
                    v.0.linear_lower_to_memory(cx, ty, offset)
                }
                (InterfaceType::String, Val::String(text)) => text.linear_lower_to_memory(cx, ty, offset),
                (InterfaceType::List(list), _) => {
                    let (pointer, length) = store_list(val, cx, cx.types[list].element)?;
                    *cx.get(offset) = u32::try_from(pointer)?.to_le_bytes();
                    *cx.get(offset + 4) = u32::try_from(length)?.to_le_bytes();
                    Ok(())
                }
                (InterfaceType::Flags(flags), Val::Flags(set)) => store_flags(&cx.types[flags], set, cx, offset),
                (InterfaceType::Record(_), Val::Record(_)) | (InterfaceType::Tuple(_), Val::Tuple(_)) => {
                    let mut next = offset;
                    for (val, ty) in members(val, cx, ty)? {
                        let place = cx.types.canonical_abi(&ty).next_field32_size(&mut next);
                        store(val, cx, ty, place)?;
                    }
                    Ok(())
                }
                _ => store_variant(val, cx, ty, offset),
            }
        };
    }
    primitives!(arms!())
}

fn store_variant<T>(
    val: &Val,
    cx: &mut LowerContext<'_, T>,
    ty: InterfaceType,
    offset: usize,
) -> Result<()> {
    let case = case_of(val, cx, ty)?;
    match case.info.size.byte_size() {
        1 => *cx.get(offset) = u8::try_from(case.discriminant)?.to_le_bytes(),
        2 => *cx.get(offset) = u16::try_from(case.discriminant)?.to_le_bytes(),
        _ => *cx.get(offset) = case.discriminant.to_le_bytes(),
    }
    match case.payload {
        Some((val, ty)) => store(val, cx, ty, offset + case.info.payload_offset32 as usize),
        None => Ok(()),
    }
}

fn store_flags<T>(
    ty: &TypeFlags,
    set: &[String],
    cx: &mut LowerContext<'_, T>,
    offset: usize,
) -> Result<()> {
    let words = flag_words(ty, set)?;
    match ty.names.len() {
        0 => {}
        1..=8 => *cx.get(offset) = [words[0] as u8],
        9..=16 => *cx.get(offset) = (words[0] as u16).to_le_bytes(),
        _ => {
            for (i, word) in words.into_iter().enumerate() {
                *cx.get(offset + 4 * i) = word.to_le_bytes();
            }
        }
    }
    Ok(())
}

/// Writes the items of a list to newly allocated guest memory: its address and the number of items.
fn store_list<T>(
    val: &Val,
    cx: &mut LowerContext<'_, T>,
    element: InterfaceType,
) -> Result<(usize, usize)> {
    match (val, element) {
        (Val::Bytes(bytes), InterfaceType::U8) => {
            let start = cx.realloc(0, 0, 1, bytes.len())?;
            let place = cx
                .as_slice_mut()
                .get_mut(start..)
                .and_then(|m| m.get_mut(..bytes.len()));
            match place {
                Some(place) => place.copy_from_slice(bytes),
                None => bail!("realloc gave memory that is out of bounds"),
            }
            Ok((start, bytes.len()))
        }
        (Val::List(items), _) => {
            let abi = cx.types.canonical_abi(&element);
            let size = abi.size32 as usize;
            let bytes = items.len().checked_mul(size);
            let bytes = bytes.ok_or_else(|| format_err!("a list of more bytes than memory has"))?;
            let start = cx.realloc(0, 0, abi.align32, bytes)?;
            for (i, item) in items.iter().enumerate() {
                store(item, cx, element, start + i * size)?;
            }
            Ok((start, items.len()))
        }
        _ => Err(mismatch(val)),
    }
}

/// The members of a record or tuple with their types.
fn members<'v, T>(
    val: &'v Val,
    cx: &LowerContext<'_, T>,
    ty: InterfaceType,
) -> Result<Vec<(&'v Val, InterfaceType)>> {
    match (ty, val) {
        (InterfaceType::Record(record), Val::Record(fields)) => {
            let types = &cx.types[record].fields;
            if types.len() != fields.len() {
                bail!(
                    "{} fields where {} were expected",
                    fields.len(),
                    types.len()
                );
            }
            Ok(fields
                .iter()
                .zip(types.iter())
                .map(|((_, val), field)| (val, field.ty))
                .collect())
        }
        (InterfaceType::Tuple(tuple), Val::Tuple(items)) => {
            let types = &cx.types[tuple].types;
            if types.len() != items.len() {
                bail!("{} items where {} were expected", items.len(), types.len());
            }
            Ok(items.iter().zip(types.iter().copied()).collect())
        }
        _ => Err(mismatch(val)),
    }
}

/// A value of a variant, enum, option or result: which case, and what is in it.
struct Case<'v, 't> {
    discriminant: u32,
    payload: Option<(&'v Val, InterfaceType)>,
    info: &'t VariantInfo,
}

fn case_of<'v, 't, T>(
    val: &'v Val,
    cx: &LowerContext<'t, T>,
    ty: InterfaceType,
) -> Result<Case<'v, 't>> {
    let types = cx.types;
    let (discriminant, given, ty, info) = match (ty, val) {
        (InterfaceType::Variant(variant), Val::Variant(name, given)) => {
            let variant = &types[variant];
            let Some((index, _, ty)) = variant.cases.get_full(name) else {
                bail!("no case `{name}`");
            };
            (index, given.as_deref(), *ty, &variant.info)
        }
        (InterfaceType::Enum(names), Val::Enum(name)) => {
            let names = &types[names];
            let Some(index) = names.names.get_index_of(name) else {
                bail!("no case `{name}`");
            };
            (index, None, None, &names.info)
        }
        (InterfaceType::Option(option), Val::Option(given)) => {
            let option = &types[option];
            let ty = given.as_ref().map(|_| option.ty);
            (
                usize::from(given.is_some()),
                given.as_deref(),
                ty,
                &option.info,
            )
        }
        (InterfaceType::Result(result), Val::Result(given)) => {
            let result = &types[result];
            match given {
                Ok(given) => (0, given.as_deref(), result.ok, &result.info),
                Err(given) => (1, given.as_deref(), result.err, &result.info),
            }
        }
        _ => return Err(mismatch(val)),
    };
    let payload = match (given, ty) {
        (Some(val), Some(ty)) => Some((val, ty)),
        (None, None) => None,
        _ => return Err(mismatch(val)),
    };
    Ok(Case {
        discriminant: u32::try_from(discriminant)?,
        payload,
        info,
    })
}

fn flag_words(ty: &TypeFlags, set: &[String]) -> Result<Vec<u32>> {
    let mut words = vec![0u32; ty.names.len().div_ceil(32)];
    for name in set {
        let Some(bit) = ty.names.get_index_of(name) else {
            bail!("no flag `{name}`");
        };
        words[bit / 32] |= 1 << (bit % 32);
    }
    Ok(words)
}

fn flag_names(cx: &mut LiftContext<'_>, ty: &TypeFlags, words: &[u32]) -> Result<Val> {
    let mut set = Vec::new();
    for (bit, name) in ty.names.iter().enumerate() {
        if words
            .get(bit / 32)
            .is_some_and(|word| word >> (bit % 32) & 1 == 1)
        {
            cx.consume_fuel(size_of::<String>() + name.len())?;
            set.push(name.clone());
        }
    }
    Ok(Val::Flags(set))
}

type Source<'a> = std::slice::Iter<'a, ValRaw>;

fn next<'a>(src: &mut Source<'a>) -> Result<&'a ValRaw> {
    src.next()
        .ok_or_else(|| format_err!("fewer core values than the type has"))
}

/// Reads a value from core values. Only types of at most one core value come this way.
fn lift(cx: &mut LiftContext<'_>, ty: InterfaceType, src: &mut Source<'_>) -> Result<Val> {
    let types = cx.types;
    macro_rules! arms {
        (() $($case:ident $ty:ident $rust:ty),*) => {
            Ok(match ty {
                $(InterfaceType::$ty => Val::$case(<$rust>::linear_lift_from_flat(cx, ty, next(src)?)?),)*
                InterfaceType::Own(_) | InterfaceType::Borrow(_) => {
                    resource(ResourceAny::linear_lift_from_flat(cx, ty, next(src)?)?)
                }
                InterfaceType::Stream(_) => stream(StreamAny::linear_lift_from_flat(cx, ty, next(src)?)?),
                InterfaceType::Future(_) => future(FutureAny::linear_lift_from_flat(cx, ty, next(src)?)?),
                InterfaceType::Record(record) => {
                    let mut fields = Vec::new();
                    for field in types[record].fields.iter() {
                        fields.push((field.name.to_string(), lift(cx, field.ty, src)?));
                    }
                    Val::Record(fields)
                }
                InterfaceType::Tuple(tuple) => {
                    let items = types[tuple].types.iter();
                    Val::Tuple(items.map(|ty| lift(cx, *ty, src)).collect::<Result<_>>()?)
                }
                InterfaceType::Flags(flags) => {
                    let word = next(src)?.get_u32();
                    flag_names(cx, &types[flags], &[word])?
                }
                InterfaceType::Variant(_) | InterfaceType::Enum(_) | InterfaceType::Option(_)
                | InterfaceType::Result(_) => {
                    // One core value: no case has a payload with a core value of its own.
                    let discriminant = next(src)?.get_u32();
                    variant(cx, ty, discriminant, |cx, ty, _| lift(cx, ty, &mut [].iter()))?
                }
                _ => bail!("a type that has no flat form of one value"),
            })
        };
    }
    primitives!(arms!())
}

/// Reads a value from guest memory. `bytes` are exactly those of the value.
fn load(cx: &mut LiftContext<'_>, ty: InterfaceType, bytes: &[u8]) -> Result<Val> {
    let types = cx.types;
    macro_rules! arms {
        (() $($case:ident $ty:ident $rust:ty),*) => {
            Ok(match ty {
                $(InterfaceType::$ty => Val::$case(<$rust>::linear_lift_from_memory(cx, ty, bytes)?),)*
                InterfaceType::Own(_) | InterfaceType::Borrow(_) => {
                    resource(ResourceAny::linear_lift_from_memory(cx, ty, bytes)?)
                }
                InterfaceType::Stream(_) => stream(StreamAny::linear_lift_from_memory(cx, ty, bytes)?),
                InterfaceType::Future(_) => future(FutureAny::linear_lift_from_memory(cx, ty, bytes)?),
                InterfaceType::String => Val::String(String::linear_lift_from_memory(cx, ty, bytes)?),
                InterfaceType::List(list) => {
                    let (pointer, length) = (word(bytes, 0)?, word(bytes, 4)?);
                    load_list(cx, types[list].element, pointer as usize, length as usize)?
                }
                InterfaceType::Record(record) => {
                    let mut offset = 0;
                    let mut fields = Vec::with_capacity(types[record].fields.len());
                    for field in types[record].fields.iter() {
                        cx.consume_fuel(size_of::<(String, Val)>() + field.name.len())?;
                        let val = load_member(cx, field.ty, bytes, &mut offset)?;
                        fields.push((field.name.to_string(), val));
                    }
                    Val::Record(fields)
                }
                InterfaceType::Tuple(tuple) => {
                    let mut offset = 0;
                    let items = types[tuple].types.iter();
                    cx.consume_fuel_array(items.len(), size_of::<Val>())?;
                    Val::Tuple(
                        items.map(|ty| load_member(cx, *ty, bytes, &mut offset)).collect::<Result<_>>()?,
                    )
                }
                InterfaceType::Flags(flags) => {
                    let names = &types[flags];
                    let mut words = Vec::new();
                    for chunk in bytes.chunks(4) {
                        let mut word = [0; 4];
                        word[..chunk.len()].copy_from_slice(chunk);
                        words.push(u32::from_le_bytes(word));
                    }
                    flag_names(cx, names, &words)?
                }
                InterfaceType::Variant(_) | InterfaceType::Enum(_) | InterfaceType::Option(_)
                | InterfaceType::Result(_) => load_variant(cx, ty, bytes)?,
                _ => bail!("a type that this host does not read"),
            })
        };
    }
    primitives!(arms!())
}

fn load_member(
    cx: &mut LiftContext<'_>,
    ty: InterfaceType,
    bytes: &[u8],
    offset: &mut u32,
) -> Result<Val> {
    let abi = cx.types.canonical_abi(&ty);
    let place = abi.next_field32(offset) as usize;
    load(cx, ty, slice(bytes, place, abi.size32 as usize)?)
}

fn load_list(
    cx: &mut LiftContext<'_>,
    element: InterfaceType,
    pointer: usize,
    length: usize,
) -> Result<Val> {
    let abi = cx.types.canonical_abi(&element);
    let size = abi.size32 as usize;
    if !pointer.is_multiple_of(abi.align32 as usize) {
        bail!("list pointer is not aligned");
    }
    let total = length.checked_mul(size);
    let total = total.ok_or_else(|| format_err!("list pointer/length out of bounds of memory"))?;
    let bytes = slice(cx.memory(), pointer, total)?;
    if element == InterfaceType::U8 {
        cx.consume_fuel(length)?;
        return Ok(Val::Bytes(bytes.to_vec()));
    }
    cx.consume_fuel_array(length, size_of::<Val>())?;
    let mut items = Vec::with_capacity(length);
    for i in 0..length {
        items.push(load(cx, element, slice(bytes, i * size, size)?)?);
    }
    Ok(Val::List(items))
}

fn load_variant(cx: &mut LiftContext<'_>, ty: InterfaceType, bytes: &[u8]) -> Result<Val> {
    let types = cx.types;
    let info = match ty {
        InterfaceType::Variant(variant) => &types[variant].info,
        InterfaceType::Enum(names) => &types[names].info,
        InterfaceType::Option(option) => &types[option].info,
        InterfaceType::Result(result) => &types[result].info,
        _ => bail!("no variant"),
    };
    let mut discriminant = [0; 4];
    let size = info.size.byte_size() as usize;
    discriminant[..size].copy_from_slice(slice(bytes, 0, size)?);
    variant(cx, ty, u32::from_le_bytes(discriminant), |cx, ty, size| {
        load(cx, ty, slice(bytes, info.payload_offset32 as usize, size)?)
    })
}

/// The value of a variant, enum, option or result of this case; `read` gets the payload of a type and a size.
fn variant(
    cx: &mut LiftContext<'_>,
    ty: InterfaceType,
    discriminant: u32,
    read: impl FnOnce(&mut LiftContext<'_>, InterfaceType, usize) -> Result<Val>,
) -> Result<Val> {
    let types = cx.types;
    let index = discriminant as usize;
    let out_of_range = || format_err!("unexpected discriminant: {discriminant}");
    let payload = |ty: Option<InterfaceType>| -> Result<Option<Box<Val>>> {
        let Some(ty) = ty else { return Ok(None) };
        cx.consume_fuel(size_of::<Val>())?;
        let size = types.canonical_abi(&ty).size32 as usize;
        Ok(Some(Box::new(read(cx, ty, size)?)))
    };
    match ty {
        InterfaceType::Variant(variant) => {
            let (name, ty) = types[variant]
                .cases
                .get_index(index)
                .ok_or_else(out_of_range)?;
            Ok(Val::Variant(name.clone(), payload(*ty)?))
        }
        InterfaceType::Enum(names) => {
            let name = types[names]
                .names
                .iter()
                .nth(index)
                .ok_or_else(out_of_range)?;
            Ok(Val::Enum(name.clone()))
        }
        InterfaceType::Option(option) => match index {
            0 => Ok(Val::Option(None)),
            1 => Ok(Val::Option(payload(Some(types[option].ty))?)),
            _ => Err(out_of_range()),
        },
        InterfaceType::Result(result) => match index {
            0 => Ok(Val::Result(Ok(payload(types[result].ok)?))),
            1 => Ok(Val::Result(Err(payload(types[result].err)?))),
            _ => Err(out_of_range()),
        },
        _ => bail!("no variant"),
    }
}

fn resource(handle: ResourceAny) -> Val {
    Val::Resource(Resource(Box::new(handle)))
}

fn stream(handle: StreamAny) -> Val {
    Val::Stream(Stream::Handle(StreamHandle(Box::new(handle))))
}

fn future(handle: FutureAny) -> Val {
    Val::Future(Future::Handle(FutureHandle(Box::new(handle))))
}

fn slice(bytes: &[u8], start: usize, length: usize) -> Result<&[u8]> {
    let range = bytes.get(start..).and_then(|rest| rest.get(..length));
    range.ok_or_else(|| format_err!("pointer/length out of bounds of memory"))
}

fn word(bytes: &[u8], at: usize) -> Result<u32> {
    let mut word = [0; 4];
    word.copy_from_slice(slice(bytes, at, 4)?);
    Ok(u32::from_le_bytes(word))
}
