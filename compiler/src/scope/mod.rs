//! Which variable a name means.
//!
//! A *unit* is what becomes a function of its own: the module, a function, a lambda, a class body. Comprehensions are scopes
//! inside the unit around them, as since CPython 3.12.

pub mod collect;

use std::collections::{BTreeMap, HashMap, HashSet};

use ruff_text_size::TextRange;

/// Index of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScopeId(pub usize);

/// The module's scope.
pub const MODULE: ScopeId = ScopeId(0);

/// What opens a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// The module
    Module,
    /// A `def` or a `lambda`
    Function,
    /// A class body
    Class,
    /// A comprehension or a generator expression
    Comprehension,
}

/// How a name is used in one scope.
#[derive(Clone, Debug, Default)]
pub struct Symbol {
    /// How often it is bound here (or, for the module, anywhere with `global`).
    pub bindings: u32,
    /// It is a parameter.
    pub parameter: bool,
    /// `del` is applied to it.
    pub deleted: bool,
    /// `:=` binds it.
    pub walrus: bool,
    /// It is read.
    pub read: bool,
    /// It is read otherwise than by calling it.
    pub as_value: bool,
    /// It is bound somewhere in a loop, a handler or by `global` in a function.
    pub rebound_late: bool,
    /// `global` names it.
    pub global: Option<TextRange>,
    /// `nonlocal` names it.
    pub nonlocal: Option<TextRange>,
    /// Another unit uses it: it lives in a cell (or, of the module, it must be a global).
    pub captured: bool,
    /// Where it is bound or used first.
    pub first: TextRange,
}

/// A scope.
#[derive(Clone, Debug)]
pub struct Scope {
    /// What opened it.
    pub kind: ScopeKind,
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// Its names.
    pub symbols: BTreeMap<String, Symbol>,
    /// Variables of scopes around it that it or what is inside it uses, by owner and name. Of units only.
    pub free: Vec<(ScopeId, String)>,
    /// The unit that it belongs to.
    pub unit: ScopeId,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A variable of a scope of the same unit.
    Variable(ScopeId),
    /// A variable of another unit, by its owner.
    Free(ScopeId),
    /// A name of the class body, looked up in its namespace first; then as the boxed meaning says.
    Class(Box<Meaning>),
    /// A module-level name or a builtin.
    Global,
}

/// All scopes of a module.
#[derive(Debug, Default)]
pub struct Scopes {
    /// By [`ScopeId`].
    pub list: Vec<Scope>,
    /// By the address of the node that opens them.
    nodes: HashMap<usize, ScopeId>,
}

/// The key of a node: trees do not move while they are compiled.
pub fn key<T>(node: &T) -> usize {
    std::ptr::from_ref(node) as usize
}

impl Scopes {
    /// The scope that a node opens.
    pub fn of<T>(&self, node: &T) -> ScopeId {
        self.nodes.get(&key(node)).copied().unwrap_or(MODULE)
    }

    /// A scope.
    pub fn get(&self, id: ScopeId) -> Option<&Scope> {
        self.list.get(id.0)
    }

    /// A name of a scope.
    pub fn symbol(&self, id: ScopeId, name: &str) -> Option<&Symbol> {
        self.get(id)?.symbols.get(name)
    }

    /// The unit of a scope.
    pub fn unit(&self, id: ScopeId) -> ScopeId {
        self.get(id).map_or(MODULE, |scope| scope.unit)
    }

    /// What a name means in a scope.
    pub fn resolve(&self, from: ScopeId, name: &str) -> Meaning {
        let unit = self.unit(from);
        let mut current = from;
        loop {
            let Some(scope) = self.get(current) else {
                return Meaning::Global;
            };
            let symbol = scope.symbols.get(name);
            let declared = symbol.is_some_and(|symbol| symbol.global.is_some());
            if declared && (scope.kind != ScopeKind::Class || current == from) {
                return Meaning::Global;
            }
            let outer = symbol.is_some_and(|symbol| symbol.nonlocal.is_some());
            let bound =
                symbol.is_some_and(|symbol| symbol.bindings > 0 || symbol.parameter) && !outer;
            match scope.kind {
                ScopeKind::Module => return Meaning::Global,
                ScopeKind::Class if name == "__class__" && current != from => {
                    return self.variable(current, unit);
                }
                // What the class body itself binds is looked up in its namespace, then in the module: not in functions
                // around it.
                ScopeKind::Class if current == from && bound => {
                    return Meaning::Class(Box::new(Meaning::Global));
                }
                ScopeKind::Class => {}
                ScopeKind::Function | ScopeKind::Comprehension if bound => {
                    return self.variable(current, unit);
                }
                ScopeKind::Function | ScopeKind::Comprehension => {}
            }
            let Some(parent) = scope.parent else {
                return Meaning::Global;
            };
            current = parent;
        }
    }

    /// Names that some scope binds as `nonlocal`.
    pub fn rebound_nonlocals(&self) -> HashSet<String> {
        let symbols = self.list.iter().flat_map(|scope| &scope.symbols);
        symbols
            .filter(|(_, symbol)| symbol.nonlocal.is_some() && symbol.bindings > 0)
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// Whether a unit is another one, or inside it.
    pub fn is_within(&self, unit: ScopeId, other: ScopeId) -> bool {
        let mut current = Some(unit);
        while let Some(id) = current {
            if id == other {
                return true;
            }
            current = self.get(id).and_then(|scope| scope.parent);
        }
        false
    }

    fn variable(&self, owner: ScopeId, unit: ScopeId) -> Meaning {
        if self.unit(owner) == unit {
            Meaning::Variable(owner)
        } else {
            Meaning::Free(owner)
        }
    }
}
