//! One package as one page.

use std::fmt::Write as _;

use wit_parser::{
    Docs, Function, FunctionKind, Interface, Package, Resolve, Stability, Type, TypeDef,
    TypeDefKind, TypeId, World, WorldItem, WorldKey,
};

use crate::markdown::{cell, first_sentence, paragraph, table};
use crate::{pages, types};

/// More labels than this without documentation are told in a few words instead of a table.
const FEW_LABELS: usize = 8;

pub(crate) struct Renderer<'a> {
    resolve: &'a Resolve,
    here: String,
    out: String,
}

/// The page of one package.
pub(crate) fn package(resolve: &Resolve, package: &Package, folder: &str) -> String {
    let mut page = Renderer {
        resolve,
        here: pages::file_name(&package.name),
        out: String::new(),
    };
    page.head(package, folder);
    for id in package.interfaces.values() {
        page.interface(&resolve.interfaces[*id]);
    }
    for id in package.worlds.values() {
        page.world(&resolve.worlds[*id]);
    }
    page.out.truncate(page.out.trim_end().len());
    page.out.push('\n');
    page.out
}

fn text(docs: &Docs) -> &str {
    docs.contents.as_deref().unwrap_or_default()
}

impl Renderer<'_> {
    fn head(&mut self, package: &Package, folder: &str) {
        let _ = writeln!(self.out, "# {}\n", package.name);
        paragraph(&mut self.out, text(&package.docs));
        let _ = writeln!(
            self.out,
            "Rendered from [`wit/{folder}`](../../../wit/{folder}); `BLESS=1 cargo test -p molt-wit-docs` writes it anew.\n"
        );
        let mut rows = Vec::new();
        for (name, id) in &package.interfaces {
            let about = first_sentence(text(&self.resolve.interfaces[*id].docs));
            rows.push(vec![format!("interface [`{name}`](#{name})"), about]);
        }
        for (name, id) in &package.worlds {
            let about = first_sentence(text(&self.resolve.worlds[*id].docs));
            rows.push(vec![format!("world [`{name}`](#world.{name})"), about]);
        }
        table(&mut self.out, &["", "what it is"], &rows);
    }

    fn interface(&mut self, interface: &Interface) {
        let name = interface.name.as_deref().unwrap_or_default();
        let _ = writeln!(self.out, "<a id=\"{name}\"></a>\n\n## interface `{name}`\n");
        self.since(&interface.stability);
        paragraph(&mut self.out, text(&interface.docs));
        for (type_name, id) in &interface.types {
            self.named_type(name, type_name, *id);
        }
        let functions = interface
            .functions
            .values()
            .filter(|function| function.kind.resource().is_none());
        for function in functions {
            let _ = writeln!(
                self.out,
                "<a id=\"{name}.{0}\"></a>\n\n### `{0}`\n",
                function.name
            );
            self.function(function);
        }
    }

    fn since(&mut self, stability: &Stability) {
        if let Stability::Stable { since, .. } = stability {
            let _ = writeln!(self.out, "*Since {since}.*\n");
        }
    }

    fn function(&mut self, function: &Function) {
        let _ = writeln!(
            self.out,
            "```wit\n{}\n```\n",
            types::signature(self.resolve, function)
        );
        paragraph(&mut self.out, text(&function.docs));
        let mut named = Vec::new();
        let is_method = matches!(
            function.kind,
            FunctionKind::Method(_) | FunctionKind::AsyncMethod(_)
        );
        for param in function.params.iter().skip(usize::from(is_method)) {
            types::named(self.resolve, &param.ty, &mut named);
        }
        if let Some(result) = &function.result {
            types::named(self.resolve, result, &mut named);
        }
        if !named.is_empty() {
            let links: Vec<String> = named.into_iter().map(|id| self.type_link(id)).collect();
            let _ = writeln!(self.out, "Types: {}.\n", links.join(", "));
        }
    }

    fn type_link(&self, id: TypeId) -> String {
        let name = self.resolve.types[id].name.as_deref().unwrap_or_default();
        match types::target(self.resolve, id, &self.here) {
            Some(target) => format!("[`{name}`]({target})"),
            None => format!("`{name}`"),
        }
    }

    fn named_type(&mut self, interface: &str, name: &str, id: TypeId) {
        let def = &self.resolve.types[id];
        if crate::check::is_used_from_elsewhere(self.resolve, def) {
            let link = self.type_link(id);
            let _ = writeln!(self.out, "Uses {link}.\n");
            return;
        }
        let kind = match &def.kind {
            TypeDefKind::Record(_)
            | TypeDefKind::Variant(_)
            | TypeDefKind::Enum(_)
            | TypeDefKind::Flags(_)
            | TypeDefKind::Resource => def.kind.as_str(),
            _ => "type",
        };
        let _ = writeln!(
            self.out,
            "<a id=\"{interface}.{name}\"></a>\n\n### {kind} `{name}`\n"
        );
        paragraph(&mut self.out, text(&def.docs));
        self.body(interface, def, id);
    }

    fn body(&mut self, interface: &str, def: &TypeDef, id: TypeId) {
        match &def.kind {
            TypeDefKind::Record(record) => {
                let rows = record
                    .fields
                    .iter()
                    .map(|f| self.row(&f.name, Some(&f.ty), &f.docs))
                    .collect::<Vec<_>>();
                table(&mut self.out, &["field", "type", ""], &rows);
            }
            TypeDefKind::Variant(variant) => {
                let rows = variant
                    .cases
                    .iter()
                    .map(|c| self.row(&c.name, c.ty.as_ref(), &c.docs))
                    .collect::<Vec<_>>();
                table(&mut self.out, &["case", "payload", ""], &rows);
            }
            TypeDefKind::Enum(cases) => {
                self.labels(
                    "case",
                    cases
                        .cases
                        .iter()
                        .map(|case| (case.name.as_str(), &case.docs))
                        .collect(),
                );
            }
            TypeDefKind::Flags(flags) => {
                self.labels(
                    "label",
                    flags
                        .flags
                        .iter()
                        .map(|flag| (flag.name.as_str(), &flag.docs))
                        .collect(),
                );
            }
            TypeDefKind::Resource => self.resource(interface, def, id),
            TypeDefKind::Type(ty) => {
                let link = types::linked(self.resolve, ty, &self.here);
                let _ = writeln!(self.out, "The same as {link}.\n");
            }
            // `type pair = tuple<..>`: what it is called is on the left, what it is on the right.
            _ => {
                let what = types::defined(self.resolve, def);
                let _ = writeln!(self.out, "The same as `{what}`.\n");
            }
        }
    }

    fn row(&self, name: &str, ty: Option<&Type>, docs: &Docs) -> Vec<String> {
        let ty = ty
            .map(|ty| types::linked(self.resolve, ty, &self.here))
            .unwrap_or_default();
        vec![format!("`{name}`"), ty, cell(text(docs))]
    }

    fn labels(&mut self, kind: &str, labels: Vec<(&str, &Docs)>) {
        if labels.iter().any(|(_, docs)| !text(docs).is_empty()) {
            let rows: Vec<_> = labels
                .iter()
                .map(|(name, docs)| vec![format!("`{name}`"), cell(text(docs))])
                .collect();
            return table(&mut self.out, &[kind, ""], &rows);
        }
        let names: Vec<String> = labels.iter().map(|(name, _)| format!("`{name}`")).collect();
        let _ = match names.as_slice() {
            [first, second, .., last] if names.len() > FEW_LABELS => {
                writeln!(
                    self.out,
                    "{first}, {second} … {last}: {} {kind}s.\n",
                    names.len()
                )
            }
            names => writeln!(self.out, "{}.\n", names.join(", ")),
        };
    }

    fn resource(&mut self, interface: &str, def: &TypeDef, id: TypeId) {
        let wit_parser::TypeOwner::Interface(owner) = def.owner else {
            return;
        };
        let resource = def.name.as_deref().unwrap_or_default();
        let functions = self.resolve.interfaces[owner].functions.values();
        for function in functions.filter(|function| function.kind.resource() == Some(id)) {
            let name = match function.kind {
                FunctionKind::Constructor(_) => "constructor",
                _ => function.item_name(),
            };
            let _ = writeln!(
                self.out,
                "<a id=\"{interface}.{resource}.{name}\"></a>\n\n#### `{resource}.{name}`\n"
            );
            self.function(function);
        }
    }

    fn world(&mut self, world: &World) {
        let name = &world.name;
        let _ = writeln!(
            self.out,
            "<a id=\"world.{name}\"></a>\n\n## world `{name}`\n"
        );
        self.since(&world.stability);
        paragraph(&mut self.out, text(&world.docs));
        let mut rows = Vec::new();
        for (direction, items) in [("imports", &world.imports), ("exports", &world.exports)] {
            for (key, item) in items {
                rows.push(self.world_row(direction, key, item));
            }
        }
        table(&mut self.out, &["", "", "what it is"], &rows);
    }

    fn world_row(&self, direction: &str, key: &WorldKey, item: &WorldItem) -> Vec<String> {
        let (what, about) = match item {
            WorldItem::Interface { id, docs, .. } => {
                let interface = &self.resolve.interfaces[*id];
                let own = if text(docs).is_empty() {
                    text(&interface.docs)
                } else {
                    text(docs)
                };
                let about = match own {
                    "" => interface
                        .functions
                        .keys()
                        .map(|name| format!("`{name}`"))
                        .collect::<Vec<_>>()
                        .join(", "),
                    own => first_sentence(own),
                };
                (self.interface_link(key, interface), about)
            }
            WorldItem::Function(function) => {
                let signature = types::signature(self.resolve, function);
                (
                    format!("`{}`", cell(&signature)),
                    first_sentence(text(&function.docs)),
                )
            }
            WorldItem::Type { id, .. } => (self.type_link(*id), String::new()),
        };
        vec![direction.to_owned(), what, about]
    }

    fn interface_link(&self, key: &WorldKey, interface: &Interface) -> String {
        let name = self.resolve.name_world_key(key);
        let (Some(own), Some(package), WorldKey::Interface(_)) =
            (&interface.name, interface.package, key)
        else {
            return format!("`{name}`");
        };
        let page = pages::file_name(&self.resolve.packages[package].name);
        if page == self.here {
            format!("[`{own}`](#{own})")
        } else {
            format!("[`{name}`]({page}#{own})")
        }
    }
}
