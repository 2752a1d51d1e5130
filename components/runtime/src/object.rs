//! Objects: a count, a handle, a body.

use std::cell::{Cell, RefCell};

use molt_text::Text;
use num_bigint::BigInt;

use crate::args::Builtin;
use crate::types::bytearray::Buffer;
use crate::types::class::{Class, Instance, Super};
use crate::types::dict::Dict;
use crate::types::exception::Exception;
use crate::types::function::{Bound, Function};
use crate::types::iterator::Iterator;
use crate::types::memoryview::MemoryView;
use crate::types::module::Module;
use crate::types::range::Range;
use crate::types::set::Set;
use crate::types::slice::Slice;
use crate::value::Value;

/// What a pointer value points to.
pub struct Obj {
    count: Cell<u32>,
    /// Slot of the handle that stands for it at the boundary, plus one; 0 when it has none.
    pub(crate) handle: Cell<u32>,
    /// What it is.
    pub body: Body,
}

impl Obj {
    pub(crate) fn new(body: Body) -> Obj {
        Obj {
            count: Cell::new(1),
            handle: Cell::new(0),
            body,
        }
    }

    #[inline]
    pub(crate) fn count_up(&self) {
        // 2^32 owners would need 32 GiB of values.
        self.count.set(self.count.get() + 1);
    }

    /// True when that was the last.
    #[inline]
    pub(crate) fn count_down(&self) -> bool {
        let left = self.count.get() - 1;
        self.count.set(left);
        left == 0
    }

    /// How many values own it.
    pub fn owners(&self) -> u32 {
        self.count.get()
    }
}

/// A str and its hash.
pub struct Str {
    /// The code points.
    pub text: Text,
    /// -1: not computed yet.
    pub(crate) hash: Cell<i64>,
}

impl Str {
    /// A str that has not been hashed.
    pub fn new(text: Text) -> Str {
        Str {
            text,
            hash: Cell::new(-1),
        }
    }
}

/// The kinds of objects. Large bodies are boxed: an `Obj` stays below 48 bytes.
pub enum Body {
    /// An int outside of 47 bits.
    Int(BigInt),
    /// str
    Str(Str),
    /// bytes
    Bytes(Box<[u8]>),
    /// bytearray
    ByteArray(Buffer),
    /// memoryview
    MemoryView(Box<MemoryView>),
    /// list
    List(RefCell<Vec<Value>>),
    /// tuple
    Tuple(Box<[Value]>),
    /// dict
    Dict(Box<RefCell<Dict>>),
    /// set
    Set(Box<RefCell<Set>>),
    /// frozenset
    FrozenSet(Box<RefCell<Set>>),
    /// range
    Range(Box<Range>),
    /// slice
    Slice(Box<Slice>),
    /// A variable that functions share.
    Cell(RefCell<Option<Value>>),
    /// A function of the program.
    Function(Box<Function>),
    /// A function or method of the runtime.
    Builtin(&'static Builtin),
    /// A method and its receiver.
    Bound(Box<Bound>),
    /// A class, builtin or the program's.
    Class(Box<Class>),
    /// An exception instance.
    Exception(Box<Exception>),
    /// An instance of a class of the program.
    Instance(Box<Instance>),
    /// What `super()` makes.
    Super(Box<Super>),
    /// An iterator, also `map`, `zip`, dict views and such.
    Iterator(Box<Iterator>),
    /// A module.
    Module(&'static Module),
    /// `NotImplemented`
    NotImplemented,
    /// `...`
    Ellipsis,
}

/// The builtin types: the type of every value is one of these, or a class of the program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum TypeId {
    Object,
    Type,
    NoneType,
    Bool,
    Int,
    Float,
    Str,
    Bytes,
    ByteArray,
    MemoryView,
    List,
    Tuple,
    Dict,
    Set,
    FrozenSet,
    Range,
    Slice,
    Cell,
    Function,
    Builtin,
    Method,
    Exception,
    Instance,
    Iterator,
    Module,
    NotImplementedType,
    Ellipsis,
    // Constructors whose instances are iterators.
    Map,
    Filter,
    Zip,
    Enumerate,
    Reversed,
    DictKeys,
    DictValues,
    DictItems,
    Super,
    Property,
    StaticMethod,
    ClassMethod,
}

impl Body {
    /// Its type. An iterator's, an exception's and an instance's own classes are in their bodies.
    pub fn type_id(&self) -> TypeId {
        match self {
            Body::Int(_) => TypeId::Int,
            Body::Str(_) => TypeId::Str,
            Body::Bytes(_) => TypeId::Bytes,
            Body::ByteArray(_) => TypeId::ByteArray,
            Body::MemoryView(_) => TypeId::MemoryView,
            Body::List(_) => TypeId::List,
            Body::Tuple(_) => TypeId::Tuple,
            Body::Dict(_) => TypeId::Dict,
            Body::Set(_) => TypeId::Set,
            Body::FrozenSet(_) => TypeId::FrozenSet,
            Body::Range(_) => TypeId::Range,
            Body::Slice(_) => TypeId::Slice,
            Body::Cell(_) => TypeId::Cell,
            Body::Function(_) => TypeId::Function,
            Body::Builtin(_) => TypeId::Builtin,
            Body::Bound(_) => TypeId::Method,
            Body::Class(_) => TypeId::Type,
            Body::Exception(_) => TypeId::Exception,
            Body::Instance(_) => TypeId::Instance,
            Body::Super(_) => TypeId::Super,
            Body::Iterator(_) => TypeId::Iterator,
            Body::Module(_) => TypeId::Module,
            Body::NotImplemented => TypeId::NotImplementedType,
            Body::Ellipsis => TypeId::Ellipsis,
        }
    }

    /// Owns no other value, so freeing it frees nothing else.
    pub(crate) fn is_leaf(&self) -> bool {
        matches!(
            self,
            Body::Int(_)
                | Body::Str(_)
                | Body::Bytes(_)
                | Body::ByteArray(_)
                | Body::Builtin(_)
                | Body::Module(_)
        )
    }
}

impl TypeId {
    /// The type's `__name__`.
    pub fn name(self) -> &'static str {
        match self {
            TypeId::Object => "object",
            TypeId::Type => "type",
            TypeId::NoneType => "NoneType",
            TypeId::Bool => "bool",
            TypeId::Int => "int",
            TypeId::Float => "float",
            TypeId::Str => "str",
            TypeId::Bytes => "bytes",
            TypeId::ByteArray => "bytearray",
            TypeId::MemoryView => "memoryview",
            TypeId::List => "list",
            TypeId::Tuple => "tuple",
            TypeId::Dict => "dict",
            TypeId::Set => "set",
            TypeId::FrozenSet => "frozenset",
            TypeId::Range => "range",
            TypeId::Slice => "slice",
            TypeId::Cell => "cell",
            TypeId::Function => "function",
            TypeId::Builtin => "builtin_function_or_method",
            TypeId::Method => "method",
            TypeId::Exception => "Exception",
            TypeId::Instance => "instance",
            TypeId::Iterator => "iterator",
            TypeId::Module => "module",
            TypeId::NotImplementedType => "NotImplementedType",
            TypeId::Ellipsis => "ellipsis",
            TypeId::Map => "map",
            TypeId::Filter => "filter",
            TypeId::Zip => "zip",
            TypeId::Enumerate => "enumerate",
            TypeId::Reversed => "reversed",
            TypeId::DictKeys => "dict_keys",
            TypeId::DictValues => "dict_values",
            TypeId::DictItems => "dict_items",
            TypeId::Super => "super",
            TypeId::Property => "property",
            TypeId::StaticMethod => "staticmethod",
            TypeId::ClassMethod => "classmethod",
        }
    }
}
