//! One Python value in 64 bits: an int of 47 bits, a float, a bool or None as they are, everything else a counted pointer.
//!
//! This is, but for the allocator of the component, the only module with raw pointers. Outside, a `Value` is an ordinary Rust value: cloning counts up, dropping counts
//! down. At the component's boundary a pointer becomes a handle (`handles`); the other values have the same bits there.

use std::fmt;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use molt_text::Text;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::gates;
use crate::object::{Body, Obj, Str, TypeId};

/// Set in every value that is no float.
pub const QNAN: u64 = 0x7ff8_0000_0000_0000;
/// What is above a payload.
pub const TAG_MASK: u64 = 0xffff_0000_0000_0000;
/// Tag of an inline int.
pub const TAG_INT: u64 = 0x7ff9_0000_0000_0000;
/// Tag of a bool.
pub const TAG_BOOL: u64 = 0x7ffa_0000_0000_0000;
/// None.
pub const BITS_NONE: u64 = 0x7ffb_0000_0000_0000;
/// Tag of a pointer (inside) or handle (at the boundary).
pub const TAG_POINTER: u64 = 0x7ffc_0000_0000_0000;
/// The intrinsic needs a function of the program.
pub const BITS_PENDING: u64 = 0x7ffd_0000_0000_0000;
/// The intrinsic raised.
pub const BITS_RAISED: u64 = 0x7ffe_0000_0000_0000;
/// There is no value.
pub const BITS_ABSENT: u64 = 0x7ffe_0000_0000_0001;

const PAYLOAD: u64 = !TAG_MASK;
const INT_PAYLOAD: u64 = 0x0000_7fff_ffff_ffff;
/// The largest int that needs no object.
pub const INT_MAX: i64 = (1 << 46) - 1;
/// The smallest.
pub const INT_MIN: i64 = -(1 << 46);

/// A Python value. Never holds a signal: absent is `Option::None`, raised and pending are `Raise`.
#[repr(transparent)]
pub struct Value(u64);

/// What a value is, borrowed.
#[derive(Clone, Copy)]
pub enum Kind<'a> {
    /// An int that fits into 47 bits.
    Int(i64),
    /// A float.
    Float(f64),
    /// A bool.
    Bool(bool),
    /// None.
    None,
    /// Everything else.
    Obj(&'a Obj),
}

impl Value {
    /// `None`
    pub const NONE: Value = Value(BITS_NONE);
    /// No value: an exhausted iterator's `next`. Travels in results only, is never stored in an object.
    pub const ABSENT: Value = Value(BITS_ABSENT);
    /// `True`
    pub const TRUE: Value = Value(TAG_BOOL | 1);
    /// `False`
    pub const FALSE: Value = Value(TAG_BOOL);

    /// An int of any 64 bits.
    #[inline]
    pub fn int(number: i64) -> Value {
        if (INT_MIN..=INT_MAX).contains(&number) {
            Value(TAG_INT | (number as u64 & INT_PAYLOAD))
        } else {
            Value::large(BigInt::from(number))
        }
    }

    /// An int of any size.
    pub fn big(number: BigInt) -> Value {
        match number.to_i64() {
            Some(small @ INT_MIN..=INT_MAX) => Value::int(small),
            _ => Value::large(number),
        }
    }

    /// An int outside of 47 bits.
    #[cold]
    #[inline(never)]
    fn large(number: BigInt) -> Value {
        gates::LARGE_INTS.made();
        Value::object(Body::Int(number))
    }

    /// A size or count.
    pub fn size(number: usize) -> Value {
        Value::int(number as i64)
    }

    /// A float; every NaN becomes the one NaN.
    #[inline]
    pub fn float(number: f64) -> Value {
        Value(if number.is_nan() {
            QNAN
        } else {
            number.to_bits()
        })
    }

    /// A bool.
    #[inline]
    pub fn bool(truth: bool) -> Value {
        Value(TAG_BOOL | u64::from(truth))
    }

    /// A str.
    pub fn text(text: Text) -> Value {
        Value::object(Body::Str(Str::new(text)))
    }

    /// A str of Rust's.
    pub fn str(text: &str) -> Value {
        Value::text(Text::from(text))
    }

    /// Bytes.
    pub fn bytes(content: impl Into<Box<[u8]>>) -> Value {
        gates::BYTES.made();
        Value::object(Body::Bytes(content.into()))
    }

    /// A tuple.
    pub fn tuple(items: impl Into<Box<[Value]>>) -> Value {
        Value::object(Body::Tuple(items.into()))
    }

    /// A list.
    pub fn list(items: Vec<Value>) -> Value {
        Value::object(Body::List(items.into()))
    }

    /// A new object.
    pub fn object(body: Body) -> Value {
        LIVE.set(LIVE.get() + 1);
        let pointer = Box::into_raw(Box::new(Obj::new(body)));
        Value(TAG_POINTER | pointer as usize as u64)
    }

    /// What it is.
    #[inline]
    pub fn kind(&self) -> Kind<'_> {
        if self.0 & QNAN != QNAN {
            return Kind::Float(f64::from_bits(self.0));
        }
        match self.0 & TAG_MASK {
            TAG_INT => Kind::Int(((self.0 << 17) as i64) >> 17),
            TAG_BOOL => Kind::Bool(self.0 & 1 == 1),
            TAG_POINTER => Kind::Obj(self.pointee()),
            BITS_NONE => Kind::None,
            _ => Kind::Float(f64::NAN),
        }
    }

    /// The object, for what is one.
    #[inline]
    pub fn obj(&self) -> Option<&Obj> {
        (self.0 & TAG_MASK == TAG_POINTER).then(|| self.pointee())
    }

    /// The object's body, for what is one.
    #[inline]
    pub fn body(&self) -> Option<&Body> {
        self.obj().map(|obj| &obj.body)
    }

    /// The object's body, to change it: when this is the only owner.
    #[inline]
    pub fn body_mut(&mut self) -> Option<&mut Body> {
        if self.obj()?.owners() != 1 {
            return None;
        }
        // SAFETY: this is the only value that owns the object, and it is borrowed for as long as the body is.
        Some(unsafe { &mut (*((self.0 & PAYLOAD) as usize as *mut Obj)).body })
    }

    /// The str's text.
    #[inline]
    pub fn as_text(&self) -> Option<&Text> {
        match self.body() {
            Some(Body::Str(str)) => Some(&str.text),
            _ => None,
        }
    }

    /// An inline int or a bool as a number.
    pub fn as_small(&self) -> Option<i64> {
        match self.kind() {
            Kind::Int(number) => Some(number),
            Kind::Bool(truth) => Some(i64::from(truth)),
            _ => None,
        }
    }

    /// An int (or bool) that fits into 64 bits.
    pub fn as_i64(&self) -> Option<i64> {
        match self.kind() {
            Kind::Int(number) => Some(number),
            Kind::Bool(truth) => Some(i64::from(truth)),
            Kind::Obj(Obj {
                body: Body::Int(big),
                ..
            }) => big.to_i64(),
            _ => None,
        }
    }

    /// An int (or bool) of any size.
    pub fn as_big(&self) -> Option<BigInt> {
        match self.kind() {
            Kind::Int(number) => Some(BigInt::from(number)),
            Kind::Bool(truth) => Some(BigInt::from(u8::from(truth))),
            Kind::Obj(Obj {
                body: Body::Int(big),
                ..
            }) => Some(big.clone()),
            _ => None,
        }
    }

    /// Whether this is None.
    #[inline]
    pub fn is_none(&self) -> bool {
        self.0 == BITS_NONE
    }

    /// Whether there is no value.
    #[inline]
    pub fn is_absent(&self) -> bool {
        self.0 == BITS_ABSENT
    }

    /// Its type; exceptions, instances and iterators say more themselves.
    pub fn type_id(&self) -> TypeId {
        match self.kind() {
            Kind::Int(_) => TypeId::Int,
            Kind::Float(_) => TypeId::Float,
            Kind::Bool(_) => TypeId::Bool,
            Kind::None => TypeId::NoneType,
            Kind::Obj(obj) => obj.body.type_id(),
        }
    }

    /// `a is b`
    #[inline]
    pub fn is(&self, other: &Value) -> bool {
        self.0 == other.0
    }

    /// The bits, for the boundary and for identity. A pointer's are an address: they never leave the component.
    #[inline]
    pub fn bits(&self) -> u64 {
        self.0
    }

    /// A value that is no pointer from its bits; None for pointers, signals and what is no value.
    #[inline]
    pub fn from_plain_bits(bits: u64) -> Option<Value> {
        let plain = bits & QNAN != QNAN
            || bits == QNAN
            || bits == BITS_NONE
            || bits & !1 == TAG_BOOL
            || bits & !INT_PAYLOAD == TAG_INT;
        plain.then_some(Value(bits))
    }

    #[inline]
    fn pointee(&self) -> &Obj {
        // SAFETY: only `object` makes pointer values, from a box that lives until the last of them is dropped.
        unsafe { &*((self.0 & PAYLOAD) as usize as *const Obj) }
    }
}

impl Clone for Value {
    #[inline]
    fn clone(&self) -> Value {
        if let Some(obj) = self.obj() {
            obj.count_up();
        }
        Value(self.0)
    }
}

impl Drop for Value {
    #[inline]
    fn drop(&mut self) {
        if self.0 & TAG_MASK == TAG_POINTER {
            count_down(self);
        }
    }
}

/// A value that an intrinsic borrows: giving it back is no call, as long as somebody else owns it too.
pub struct Lent(ManuallyDrop<Value>);

impl Lent {
    /// Borrows by counting up, which has been done.
    #[inline]
    pub fn new(value: Value) -> Lent {
        Lent(ManuallyDrop::new(value))
    }
}

impl std::ops::Deref for Lent {
    type Target = Value;

    #[inline]
    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Drop for Lent {
    #[inline]
    fn drop(&mut self) {
        if let Some(obj) = self.0.obj()
            && obj.count_down()
        {
            free(self.0.0);
        }
    }
}

/// Values are dropped in thousands of places: what is more than a test of the tag is here once.
#[inline(never)]
fn count_down(value: &Value) {
    if value.pointee().count_down() {
        free(value.0);
    }
}

thread_local! {
    /// Objects that are alive.
    static LIVE: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
    /// Objects whose last owner is gone, while another one is being freed: a list of lists of lists .. must not recurse.
    static DYING: std::cell::RefCell<Dying> = const { std::cell::RefCell::new(Dying { freeing: false, queue: Vec::new() }) };
}

struct Dying {
    /// An object is being freed.
    freeing: bool,
    /// Those that died meanwhile. It stays allocated, unless very many died.
    queue: Vec<ManuallyDrop<Value>>,
}

/// So many places stay allocated.
const DYING_KEPT: usize = 1024;

/// How many objects there are.
pub fn live_objects() -> u64 {
    LIVE.get()
}

#[inline(never)]
fn free_now(bits: u64) {
    LIVE.set(LIVE.get().wrapping_sub(1));
    // SAFETY: the count is zero, so this was the last pointer, and `object` made it from a box.
    drop(unsafe { Box::from_raw((bits & PAYLOAD) as usize as *mut Obj) });
}

/// Frees an object whose count is zero. Those that die with it wait in a queue.
fn free(bits: u64) {
    // SAFETY: the object is alive until `free_now`.
    let leaf = unsafe { NonNull::new_unchecked((bits & PAYLOAD) as usize as *mut Obj).as_ref() }
        .body
        .is_leaf();
    if leaf {
        return free_now(bits);
    }
    let queued = DYING.with_borrow_mut(|dying| {
        if dying.freeing {
            dying.queue.push(ManuallyDrop::new(Value(bits)));
            return true;
        }
        dying.freeing = true;
        false
    });
    if queued {
        return;
    }
    free_now(bits);
    loop {
        let next = DYING.with_borrow_mut(|dying| {
            let next = dying.queue.pop();
            if next.is_none() {
                dying.freeing = false;
                if dying.queue.capacity() > DYING_KEPT {
                    dying.queue = Vec::new();
                }
            }
            next
        });
        match next {
            Some(value) => free_now(value.0),
            None => return,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            Kind::Int(number) => write!(f, "{number}"),
            Kind::Float(number) => write!(f, "{number:?}"),
            Kind::Bool(truth) => write!(f, "{truth}"),
            Kind::None => write!(f, "None"),
            Kind::Obj(obj) => write!(f, "<{}>", obj.body.type_id().name()),
        }
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::int(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Value {
        Value::bool(truth)
    }
}
