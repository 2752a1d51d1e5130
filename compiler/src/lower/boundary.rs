//! `@molt.export`, `@molt.ffi`, and annotations.

use molt_runtime::names::BUILTINS;
use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Decorator, Expr, Operator, Parameters, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::body::Body;
use crate::diagnostic::Code as Kind;
use crate::ir::{CodeId, Export, Foreign, Parameter, Type};
use crate::scope::{MODULE, Meaning};

/// A decorator of ours.
enum Boundary {
    Export,
    Foreign(String),
}

/// The first statement of a function that is more than a stub.
fn own_statement(def: &StmtFunctionDef) -> Option<&Stmt> {
    def.body.iter().find(|statement| match statement {
        Stmt::Pass(_) => false,
        Stmt::Expr(expression) => !matches!(
            &*expression.value,
            Expr::EllipsisLiteral(_) | Expr::StringLiteral(_)
        ),
        _ => true,
    })
}

const TYPES: &str = "int, float, bool, str, bytes, None, list[T], tuple[..], dict[K, V], T | None, Optional[T] and object";

impl<'a> Body<'_, 'a> {
    /// Whether a decorator is `molt.export` or `molt.ffi(..)`.
    pub fn is_boundary(&self, decorator: &Decorator) -> bool {
        self.boundary(decorator).is_some()
    }

    fn boundary(&self, decorator: &Decorator) -> Option<Boundary> {
        let (callee, argument) = match &decorator.expression {
            Expr::Call(call) => (&*call.func, call.arguments.args.first()),
            expr => (expr, None),
        };
        let what = match callee {
            Expr::Name(name) => self.cx.molt_names.get(name.id.as_str())?.clone(),
            Expr::Attribute(attribute) => match &*attribute.value {
                Expr::Name(name) if self.cx.molt.as_deref() == Some(name.id.as_str()) => {
                    attribute.attr.to_string()
                }
                _ => return None,
            },
            _ => return None,
        };
        match what.as_str() {
            "export" => Some(Boundary::Export),
            "ffi" => {
                let interface = match argument {
                    Some(Expr::StringLiteral(text)) => text.value.to_str().to_owned(),
                    _ => String::new(),
                };
                Some(Boundary::Foreign(interface))
            }
            _ => None,
        }
    }

    /// Notes an exported or foreign function.
    pub fn note_boundary(&mut self, def: &'a StmtFunctionDef, code: CodeId) {
        let boundaries: Vec<Boundary> = def
            .decorator_list
            .iter()
            .filter_map(|decorator| self.boundary(decorator))
            .collect();
        for boundary in boundaries {
            if !self.in_module() {
                self.boundary_error(
                    &def.name,
                    "only a module-level function can cross the component's boundary",
                );
                continue;
            }
            let Some((parameters, result)) = self.signature(def) else {
                continue;
            };
            if let (Boundary::Foreign(_), Some(statement)) = (&boundary, own_statement(def)) {
                let diagnostic = self
                    .cx
                    .diagnose(
                        Kind::Boundary,
                        statement.range(),
                        "a foreign function has no statements of its own",
                    )
                    .why("the function of the other component is called in its place")
                    .help("write `...` as the body, and a function of another name around it");
                self.cx.report(diagnostic);
                continue;
            }
            let name = def.name.to_string();
            let line = self.cx.source.line_of(def.name.start());
            match boundary {
                Boundary::Export => self.cx.program.exports.push(Export {
                    name,
                    parameters,
                    result,
                    code,
                    line,
                }),
                Boundary::Foreign(interface) => self.cx.program.foreign.push(Foreign {
                    name,
                    interface,
                    parameters,
                    result,
                    code,
                    line,
                }),
            }
        }
    }

    fn boundary_error(&mut self, node: &impl Ranged, message: &str) {
        let diagnostic = self
            .cx
            .diagnose(Kind::Boundary, node.range(), message)
            .why("the component's interface is written from the function's annotations")
            .help(format!("use {TYPES}"));
        self.cx.report(diagnostic);
    }

    fn signature(&mut self, def: &'a StmtFunctionDef) -> Option<(Vec<Parameter>, Type)> {
        let parameters: &'a Parameters = &def.parameters;
        let odd = parameters
            .vararg
            .as_deref()
            .or(parameters.kwarg.as_deref())
            .map(|parameter| parameter.range)
            .or(parameters
                .kwonlyargs
                .first()
                .map(|parameter| parameter.range));
        if let Some(range) = odd {
            self.boundary_error(
                &range,
                "parameters at the component's boundary are plain ones",
            );
            return None;
        }
        let mut list = Vec::new();
        for parameter in parameters.posonlyargs.iter().chain(&parameters.args) {
            let name = parameter.parameter.name.to_string();
            let Some(annotation) = parameter.parameter.annotation.as_deref() else {
                self.boundary_error(parameter, &format!("parameter '{name}' has no type"));
                return None;
            };
            list.push(Parameter {
                name,
                r#type: self.boundary_type(annotation)?,
            });
        }
        let result = match def.returns.as_deref() {
            Some(annotation) => self.boundary_type(annotation)?,
            None => {
                self.boundary_error(&def.name, "the result has no type");
                return None;
            }
        };
        Some((list, result))
    }

    fn boundary_type(&mut self, annotation: &'a Expr) -> Option<Type> {
        match annotation {
            Expr::NoneLiteral(_) => Some(Type::None),
            Expr::Name(name) => {
                let found = match name.id.as_str() {
                    "int" => Type::Int,
                    "float" => Type::Float,
                    "bool" => Type::Bool,
                    "str" => Type::Str,
                    "bytes" => Type::Bytes,
                    "object" | "Any" | "list" | "dict" | "tuple" | "set" => Type::Object,
                    _ => return self.no_type(annotation),
                };
                Some(found)
            }
            Expr::BinOp(union) if union.op == Operator::BitOr => {
                match (&*union.left, &*union.right) {
                    (other, Expr::NoneLiteral(_)) | (Expr::NoneLiteral(_), other) => {
                        Some(Type::Optional(Box::new(self.boundary_type(other)?)))
                    }
                    _ => self.no_type(annotation),
                }
            }
            Expr::Subscript(subscript) => {
                let generic = match &*subscript.value {
                    Expr::Name(name) => name.id.as_str(),
                    Expr::Attribute(attribute) => attribute.attr.as_str(),
                    _ => "",
                };
                let items: &'a [Expr] = match &*subscript.slice {
                    Expr::Tuple(tuple) => &tuple.elts,
                    single => std::slice::from_ref(single),
                };
                self.generic_type(generic, items, annotation)
            }
            _ => self.no_type(annotation),
        }
    }

    fn generic_type(&mut self, generic: &str, items: &'a [Expr], whole: &'a Expr) -> Option<Type> {
        match (generic, items) {
            ("list" | "List", [item]) => Some(Type::List(Box::new(self.boundary_type(item)?))),
            ("Optional", [item]) => Some(Type::Optional(Box::new(self.boundary_type(item)?))),
            ("dict" | "Dict", [key, value]) => {
                let key = self.boundary_type(key)?;
                Some(Type::Dict(
                    Box::new(key),
                    Box::new(self.boundary_type(value)?),
                ))
            }
            ("tuple" | "Tuple", items)
                if !items.is_empty() && !items.iter().any(Expr::is_ellipsis_literal_expr) =>
            {
                let items: Option<Vec<Type>> =
                    items.iter().map(|item| self.boundary_type(item)).collect();
                items.map(Type::Tuple)
            }
            _ => self.no_type(whole),
        }
    }

    fn no_type(&mut self, annotation: &'a Expr) -> Option<Type> {
        self.boundary_error(
            annotation,
            "this annotation has no type at the component's boundary",
        );
        None
    }

    // -- annotations in general: read, never evaluated

    /// Checks the names in a function's annotations.
    pub fn check_signature(&mut self, def: &'a StmtFunctionDef) {
        let generic: Vec<&str> = def
            .type_params
            .iter()
            .flat_map(|parameters| &parameters.type_params)
            .map(|parameter| parameter.name().as_str())
            .collect();
        for parameter in def.parameters.iter() {
            if let Some(annotation) = parameter.annotation() {
                self.check_names(annotation, &generic);
            }
        }
        if let Some(annotation) = &def.returns {
            self.check_names(annotation, &generic);
        }
    }

    /// Checks the names in a variable's annotation.
    pub fn check_annotation(&mut self, annotation: &'a Expr) {
        self.check_names(annotation, &[]);
    }

    fn check_names(&mut self, annotation: &'a Expr, generic: &[&str]) {
        let mut names = Names(Vec::new());
        names.visit_expr(annotation);
        for (name, range) in names.0 {
            if BUILTINS.contains(&name) || generic.contains(&name) || self.is_bound(name) {
                continue;
            }
            let message = format!("name '{name}' in an annotation is bound nowhere");
            let diagnostic = self
                .cx
                .diagnose(Kind::UnknownName, range, message)
                .why("annotations are read when the program is compiled, and CPython would raise NameError here")
                .help("import or define it");
            self.cx.report(diagnostic);
        }
    }

    fn is_bound(&self, name: &str) -> bool {
        match self.cx.scopes.resolve(self.scope, name) {
            Meaning::Global => self
                .cx
                .scopes
                .symbol(MODULE, name)
                .is_some_and(|symbol| symbol.bindings > 0),
            _ => true,
        }
    }
}

/// Names in an annotation; strings in it are not looked into.
struct Names<'a>(Vec<(&'a str, TextRange)>);

impl<'a> Visitor<'a> for Names<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => self.0.push((&name.id, name.range)),
            _ => walk_expr(self, expr),
        }
    }
}
