//! What exists for annotations only, and members of modules that are known to be missing: said when the program is compiled.

use molt_runtime::names::is_missing;
use ruff_python_ast::{Expr, ExprAttribute, ExprBinOp, ExprName, ExprSubscript, Operator};
use ruff_text_size::{Ranged, TextRange};

use super::body::Body;
use super::value::Value;
use crate::infer::Ty;
use crate::ir::Operand;
use crate::scope::{MODULE, Meaning};

/// What an imported name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A module: `import sys`
    Module(String),
    /// Something of a module for annotations: `from typing import Any`
    Annotation(String, String),
}

/// Builtin types that have types in brackets.
const GENERIC: &[&str] = &["list", "dict", "tuple", "set", "frozenset", "type"];
/// Builtins that are types.
const TYPES: &[&str] = &[
    "bool",
    "bytearray",
    "bytes",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "memoryview",
    "object",
    "range",
    "set",
    "str",
    "tuple",
    "type",
];

impl<'a> Body<'_, 'a> {
    /// Notes what a name of this scope was imported as, when nothing else binds it.
    pub fn note_import(&mut self, name: &str, imported: Imported) {
        let once = self
            .cx
            .scopes
            .symbol(self.scope, name)
            .is_some_and(|symbol| symbol.bindings == 1 && !symbol.deleted);
        if once {
            let key = (self.scope, name.to_owned());
            self.cx.imported.insert(key, imported);
        }
    }

    /// What a name was imported as.
    fn imported(&self, name: &str) -> Option<&Imported> {
        let scope = match self.cx.scopes.resolve(self.scope, name) {
            Meaning::Variable(owner) | Meaning::Free(owner) => owner,
            Meaning::Global => MODULE,
            Meaning::Class(_) => self.scope,
        };
        self.cx.imported.get(&(scope, name.to_owned()))
    }

    /// The value of a name that was imported for annotations. They are never evaluated: this is another place.
    pub fn annotation_name(&mut self, name: &str, range: TextRange) -> Option<Value> {
        match self.imported(name)?.clone() {
            Imported::Annotation(_, original) if original == "TYPE_CHECKING" => {
                Some(Value::bool(false))
            }
            Imported::Annotation(module, original) => {
                Some(self.annotation_only(&format!("{module}.{original}"), range))
            }
            Imported::Module(module) if super::builtin::TYPING_MODULES.contains(&&*module) => {
                Some(self.annotation_only(&module, range))
            }
            Imported::Module(_) => None,
        }
    }

    fn annotation_only(&mut self, name: &str, range: TextRange) -> Value {
        self.cx.not_supported(
            range,
            &format!("uses of '{name}' outside of annotations"),
            "annotations are read when the program is compiled; the names in them have no values",
            "use it in annotations only",
        );
        Value::none()
    }

    /// `sys.name`, where `sys` was imported and is nothing else: members that are missing are reported here.
    pub fn module_attribute(&mut self, attribute: &'a ExprAttribute) -> Option<Value> {
        if let Some(value) = self.version_part(attribute) {
            return Some(value);
        }
        let Expr::Name(name) = &*attribute.value else {
            return None;
        };
        let Some(Imported::Module(module)) = self.imported(&name.id) else {
            return None;
        };
        let (module, member) = (module.clone(), attribute.attr.as_str());
        if super::builtin::TYPING_MODULES.contains(&&*module) {
            return Some(match member {
                "TYPE_CHECKING" => Value::bool(false),
                _ => self.annotation_only(&format!("{module}.{member}"), attribute.range),
            });
        }
        if is_missing(&module, member) {
            self.refuse_member(attribute, &module, member);
            return Some(Value::none());
        }
        None
    }

    /// The same for `sys.name(..)`: whether it was refused.
    pub fn module_member(&mut self, name: &'a ExprName, attribute: &'a ExprAttribute) -> bool {
        matches!(self.imported(&name.id), Some(Imported::Module(_)))
            && self.module_attribute(attribute).is_some()
    }

    /// Says that a module's member is CPython's alone.
    pub fn refuse_member(&mut self, node: &impl Ranged, module: &str, member: &str) {
        self.cx.not_supported(
            node.range(),
            &format!("uses of {module}.{member}"),
            "the module has a part of CPython's members in this release",
            "leave it out, or write what you need of it yourself",
        );
    }

    /// `sys.version_info.major`
    fn version_part(&mut self, attribute: &'a ExprAttribute) -> Option<Value> {
        let Expr::Attribute(inner) = &*attribute.value else {
            return None;
        };
        let Expr::Name(name) = &*inner.value else {
            return None;
        };
        let sys = Imported::Module("sys".to_owned());
        if inner.attr.as_str() != "version_info" || self.imported(&name.id) != Some(&sys) {
            return None;
        }
        let number = match attribute.attr.as_str() {
            "major" => 3,
            "minor" => 12,
            "micro" => 1,
            "serial" => 0,
            "releaselevel" => {
                return Some(Value::free(self.cx.text("final"), Ty::Str));
            }
            _ => return None,
        };
        Some(Value::free(Operand::Int(number), Ty::Word))
    }

    /// `list[int]` as a value.
    pub fn refuse_generic(&mut self, subscript: &'a ExprSubscript) -> bool {
        let Expr::Name(name) = &*subscript.value else {
            return false;
        };
        let generic = GENERIC.contains(&name.id.as_str()) && self.is_builtin(&name.id);
        if generic {
            self.cx.not_supported(
                subscript.range,
                &format!("types such as {}[..] outside of annotations", name.id),
                "annotations are read when the program is compiled; there is no value for them",
                "write the type where it is used",
            );
        }
        generic
    }

    /// `int | None` as a value.
    pub fn refuse_union(&mut self, operation: &'a ExprBinOp) -> bool {
        let is_type = |body: &Self, expr: &Expr| match expr {
            Expr::Name(name) => TYPES.contains(&name.id.as_str()) && body.is_builtin(&name.id),
            _ => false,
        };
        let (left, right) = (&*operation.left, &*operation.right);
        let union = operation.op == Operator::BitOr
            && (is_type(self, left) || is_type(self, right))
            && [left, right].iter().all(|side| {
                is_type(self, side) || !side.is_literal_expr() || side.is_none_literal_expr()
            });
        if union {
            self.cx.not_supported(
                operation.range,
                "unions of types outside of annotations",
                "annotations are read when the program is compiled; there is no value for them",
                "name the types in a tuple: isinstance(x, (int, str))",
            );
        }
        union
    }
}
