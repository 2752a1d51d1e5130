//! Functions and lambdas: their bodies, and the values that are made of them.
//!
//! A function whose parameters have types ([`crate::infer`]) gets three bodies: one with typed parameters that direct calls
//! use, one with boxed parameters, and in front of that one an entry that looks at the arguments' tags and takes the typed one
//! when they are right. Annotations are therefore never trusted.

use ruff_python_ast::{Expr, ExprLambda, ModModule, Parameters, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::body::{Body, Slot, Unit};
use super::builder::Builder;
use super::value::{Hold, Value};
use super::{Bodies, Lowering};
use crate::infer::{Default, FunctionFact, Ty, Version};
use crate::ir::{
    Code, CodeId, Function, FunctionId, Intrinsic, Op, Operand, Register, Repr, Tag, Terminator,
};
use crate::scope::{MODULE, Meaning, ScopeId, ScopeKind};

/// The inside of a function.
#[derive(Clone, Copy)]
pub enum Inside<'a> {
    Statements(&'a [Stmt]),
    Expression(&'a Expr),
}

/// A `def` or a `lambda`.
#[derive(Clone, Copy)]
pub struct Definition<'a> {
    pub name: &'a str,
    pub scope: ScopeId,
    pub parameters: Option<&'a Parameters>,
    pub inside: Inside<'a>,
    pub range: TextRange,
}

impl<'a> Definition<'a> {
    /// A `def`. Its line is that of the first decorator, if there is one.
    pub fn of(def: &'a StmtFunctionDef, scope: ScopeId) -> Self {
        Self {
            name: def.name.as_str(),
            scope,
            parameters: Some(&def.parameters),
            inside: Inside::Statements(&def.body),
            range: def
                .decorator_list
                .first()
                .map_or(def.range, |first| first.range.cover(def.range)),
        }
    }
}

impl<'a> Lowering<'a> {
    /// The module: code 0, function 0.
    pub fn module(&mut self, module: &'a ModModule) {
        let code = self.code(Code {
            name: "<module>".to_owned(),
            qualified_name: "<module>".to_owned(),
            line: 1,
            parameters: Vec::new(),
            positional_only: 0,
            keyword_only: 0,
            varargs: None,
            varkeywords: None,
            cells: 0,
            entry: None,
        });
        let id = self.reserve();
        if let Some(Stmt::Expr(stmt)) = module.body.first()
            && let Expr::StringLiteral(text) = &*stmt.value
        {
            self.docstring = Some(text.value.to_str().to_owned());
        }
        let facts = self.facts;
        for fact in facts.functions.values() {
            self.announce(fact);
        }
        let mut body = Body::new(
            self,
            "<module>".to_owned(),
            code,
            Unit::Module,
            MODULE,
            Ty::Any,
        );
        body.open();
        body.open_scope(MODULE);
        body.statements(&module.body);
        let function = body.close();
        self.define(id, function);
    }

    /// Numbers for a function that is called directly, before anything calls it.
    fn announce(&mut self, fact: &FunctionFact<'a>) {
        let code = self.describe(
            &Definition::of(fact.def, fact.scope),
            fact.def.name.as_str(),
        );
        let generic = self.reserve();
        let typed = fact.typed.then(|| self.reserve());
        self.direct.insert(
            fact.name.clone(),
            Bodies {
                generic,
                typed,
                code,
            },
        );
    }

    /// Tells the runtime about a function.
    fn describe(&mut self, definition: &Definition<'a>, qualified_name: &str) -> CodeId {
        let mut code = Code {
            name: definition.name.to_owned(),
            qualified_name: qualified_name.to_owned(),
            line: self.source.line_of(definition.range.start()),
            parameters: Vec::new(),
            positional_only: 0,
            keyword_only: 0,
            varargs: None,
            varkeywords: None,
            cells: super::call::small(
                self.scopes
                    .get(definition.scope)
                    .map_or(0, |scope| scope.free.len()),
            ),
            entry: None,
        };
        if let Some(parameters) = definition.parameters {
            let names = parameters.iter_non_variadic_params();
            code.parameters = names
                .map(|parameter| parameter.parameter.name.to_string())
                .collect();
            code.positional_only = super::call::small(parameters.posonlyargs.len());
            code.keyword_only = super::call::small(parameters.kwonlyargs.len());
            code.varargs = parameters
                .vararg
                .as_ref()
                .map(|parameter| parameter.name.to_string());
            code.varkeywords = parameters
                .kwarg
                .as_ref()
                .map(|parameter| parameter.name.to_string());
        }
        self.code(code)
    }

    /// The prefix of qualified names in a scope.
    pub fn qualified(&self, scope: ScopeId, name: &str) -> String {
        let mut parts = vec![name.to_owned()];
        let mut current = Some(scope);
        while let Some(inner) = current.and_then(|id| self.scopes.get(id)) {
            match inner.kind {
                ScopeKind::Function => parts.push(format!("{}.<locals>", self.scope_name(current))),
                ScopeKind::Class => parts.push(self.scope_name(current)),
                ScopeKind::Module | ScopeKind::Comprehension => {}
            }
            current = inner.parent;
        }
        parts.reverse();
        parts.join(".")
    }

    pub fn scope_name(&self, scope: Option<ScopeId>) -> String {
        scope
            .and_then(|scope| self.names.get(&scope).cloned())
            .unwrap_or_else(|| "<lambda>".to_owned())
    }

    /// The boxed body, the typed body and the entry; `bodies` has the numbers.
    fn bodies(
        &mut self,
        definition: &Definition<'a>,
        bodies: Bodies,
        fact: Option<&FunctionFact<'a>>,
    ) {
        self.names
            .insert(definition.scope, definition.name.to_owned());
        let Some((fact, typed)) = fact.zip(bodies.typed) else {
            let function = self.body(definition, bodies.code, Version::Generic, None);
            self.define(bodies.generic, function);
            return;
        };
        let function = self.body(definition, bodies.code, Version::Typed, Some(fact));
        self.define(typed, function);
        if !fact.needs_generic() {
            self.define(bodies.generic, super::missing(bodies.code));
            return;
        }
        let slow = fact.is_tested().then(|| {
            let slow = self.reserve();
            let function = self.body(definition, bodies.code, Version::Generic, None);
            self.define(slow, function);
            slow
        });
        let entry = self.entry(definition, bodies, typed, slow, fact);
        self.define(bodies.generic, entry);
    }

    /// Looks at the tags.
    fn entry(
        &mut self,
        definition: &Definition<'a>,
        bodies: Bodies,
        typed: FunctionId,
        slow: Option<FunctionId>,
        fact: &FunctionFact<'a>,
    ) -> Function {
        let mut b = Builder::new(definition.name.to_owned(), bodies.code, Repr::Boxed, false);
        let names = parameter_names(definition);
        let boxed: Vec<Register> = names
            .iter()
            .map(|name| b.register(Repr::Boxed, Some(name)))
            .collect();
        b.function.parameters = super::call::small(boxed.len());
        let other = b.block();
        for (register, parameter) in boxed.iter().zip(&fact.parameters) {
            let Some(tag) = tag_of(parameter.ty) else {
                continue;
            };
            let from = Operand::Register(*register);
            let right = b.flag(|to| Op::HasTag { to, from, tag });
            let next = b.block();
            b.branch(right, next, other);
            b.begin(next);
        }
        let mut values = Vec::new();
        for (index, register) in boxed.iter().enumerate() {
            let ty = fact
                .parameters
                .get(index)
                .map_or(Ty::Any, |parameter| parameter.ty);
            let from = Operand::Register(*register);
            values.push(match tag_of(ty) {
                Some(_) => b.define(ty, |to| Op::Unbox { to, from }),
                None => Value::free(from, Ty::Any),
            });
        }
        let arguments = values.iter().map(|value| value.operand).collect();
        let result = b.define(fact.returns.settled(), |to| Op::Call {
            to,
            function: typed,
            arguments,
        });
        values.into_iter().for_each(|value| b.done(value));
        let result = match result.ty.repr() {
            Repr::Boxed => result,
            _ => {
                let boxed = b.define(Ty::Any, |to| Op::Box {
                    to,
                    from: result.operand,
                });
                b.done(result);
                boxed
            }
        };
        b.end(Terminator::Return(result.operand));
        b.begin(other);
        match slow {
            Some(function) => {
                let arguments = boxed
                    .iter()
                    .map(|register| Operand::Register(*register))
                    .collect();
                let result = b.define(Ty::Any, |to| Op::Call {
                    to,
                    function,
                    arguments,
                });
                b.end(Terminator::Return(result.operand));
            }
            None => b.end(Terminator::Unreachable),
        }
        b.finish()
    }

    /// One body.
    fn body(
        &mut self,
        definition: &Definition<'a>,
        code: CodeId,
        version: Version,
        fact: Option<&FunctionFact<'a>>,
    ) -> Function {
        let result = fact.map_or(Ty::Any, |fact| fact.returns.settled());
        let name = definition.name.to_owned();
        let mut body = Body::new(self, name, code, Unit::Function, definition.scope, result);
        body.version = version;
        let names = parameter_names(definition);
        let mut registers = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let ty = fact
                .and_then(|fact| fact.parameters.get(index))
                .map_or(Ty::Any, |parameter| parameter.ty);
            registers.push((name.clone(), body.b.register(ty.repr(), Some(name)), ty));
        }
        body.take_cells();
        body.first_parameter = names.first().cloned();
        body.b.function.parameters = super::call::small(body.b.function.registers.len());
        body.open();
        body.open_parameters(registers);
        body.open_scope(definition.scope);
        match definition.inside {
            Inside::Statements(statements) => body.statements(statements),
            Inside::Expression(expr) => {
                let value = body.expression(expr);
                body.return_value(value, expr);
            }
        }
        body.close()
    }
}

/// Parameters in the order of registers: plain ones, then `*`, then `**`.
fn parameter_names(definition: &Definition<'_>) -> Vec<String> {
    let Some(parameters) = definition.parameters else {
        return Vec::new();
    };
    let plain = parameters
        .iter_non_variadic_params()
        .map(|parameter| &parameter.parameter);
    let variadic = parameters
        .vararg
        .iter()
        .chain(&parameters.kwarg)
        .map(|parameter| &**parameter);
    plain
        .chain(variadic)
        .map(|parameter| parameter.name.to_string())
        .collect()
}

fn tag_of(ty: Ty) -> Option<Tag> {
    match ty {
        Ty::Int | Ty::Word => Some(Tag::SmallInt),
        Ty::Float => Some(Tag::Float),
        Ty::Bool => Some(Tag::Bool),
        _ => None,
    }
}

impl<'a> Body<'_, 'a> {
    /// The cells that this unit gets from outside: its last parameters.
    pub fn take_cells(&mut self) {
        let free = self
            .cx
            .scopes
            .get(self.unit)
            .map(|scope| scope.free.clone())
            .unwrap_or_default();
        for (owner, name) in free {
            let register = self.b.register(Repr::Boxed, Some(&name));
            self.free.insert((owner, name), register);
        }
    }

    /// Parameters become variables: in a cell when an inner function uses them, in a register of their own when they are bound
    /// anew (the caller owns what it passes).
    fn open_parameters(&mut self, registers: Vec<(String, Register, Ty)>) {
        for (name, register, ty) in registers {
            let symbol = self.cx.scopes.symbol(self.unit, &name);
            let walrus = symbol.is_some_and(|symbol| symbol.walrus);
            let captured = symbol.is_some_and(|symbol| symbol.captured);
            let rebound = symbol.is_some_and(|symbol| symbol.bindings > 0);
            let deleted = symbol.is_some_and(|symbol| symbol.deleted);
            let passed = Value::free(Operand::Register(register), ty);
            let fact = self.cx.facts.variable(self.unit, &name, self.version);
            let mut slot = Slot {
                register,
                ty,
                checked: deleted,
                cell: false,
                walrus,
            };
            if captured {
                slot = self.cell_slot(passed, deleted);
            } else if rebound {
                slot.ty = fact.ty;
                slot.register = self.b.register(fact.ty.repr(), Some(&name));
                if matches!(fact.ty.repr(), Repr::Boxed | Repr::Int) {
                    self.b.owned.push(slot.register);
                }
                let value = self.coerce(passed, fact.ty, TextRange::default());
                self.assign(slot.register, value);
            }
            self.slots.insert((self.unit, name), slot);
        }
    }

    fn cell_slot(&mut self, content: Value, checked: bool) -> Slot {
        let content = self.boxed(content);
        let cell = self.b.call(Intrinsic::MakeCell, vec![content.operand]);
        self.b.done(content);
        let register = self.b.register(Repr::Boxed, None);
        self.b.owned.push(register);
        self.assign(register, cell);
        Slot {
            register,
            ty: Ty::Any,
            checked,
            cell: true,
            walrus: false,
        }
    }

    /// Places for the variables of a scope of this unit.
    pub fn open_scope(&mut self, scope: ScopeId) {
        let Some(info) = self.cx.scopes.get(scope) else {
            return;
        };
        if let Unit::Class(_) = self.kind
            && info.kind == ScopeKind::Class
        {
            if info
                .symbols
                .get("__class__")
                .is_some_and(|symbol| symbol.captured)
            {
                let slot = self.cell_slot(Value::free(Operand::Absent, Ty::Any), true);
                self.slots.insert((scope, "__class__".to_owned()), slot);
            }
            return;
        }
        for (name, symbol) in &info.symbols {
            let key = (scope, name.clone());
            let elsewhere = symbol.global.is_some() || symbol.nonlocal.is_some();
            if symbol.bindings == 0 || elsewhere || self.slots.contains_key(&key) {
                continue;
            }
            if scope == MODULE && !self.cx.facts.is_register(name, symbol) {
                continue;
            }
            let fact = self.cx.facts.variable(scope, name, self.version);
            if symbol.captured && scope != MODULE {
                let slot = self.cell_slot(Value::free(Operand::Absent, Ty::Any), true);
                self.slots.insert(key, slot);
                continue;
            }
            let register = self.b.register(fact.ty.repr(), Some(name));
            if matches!(fact.ty.repr(), Repr::Boxed | Repr::Int) {
                self.b.owned.push(register);
            }
            let slot = Slot {
                register,
                ty: fact.ty,
                checked: fact.checked,
                cell: false,
                walrus: symbol.walrus,
            };
            if fact.checked {
                self.b.emit(Op::Assign {
                    to: register,
                    from: Operand::Absent,
                });
            }
            self.slots.insert(key, slot);
        }
    }

    /// A comprehension is over: its variables are gone.
    pub fn close_scope(&mut self, scope: ScopeId) {
        let registers: Vec<Register> = self
            .slots
            .iter()
            .filter(|((owner, _), slot)| {
                *owner == scope && matches!(slot.ty.repr(), Repr::Boxed | Repr::Int)
            })
            .map(|(_, slot)| slot.register)
            .collect();
        let mut registers = registers;
        registers.sort_unstable();
        if !registers.is_empty() {
            self.b.emit(Op::ReleaseMany { registers });
        }
    }

    // -- values

    /// `def name(..): ..`
    pub fn function_def(&mut self, def: &'a StmtFunctionDef) {
        if def.is_async {
            self.unsupported(
                &def.name,
                "asynchronous functions",
                "this release compiles functions that run to their end",
                "write a plain function",
            );
            return;
        }
        self.check_signature(def);
        let definition = Definition::of(def, self.cx.scopes.of(def));
        let facts = self.cx.facts;
        let fact = self
            .in_module()
            .then(|| facts.functions.get(def.name.as_str()))
            .flatten();
        let fact = fact.filter(|fact| std::ptr::eq(fact.def, def));
        let mut decorators = Vec::new();
        for decorator in &def.decorator_list {
            if !self.is_boundary(decorator) {
                let value = self.boxed_expression(&decorator.expression);
                decorators.push((self.own(value), decorator));
            }
        }
        let inner = def.decorator_list.is_empty().then_some(def);
        let mut value = self.function_value(&definition, fact, inner);
        let code = self.last_code;
        self.note_boundary(def, code);
        for (decorator, node) in decorators.into_iter().rev() {
            self.at(&node.expression);
            let result = self.small_call(decorator, &[value]);
            self.b.done(value);
            value = result;
        }
        self.store_name(def.name.as_str(), def.name.range(), value);
    }

    /// `lambda ..: ..`
    pub fn lambda(&mut self, lambda: &'a ExprLambda) -> Value {
        let definition = Definition {
            name: "<lambda>",
            scope: self.cx.scopes.of(lambda),
            parameters: lambda.parameters.as_deref(),
            inside: Inside::Expression(&lambda.body),
            range: lambda.range,
        };
        self.function_value(&definition, None, None)
    }

    fn function_value(
        &mut self,
        definition: &Definition<'a>,
        fact: Option<&FunctionFact<'a>>,
        inner: Option<&'a StmtFunctionDef>,
    ) -> Value {
        let hidden = fact.is_some();
        let (defaults, keyword_defaults) = self.defaults(definition, fact, hidden);
        let announced = fact.and_then(|fact| self.cx.direct.get(&fact.name).copied());
        let bodies = announced.unwrap_or_else(|| {
            let qualified = self.cx.qualified(self.scope, definition.name);
            let code = self.cx.describe(definition, &qualified);
            let generic = self.cx.reserve();
            Bodies {
                generic,
                typed: None,
                code,
            }
        });
        self.last_code = bodies.code;
        if let Some(def) = inner {
            self.note_inner(def, bodies);
        }
        self.cx.bodies(definition, bodies, fact);
        self.last_code = bodies.code;
        if fact.is_some_and(|fact| !fact.needs_value()) {
            self.b.done(keyword_defaults);
            self.b.done(defaults);
            if fact.is_some_and(|fact| fact.needs_generic())
                && let Some(code) = self.cx.program.codes.get_mut(bodies.code.0 as usize)
            {
                code.entry = Some(bodies.generic);
            }
            return Value::none();
        }
        if let Some(code) = self.cx.program.codes.get_mut(bodies.code.0 as usize) {
            code.entry = Some(bodies.generic);
        }
        let closure = self.closure(definition.scope);
        self.b.span = self.cx.source.span(definition.range);
        let operands = vec![defaults.operand, keyword_defaults.operand, closure.operand];
        let result = self.b.call(Intrinsic::MakeFunction(bodies.code), operands);
        self.b.done(closure);
        self.b.done(keyword_defaults);
        self.b.done(defaults);
        self.set_doc(definition, result);
        result
    }

    /// `__doc__`: the string that the body starts with.
    fn set_doc(&mut self, definition: &Definition<'a>, function: Value) {
        if let Inside::Statements([Stmt::Expr(first), ..]) = definition.inside
            && let Expr::StringLiteral(doc) = &*first.value
        {
            let doc = self.str_literal(&doc.value);
            let name = self.cx.text("__doc__");
            self.b.perform(
                Intrinsic::SetAttribute,
                vec![function.operand, name, doc.operand],
            );
        }
    }

    /// An inner function whose name is bound once can be called directly.
    fn note_inner(&mut self, def: &'a StmtFunctionDef, bodies: Bodies) {
        let name = def.name.as_str();
        let Meaning::Variable(owner) = self.cx.scopes.resolve(self.scope, name) else {
            return;
        };
        let once = self
            .cx
            .scopes
            .symbol(owner, name)
            .is_some_and(|symbol| symbol.bindings == 1 && !symbol.deleted && !symbol.parameter);
        if once
            && !self.cx.nonlocals.contains(name)
            && let Some(fact) = self.cx.facts.inner(def)
        {
            self.cx
                .inner
                .insert((owner, name.to_owned()), (bodies, fact));
        }
    }

    /// The cells that an inner unit needs, as a tuple.
    pub fn closure(&mut self, scope: ScopeId) -> Value {
        let cells = self.cells(scope);
        if cells.is_empty() {
            return Value::none();
        }
        let count = super::call::small(cells.len());
        self.b.stage(cells);
        self.b.unstaged(count);
        self.b.call(Intrinsic::MakeTuple(count), Vec::new())
    }

    /// The cells that an inner unit needs.
    pub fn cells(&mut self, scope: ScopeId) -> Vec<Value> {
        let free = self
            .cx
            .scopes
            .get(scope)
            .map(|scope| scope.free.clone())
            .unwrap_or_default();
        let mut cells = Vec::new();
        for key in free {
            let own = self
                .slots
                .get(&key)
                .filter(|slot| slot.cell)
                .map(|slot| slot.register);
            match own.or_else(|| self.free.get(&key).copied()) {
                Some(register) => cells.push(Value::free(Operand::Register(register), Ty::Any)),
                None => self
                    .cx
                    .internal(TextRange::default(), &format!("no cell of '{}'", key.1)),
            }
        }
        cells
    }

    /// The defaults: a tuple or None, and a dict or None. Those of directly called functions are kept in variables as well.
    fn defaults(
        &mut self,
        definition: &Definition<'a>,
        fact: Option<&FunctionFact<'a>>,
        hidden: bool,
    ) -> (Value, Value) {
        let Some(parameters) = definition.parameters else {
            return (Value::none(), Value::none());
        };
        let mut values = Vec::new();
        let plain = parameters.posonlyargs.iter().chain(&parameters.args);
        for parameter in plain {
            if let Some(default) = &parameter.default {
                values.push(self.default_of(
                    default,
                    parameter.parameter.name.as_str(),
                    fact,
                    hidden,
                ));
            }
        }
        let count = super::call::small(values.len());
        let positional = if count == 0 {
            Value::none()
        } else {
            self.b.stage(values);
            self.b.unstaged(count);
            self.b.call(Intrinsic::MakeTuple(count), Vec::new())
        };
        let mut keyword = Value::none();
        for parameter in &parameters.kwonlyargs {
            let Some(default) = &parameter.default else {
                continue;
            };
            if matches!(keyword.hold, Hold::Free) {
                keyword = self.b.call(Intrinsic::MakeDict(0), Vec::new());
            }
            let name = parameter.parameter.name.as_str();
            let value = self.default_of(default, name, fact, hidden);
            let key = self.cx.text(name);
            self.b.perform(
                Intrinsic::SetItem,
                vec![keyword.operand, key, value.operand],
            );
            self.b.done(value);
        }
        (positional, keyword)
    }

    fn default_of(
        &mut self,
        default: &'a Expr,
        name: &str,
        fact: Option<&FunctionFact<'a>>,
        hidden: bool,
    ) -> Value {
        let value = self.boxed_expression(default);
        let value = self.steady(value);
        let kept = fact.and_then(|fact| {
            let parameter = fact
                .parameters
                .iter()
                .find(|parameter| parameter.name == name)?;
            matches!(parameter.default, Some(Default::Computed)).then_some(&fact.name)
        });
        if hidden && let Some(function) = kept {
            let global = self.cx.global(&format!("{function}.{name}"));
            let copy = self.own(Value {
                hold: Hold::Free,
                ..value
            });
            self.b.emit(Op::StoreGlobal {
                global,
                from: copy.operand,
            });
            self.b.forget(copy);
        }
        value
    }
}
