//! Classes: the body is a unit of its own that fills a namespace.

use molt_runtime::names::CLASS_NAMES;
use ruff_python_ast::{Stmt, StmtClassDef};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::body::{Body, Unit};
use super::value::{Hold, Value};
use crate::infer::Ty;
use crate::ir::{Code, FunctionId, Intrinsic, Op, Operand, Repr};

impl<'a> Body<'_, 'a> {
    /// `class name(bases): ..`
    pub fn class_def(&mut self, def: &'a StmtClassDef) {
        let scope = self.cx.scopes.of(def);
        let mut decorators = Vec::new();
        for decorator in &def.decorator_list {
            let value = self.boxed_expression(&decorator.expression);
            decorators.push((self.own(value), decorator));
        }
        if let Some(keyword) = def.keywords().first() {
            self.unsupported(
                keyword,
                "keywords of a class (metaclasses)",
                "classes of this release are plain ones",
                "leave it out",
            );
        }
        if let Some(star) = def.bases().iter().find(|base| base.is_starred_expr()) {
            self.unsupported(
                star,
                "unpacked bases",
                "classes of this release are plain ones",
                "name the bases",
            );
        }
        self.refuse_special_names(def);
        let function = self.class_body(def);
        self.at(def);
        let namespace = self.b.call(Intrinsic::MakeDict(0), Vec::new());
        let main = self.cx.text("__main__");
        self.set_name(namespace, "__module__", Value::free(main, Ty::Str));
        let qualified = self.cx.qualified(self.scope, def.name.as_str());
        let qualified = self.cx.text(&qualified);
        self.set_name(namespace, "__qualname__", Value::free(qualified, Ty::Str));
        let bases = self.values(def.bases());
        let bases: Vec<Value> = bases.into_iter().map(|base| self.steady(base)).collect();
        let mut arguments = vec![namespace.operand];
        arguments.extend(self.cells(scope).iter().map(|cell| cell.operand));
        let statement = self.class_statement(def);
        self.at(&statement);
        let cell = self.b.define(Ty::Any, |to| Op::Call {
            to,
            function,
            arguments,
        });
        let count = super::call::small(bases.len());
        self.b.stage(bases);
        self.at(&statement);
        self.b.unstaged(count);
        let name = self.cx.text(def.name.as_str());
        let mut class = self
            .b
            .call(Intrinsic::MakeClass(count), vec![name, namespace.operand]);
        if self.has_class_cell(def) {
            self.b
                .perform(Intrinsic::SetCell, vec![cell.operand, class.operand]);
        }
        self.b.done(cell);
        self.b.done(namespace);
        for (decorator, node) in decorators.into_iter().rev() {
            self.at(&node.expression);
            let result = self.small_call(decorator, &[class]);
            self.b.done(class);
            class = result;
        }
        self.store_name(def.name.as_str(), def.name.range(), class);
    }

    /// From the keyword on: CPython blames the whole statement, without its decorators.
    fn class_statement(&self, def: &'a StmtClassDef) -> TextRange {
        let before = self
            .cx
            .source
            .slice(TextRange::new(def.start(), def.name.start()));
        let keyword = before.rfind("class").unwrap_or_default();
        let start = def.start() + TextSize::try_from(keyword).unwrap_or_default();
        TextRange::new(start, def.end())
    }

    /// Special methods that the runtime would not ask instances for.
    fn refuse_special_names(&mut self, def: &'a StmtClassDef) {
        let scope = self.cx.scopes.of(def);
        let Some(scope) = self.cx.scopes.get(scope) else {
            return;
        };
        let special = |name: &str| {
            name.len() > 4
                && name.starts_with("__")
                && name.ends_with("__")
                && !CLASS_NAMES.contains(&name)
        };
        let bound = scope
            .symbols
            .iter()
            .filter(|(_, symbol)| symbol.bindings > 0);
        let names: Vec<String> = bound
            .map(|(name, _)| name.clone())
            .filter(|name| special(name))
            .collect();
        for name in names {
            let method = def.body.iter().find_map(|stmt| match stmt {
                Stmt::FunctionDef(method) if method.name.as_str() == name => Some(&method.name),
                _ => None,
            });
            self.unsupported(
                method.unwrap_or(&def.name),
                &format!("classes with '{name}'"),
                "instances of this release are not asked for it, so it would be ignored",
                "write a method with a plain name, and call it",
            );
        }
    }

    fn set_name(&mut self, namespace: Value, name: &str, value: Value) {
        let key = self.cx.text(name);
        self.b.perform(
            Intrinsic::SetItem,
            vec![namespace.operand, key, value.operand],
        );
    }

    fn has_class_cell(&self, def: &'a StmtClassDef) -> bool {
        let scope = self.cx.scopes.of(def);
        self.cx
            .scopes
            .symbol(scope, "__class__")
            .is_some_and(|symbol| symbol.captured)
    }

    /// The body: takes the namespace and the cells, returns the cell of `__class__` (or None).
    fn class_body(&mut self, def: &'a StmtClassDef) -> FunctionId {
        let scope = self.cx.scopes.of(def);
        let name = def.name.to_string();
        let line = self.cx.source.line_of(def.range.start());
        let code = self.cx.code(Code {
            name: name.clone(),
            qualified_name: self.cx.qualified(self.scope, &name),
            line,
            parameters: Vec::new(),
            positional_only: 0,
            keyword_only: 0,
            varargs: None,
            varkeywords: None,
            cells: 0,
            entry: None,
        });
        let id = self.cx.reserve();
        self.cx.names.insert(scope, name.clone());
        let docstring = docstring(def);
        let keeps_cell = self.has_class_cell(def);
        let mut body = Body::new(self.cx, name, code, Unit::Module, scope, Ty::Any);
        let namespace = body.b.register(Repr::Boxed, Some("namespace"));
        body.kind = Unit::Class(namespace);
        body.take_cells();
        body.b.function.parameters = super::call::small(body.b.function.registers.len());
        body.open();
        body.open_scope(scope);
        // Without one it is None: that of a base is not inherited.
        let text = docstring.map_or_else(Value::none, |text| {
            Value::free(body.cx.text(&text), Ty::Str)
        });
        body.set_name(
            Value::free(Operand::Register(namespace), Ty::Dict),
            "__doc__",
            text,
        );
        body.statements(&def.body);
        if keeps_cell && let Some(slot) = body.slots.get(&(scope, "__class__".to_owned())).copied()
        {
            let cell = Value {
                hold: Hold::Free,
                ..Value::free(Operand::Register(slot.register), Ty::Any)
            };
            body.assign(body.result, cell);
            body.b.jump(body.exit);
        }
        let function = body.close();
        self.cx.define(id, function);
        id
    }
}

fn docstring(def: &StmtClassDef) -> Option<String> {
    match def.body.first()? {
        ruff_python_ast::Stmt::Expr(stmt) => match &*stmt.value {
            ruff_python_ast::Expr::StringLiteral(text) => Some(text.value.to_str().to_owned()),
            _ => None,
        },
        _ => None,
    }
}
