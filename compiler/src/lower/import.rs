//! Imports.

use molt_runtime::names::{MODULES, is_missing};
use ruff_python_ast::{Alias, StmtImport, StmtImportFrom};
use ruff_text_size::Ranged;

use super::body::Body;
use super::builtin::{TYPING_MODULES, refused_module};
use super::typing::Imported;
use super::value::Value;
use crate::infer::Ty;
use crate::ir::{Intrinsic, Operand, Terminator};

impl<'a> Body<'_, 'a> {
    /// `import a as b`
    pub fn import(&mut self, import: &'a StmtImport) {
        for alias in &import.names {
            let module = alias.name.as_str();
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            if module == "molt" {
                self.cx.molt = Some(name.to_string());
                self.store_name(name.as_str(), name.range(), Value::none());
                continue;
            }
            if TYPING_MODULES.contains(&module) {
                let top = name.as_str().split('.').next().unwrap_or_default();
                self.store_name(top, name.range(), Value::none());
                self.note_import(top, Imported::Module(module.to_owned()));
                continue;
            }
            if let Some(value) = self.module(module, alias) {
                self.store_name(name.as_str(), name.range(), value);
                self.note_import(name.as_str(), Imported::Module(module.to_owned()));
            }
        }
    }

    fn module(&mut self, module: &str, node: &'a impl Ranged) -> Option<Value> {
        if MODULES.iter().any(|(name, _)| *name == module) {
            self.at(node);
            return Some(
                self.b
                    .call(Intrinsic::Import(module.to_owned()), Vec::new()),
            );
        }
        let (why, help) = refused_module(module).unwrap_or((
            "this release has the modules math, json, struct, string and sys",
            "write what you need of it yourself",
        ));
        self.refuse(
            node,
            &format!("module '{module}' cannot be compiled"),
            why,
            help,
        );
        None
    }

    /// `from a import b as c`
    pub fn import_from(&mut self, import: &'a StmtImportFrom) {
        let module = import.module.as_ref().map_or("", |module| module.as_str());
        if import.level > 0 {
            self.refuse(
                import,
                "relative imports cannot be compiled",
                "a program is one file in this release",
                "put the code into the same file",
            );
            return;
        }
        if module == "__future__" {
            self.check_future(import);
            return;
        }
        if module == "molt" {
            import
                .names
                .iter()
                .for_each(|alias| self.import_molt(alias));
            return;
        }
        if TYPING_MODULES.contains(&module) {
            for alias in &import.names {
                let name = alias.asname.as_ref().unwrap_or(&alias.name);
                self.store_name(name.as_str(), name.range(), Value::none());
                let imported = Imported::Annotation(module.to_owned(), alias.name.to_string());
                self.note_import(name.as_str(), imported);
            }
            return;
        }
        let Some(value) = self.module(module, import) else {
            return;
        };
        for alias in &import.names {
            self.import_name(module, value, alias, import);
        }
        self.b.done(value);
    }

    fn import_molt(&mut self, alias: &'a Alias) {
        let name = alias.asname.as_ref().unwrap_or(&alias.name);
        if !matches!(alias.name.as_str(), "export" | "ffi") {
            self.refuse(
                alias,
                &format!("molt has no '{}'", alias.name),
                "it has the decorators export and ffi",
                "import molt",
            );
            return;
        }
        self.cx
            .molt_names
            .insert(name.to_string(), alias.name.to_string());
        self.store_name(name.as_str(), name.range(), Value::none());
    }

    fn import_name(
        &mut self,
        module: &str,
        value: Value,
        alias: &'a Alias,
        import: &'a StmtImportFrom,
    ) {
        if alias.name.as_str() == "*" {
            self.refuse(
                alias,
                "'import *' cannot be compiled",
                "names are bound when the program is compiled",
                "name what you import",
            );
            return;
        }
        if is_missing(module, &alias.name) {
            self.refuse_member(alias, module, &alias.name);
            return;
        }
        self.at(import);
        let name = self.cx.text(&alias.name);
        let has = Value::free(self.cx.builtin("hasattr"), Ty::Any);
        let found = self.small_call(has, &[value, Value::free(name, Ty::Str)]);
        let flag = self.truth(found);
        let (there, missing) = (self.b.block(), self.b.block());
        self.b.branch(flag, there, missing);
        self.b.begin(missing);
        let message = format!(
            "cannot import name '{}' from '{module}' (unknown location)",
            alias.name
        );
        let message = Value::free(self.cx.text(&message), Ty::Str);
        let class = Value::free(self.cx.builtin("ImportError"), Ty::Any);
        let error = self.small_call(class, &[message]);
        self.b
            .perform(Intrinsic::Raise, vec![error.operand, Operand::Absent]);
        self.b.end(Terminator::Unreachable);
        self.b.forget(error);
        self.b.begin(there);
        let item = self
            .b
            .call(Intrinsic::GetAttribute, vec![value.operand, name]);
        let target = alias.asname.as_ref().unwrap_or(&alias.name);
        self.store_name(target.as_str(), target.range(), item);
    }

    fn check_future(&mut self, import: &'a StmtImportFrom) {
        const FEATURES: &[&str] = &[
            "annotations",
            "absolute_import",
            "division",
            "generator_stop",
            "generators",
            "nested_scopes",
            "print_function",
            "unicode_literals",
            "with_statement",
        ];
        for alias in &import.names {
            if !FEATURES.contains(&alias.name.as_str()) {
                self.syntax(
                    alias,
                    &format!("future feature {} is not defined", alias.name),
                );
            }
            let name = alias.asname.as_ref().unwrap_or(&alias.name);
            self.store_name(name.as_str(), name.range(), Value::none());
        }
    }
}
