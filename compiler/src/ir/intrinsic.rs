//! The intrinsics that the IR calls by name; the others stand behind instructions of their own.

use super::{CodeId, Conversion};

/// What an intrinsic gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An owned value or raised; may be pending.
    Value,
    /// `True` or `False`, raised, or pending. `to` may be a bool register.
    Truth,
    /// None, raised, or pending.
    Done,
    /// An owned value, or absent, or raised; may be pending.
    ValueOrAbsent,
    /// An owned value or absent; never raised, never pending.
    Plain,
    /// A WIT `bool`, never raised. `to` is a bool register.
    Flag,
    /// Nothing at all, never raised.
    Nothing,
    /// Always raised (or pending, then raised).
    Raised,
}

impl Outcome {
    /// Whether the instruction needs a landing.
    pub fn may_raise(self) -> bool {
        !matches!(self, Self::Plain | Self::Flag | Self::Nothing)
    }
}

/// An intrinsic of `molt:runtime`, with its immediates. Arguments are boxed and listed in the order of the WIT function.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Intrinsic {
    /// `text.stage-formatted(item, .., spec)`: spec is absent or a str
    StageFormatted(Conversion),
    /// `text.join-staged`
    JoinStaged(u32),
    /// `containers.unstage()`
    Unstage,
    /// `containers.make-tuple`
    MakeTuple(u32),
    /// `containers.make-list`
    MakeList(u32),
    /// `containers.make-set`
    MakeSet(u32),
    /// `containers.make-dict`, count of pairs
    MakeDict(u32),
    /// `containers.make-slice(start, stop, step)`
    MakeSlice,
    /// `containers.list-append(target, item)`
    ListAppend,
    /// `containers.set-add(target, item)`
    SetAdd,
    /// `containers.extend(target, items)`
    Extend,
    /// `containers.merge(target, mapping, caller)`: caller is absent for a display
    Merge,
    /// `containers.get-item(o, key)`
    GetItem,
    /// `containers.set-item(o, key, item)`
    SetItem,
    /// `containers.del-item(o, key)`
    DelItem,
    /// `containers.contains(o, item)`
    Contains,
    /// `containers.unpack(o)`
    Unpack(u32),
    /// `containers.unpack-star(o)`: before, after
    UnpackStar(u32, u32),
    /// `containers.is-sequence-pattern(o)`
    IsSequencePattern,
    /// `containers.is-mapping-pattern(o)`
    IsMappingPattern,
    /// `containers.match-key(o, key)`
    MatchKey,
    /// `containers.match-rest(o)` with staged keys
    MatchRest(u32),
    /// `containers.match-class(o, class, names)`
    MatchClass(u32),
    /// `flow.iterate(o)`
    Iterate,
    /// `flow.next(iterator)`
    Next,
    /// `flow.raise(exception, cause)`
    Raise,
    /// `flow.reraise()`
    Reraise,
    /// `flow.resume-raise(exception)`
    ResumeRaise,
    /// `flow.matches(exception, class)`
    Matches,
    /// `flow.enter-context(manager)`
    EnterContext,
    /// `flow.exit-context(manager, exception)`
    ExitContext,
    /// `calls.make-function(defaults, keyword-defaults, closure)`
    MakeFunction(CodeId),
    /// `calls.make-cell(content)`
    MakeCell,
    /// `calls.get-cell(cell)`
    GetCell,
    /// `calls.set-cell(cell, content)`
    SetCell,
    /// `calls.call0` .. `call3`, by the number of arguments behind the function
    CallSmall,
    /// `calls.call(f, names)` with staged arguments: how many are positional
    CallStaged(u32),
    /// `calls.call-spread(f, arguments, keywords)`
    CallSpread,
    /// `calls.call-method0` .. `call-method2`, by the number of arguments behind the object and the name
    CallMethodSmall,
    /// `calls.call-method(o, name, names)` with staged arguments
    CallMethodStaged(u32),
    /// `calls.get-attribute(o, name)`
    GetAttribute,
    /// `calls.set-attribute(o, name, item)`
    SetAttribute,
    /// `calls.del-attribute(o, name)`
    DelAttribute,
    /// `calls.import`
    Import(String),
    /// `calls.make-class(name, namespace)` with staged bases
    MakeClass(u32),
}

impl Intrinsic {
    /// What it gives back.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::StageFormatted(_)
            | Self::ListAppend
            | Self::SetAdd
            | Self::Extend
            | Self::Merge
            | Self::SetItem
            | Self::DelItem
            | Self::Unpack(_)
            | Self::UnpackStar(..)
            | Self::SetAttribute
            | Self::DelAttribute => Outcome::Done,
            Self::Contains | Self::MatchClass(_) | Self::Matches | Self::ExitContext => {
                Outcome::Truth
            }
            Self::MatchKey | Self::Next => Outcome::ValueOrAbsent,
            Self::Unstage | Self::GetCell | Self::MakeCell => Outcome::Plain,
            Self::SetCell => Outcome::Nothing,
            Self::IsSequencePattern | Self::IsMappingPattern => Outcome::Flag,
            Self::Raise | Self::Reraise | Self::ResumeRaise => Outcome::Raised,
            _ => Outcome::Value,
        }
    }

    /// How many staged values it takes.
    pub fn staged(&self) -> Option<u32> {
        match self {
            Self::JoinStaged(n)
            | Self::MakeTuple(n)
            | Self::MakeList(n)
            | Self::MakeSet(n)
            | Self::MatchRest(n)
            | Self::MakeClass(n) => Some(*n),
            Self::MakeDict(n) => n.checked_mul(2),
            _ => None,
        }
    }
}
