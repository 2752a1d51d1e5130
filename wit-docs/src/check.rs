//! What has no documentation, or does not say since when it is there.

use wit_parser::{
    Docs, Interface, Resolve, Type, TypeDef, TypeDefKind, TypeOwner, World, WorldItem, WorldKey,
};

use crate::Wit;

/// One line for each package, interface, world, type, function, field and case that lacks documentation, and for each interface and
/// world that lacks `@since`.
///
/// A field whose type has a name is documented by that type. The labels of `molt:probe` are exempt: they are `b0`, `b1`
/// and so on, and there is nothing to say about one.
pub fn undocumented(wit: &Wit) -> Vec<String> {
    let mut check = Check {
        resolve: &wit.resolve,
        found: Vec::new(),
        labels: true,
    };
    for package in &wit.packages {
        let package = &wit.resolve.packages[package.id];
        let name = package.name.to_string();
        check.docs(&name, &package.docs);
        check.labels = package.name.name != "probe";
        for (interface, id) in &package.interfaces {
            check.interface(&format!("{name} {interface}"), &wit.resolve.interfaces[*id]);
        }
        for (world, id) in &package.worlds {
            check.world(&format!("{name} {world}"), &wit.resolve.worlds[*id]);
        }
    }
    check.found
}

struct Check<'a> {
    resolve: &'a Resolve,
    found: Vec<String>,
    labels: bool,
}

impl Check<'_> {
    fn docs(&mut self, name: &str, docs: &Docs) {
        if docs
            .contents
            .as_deref()
            .is_none_or(|text| text.trim().is_empty())
        {
            self.found.push(format!("{name}: no documentation"));
        }
    }

    fn label(&mut self, name: &str, docs: &Docs, payload: Option<&Type>) {
        if self.labels && !payload.is_some_and(|payload| self.is_documented(payload)) {
            self.docs(name, docs);
        }
    }

    fn is_documented(&self, payload: &Type) -> bool {
        matches!(payload, Type::Id(id) if self.resolve.types[*id].name.is_some())
    }

    fn interface(&mut self, name: &str, interface: &Interface) {
        self.docs(name, &interface.docs);
        if !interface.stability.is_stable() {
            self.found.push(format!("{name}: no @since"));
        }
        for (type_name, id) in &interface.types {
            self.named_type(&format!("{name}.{type_name}"), &self.resolve.types[*id]);
        }
        for (function_name, function) in &interface.functions {
            self.docs(&format!("{name}.{function_name}"), &function.docs);
        }
    }

    fn world(&mut self, name: &str, world: &World) {
        self.docs(name, &world.docs);
        if !world.stability.is_stable() {
            self.found.push(format!("{name}: no @since"));
        }
        for (key, item) in world.imports.iter().chain(&world.exports) {
            match (key, item) {
                (_, WorldItem::Function(function)) => {
                    self.docs(&format!("{name}.{}", function.name), &function.docs)
                }
                (WorldKey::Name(item), WorldItem::Type { id, .. }) => {
                    self.named_type(&format!("{name}.{item}"), &self.resolve.types[*id]);
                }
                // An interface has its own documentation; one that is written into a world has the world's.
                _ => {}
            }
        }
    }

    fn named_type(&mut self, name: &str, def: &TypeDef) {
        if is_used_from_elsewhere(self.resolve, def) {
            return;
        }
        self.docs(name, &def.docs);
        let of = |label: &str| format!("{name}.{label}");
        match &def.kind {
            TypeDefKind::Record(record) => {
                record
                    .fields
                    .iter()
                    .for_each(|f| self.label(&of(&f.name), &f.docs, Some(&f.ty)));
            }
            TypeDefKind::Variant(variant) => {
                variant
                    .cases
                    .iter()
                    .for_each(|c| self.label(&of(&c.name), &c.docs, c.ty.as_ref()));
            }
            TypeDefKind::Enum(cases) => cases
                .cases
                .iter()
                .for_each(|c| self.label(&of(&c.name), &c.docs, None)),
            TypeDefKind::Flags(flags) => flags
                .flags
                .iter()
                .for_each(|f| self.label(&of(&f.name), &f.docs, None)),
            _ => {}
        }
    }
}

/// True for what a `use` brings in: its documentation is where it comes from.
pub(crate) fn is_used_from_elsewhere(resolve: &Resolve, def: &TypeDef) -> bool {
    let TypeDefKind::Type(Type::Id(target)) = &def.kind else {
        return false;
    };
    match (&def.owner, &resolve.types[*target].owner) {
        (TypeOwner::Interface(own), TypeOwner::Interface(other)) => own != other,
        (TypeOwner::World(_), TypeOwner::Interface(_)) => true,
        _ => false,
    }
}
