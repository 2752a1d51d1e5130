//! Exceptions.

pub mod carets;
mod fields;
mod methods;
mod suggest;
mod text;

pub mod matching;
pub mod raising;
pub mod traceback;

use std::cell::{Cell, RefCell};

pub use fields::{UnicodeFault, construct, init, reinit};
pub use methods::{METHODS, get_attribute, set_attribute};
pub use text::{repr, str};

use super::names::Names;
use crate::object::Body;
use crate::value::Value;
use crate::vm::Vm;

macro_rules! exceptions {
    ($($name:ident: $parent:ident,)*) => {
        /// The builtin exception classes.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[allow(missing_docs)]
        pub enum ExcType { $($name,)* }

        impl ExcType {
            /// All of them, each after its base.
            pub const ALL: &[ExcType] = &[$(ExcType::$name,)*];

            /// `__name__`
            pub fn name(self) -> &'static str {
                match self { $(ExcType::$name => stringify!($name),)* }
            }

            /// The base; BaseException's is itself.
            pub fn base(self) -> ExcType {
                match self { $(ExcType::$name => ExcType::$parent,)* }
            }
        }
    };
}

exceptions! {
    BaseException: BaseException,
    GeneratorExit: BaseException,
    KeyboardInterrupt: BaseException,
    SystemExit: BaseException,
    Exception: BaseException,
    ArithmeticError: Exception,
    FloatingPointError: ArithmeticError,
    OverflowError: ArithmeticError,
    ZeroDivisionError: ArithmeticError,
    AssertionError: Exception,
    AttributeError: Exception,
    BufferError: Exception,
    EOFError: Exception,
    ImportError: Exception,
    ModuleNotFoundError: ImportError,
    LookupError: Exception,
    IndexError: LookupError,
    KeyError: LookupError,
    MemoryError: Exception,
    NameError: Exception,
    UnboundLocalError: NameError,
    OSError: Exception,
    BlockingIOError: OSError,
    ChildProcessError: OSError,
    ConnectionError: OSError,
    BrokenPipeError: ConnectionError,
    ConnectionAbortedError: ConnectionError,
    ConnectionRefusedError: ConnectionError,
    ConnectionResetError: ConnectionError,
    FileExistsError: OSError,
    FileNotFoundError: OSError,
    InterruptedError: OSError,
    IsADirectoryError: OSError,
    NotADirectoryError: OSError,
    PermissionError: OSError,
    ProcessLookupError: OSError,
    TimeoutError: OSError,
    ReferenceError: Exception,
    RuntimeError: Exception,
    NotImplementedError: RuntimeError,
    RecursionError: RuntimeError,
    StopAsyncIteration: Exception,
    StopIteration: Exception,
    SyntaxError: Exception,
    IndentationError: SyntaxError,
    TabError: IndentationError,
    SystemError: Exception,
    TypeError: Exception,
    ValueError: Exception,
    UnicodeError: ValueError,
    UnicodeDecodeError: UnicodeError,
    UnicodeEncodeError: UnicodeError,
    UnicodeTranslateError: UnicodeError,
    Warning: Exception,
    BytesWarning: Warning,
    DeprecationWarning: Warning,
    EncodingWarning: Warning,
    FutureWarning: Warning,
    ImportWarning: Warning,
    PendingDeprecationWarning: Warning,
    ResourceWarning: Warning,
    RuntimeWarning: Warning,
    SyntaxWarning: Warning,
    UnicodeWarning: Warning,
    UserWarning: Warning,
    // Of modules.
    StructError: Exception,
    JSONDecodeError: ValueError,
}

impl ExcType {
    /// `__name__` as programs see it: `struct.error` is called `error`.
    pub fn shown_name(self) -> &'static str {
        match self {
            ExcType::StructError => "error",
            other => other.name(),
        }
    }

    /// Whether programs find it without importing a module.
    pub fn is_builtin(self) -> bool {
        !matches!(self, ExcType::StructError | ExcType::JSONDecodeError)
    }

    /// Whether it is the other one or inherits from it.
    pub fn is(self, other: ExcType) -> bool {
        let mut at = self;
        loop {
            if at == other {
                return true;
            }
            if at == ExcType::BaseException {
                return false;
            }
            at = at.base();
        }
    }
}

/// One line of a traceback.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The function's number in `Vm::codes`.
    pub code: u32,
    /// Line, from 1.
    pub line: u32,
    /// First column, from 0, in UTF-8 bytes.
    pub column: u32,
    /// Behind the last column; 0 when not known.
    pub end_column: u32,
}

/// An exception instance.
pub struct Exception {
    /// The builtin class that it is, or inherits from.
    pub kind: ExcType,
    /// The program's class; None for instances of builtin classes.
    pub class: Option<Value>,
    /// `args`: the items of the tuple.
    pub args: RefCell<Vec<Value>>,
    /// `__cause__`
    pub cause: RefCell<Option<Value>>,
    /// `__context__`
    pub context: RefCell<Option<Value>>,
    /// `__suppress_context__`
    pub suppress_context: Cell<bool>,
    /// `__traceback__`, the innermost frame first.
    pub traceback: RefCell<Vec<Frame>>,
    /// `__dict__`, and the special attributes of UnicodeDecodeError and the like.
    pub attributes: RefCell<Names>,
}

impl Exception {
    /// The exception of a value that is one.
    pub fn of(value: &Value) -> Option<&Exception> {
        match value.body() {
            Some(Body::Exception(exception)) => Some(exception),
            _ => None,
        }
    }

    fn new(kind: ExcType, class: Option<Value>, args: Vec<Value>) -> Exception {
        Exception {
            kind,
            class,
            args: RefCell::new(args),
            cause: RefCell::default(),
            context: RefCell::default(),
            suppress_context: Cell::new(false),
            traceback: RefCell::default(),
            attributes: RefCell::default(),
        }
    }

    /// A special attribute that has been set.
    fn field(&self, name: &str) -> Option<Value> {
        self.attributes.borrow().get_str(name).cloned()
    }

    fn set_field(&self, name: Value, value: Value) {
        let old = self.attributes.borrow_mut().set(&name, value);
        drop(old);
    }
}

impl Vm {
    /// A new instance of a builtin exception class. Its special attributes are what the arguments say.
    pub fn make_exception(&mut self, kind: ExcType, args: Vec<Value>) -> Value {
        let made = construct(self, kind, None, args);
        fields::fill(self, &made);
        made
    }

    /// `AttributeError` with `name` and `obj`.
    #[cold]
    pub fn attribute_error(&mut self, object: &Value, name: &Value, message: &str) -> crate::Raise {
        let made = self.make_exception(ExcType::AttributeError, vec![Value::str(message)]);
        if let Some(exception) = Exception::of(&made) {
            exception.set_field(self.intern("name"), name.clone());
            exception.set_field(self.intern("obj"), object.clone());
        }
        crate::Raise::Exception(made)
    }
}
