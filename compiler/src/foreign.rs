//! Functions that other components provide: `@molt.ffi("molt_json::parse")` against the interfaces of the components that the
//! program is linked with.

use molt_compose::Part;
use wit_parser::abi::AbiVariant;
use wit_parser::{
    Function, InterfaceId, Resolve, SizeAlign, Type as WitType, TypeDefKind, WorldItem,
};

use crate::contract::{Signature, signature};
use crate::emit::names::kebab;
use crate::emit::shape::{Shape, to_python, wit_to_text};
use crate::ir::{Foreign, FunctionId, Program, Type};

/// A foreign function and how it is called.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The function that stands for it.
    pub function: FunctionId,
    /// The core import.
    pub signature: Signature,
    /// How its parameters cross. Options at the end may be missing: they are none.
    pub parameters: Vec<Shape>,
    /// How its result crosses.
    pub result: Shape,
    /// What it returns instead of the result, if it may.
    pub failure: Option<Failure>,
    /// Bytes of what it returns in memory, and the alignment.
    pub returned: (u32, u32),
    /// Where the result is in it.
    pub offset: u32,
}

/// The error of a `result`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Where the message's text is, from the start of what is returned; `None` when the error has none.
    pub message: Option<u32>,
}

/// Why a foreign function cannot be bound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ForeignError {
    /// The line of the `def`.
    pub line: u32,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Binds all foreign functions. `libraries` are the components that the program is linked with, `known` the packages that need
/// no component to be known.
///
/// # Errors
///
/// One for each function that has no counterpart or does not fit it.
pub fn bind(
    program: &Program,
    libraries: &[Part],
    known: &Resolve,
) -> Result<Vec<Binding>, Vec<ForeignError>> {
    let (mut bindings, mut errors) = (Vec::new(), Vec::new());
    for foreign in &program.foreign {
        let entry = program
            .codes
            .get(foreign.code.0 as usize)
            .and_then(|code| code.entry);
        match bind_one(foreign, entry, libraries, known) {
            Ok(binding) => bindings.push(binding),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(bindings)
    } else {
        Err(errors)
    }
}

/// A path's parts.
struct Path {
    package: String,
    interface: Option<String>,
    function: String,
}

/// `molt_json::parse`, `molt_json::parser::parse`, `molt:json/parser`, `molt:json/parser#parse`.
fn parse(path: &str, python_name: &str) -> Option<Path> {
    let own = || kebab(python_name);
    if let Some((package, rest)) = path.split_once('/') {
        let rest = rest.split('@').next().unwrap_or(rest);
        let (interface, function) = match rest.split_once('#') {
            Some((interface, function)) => (interface, function.to_owned()),
            None => (rest, own()?),
        };
        return Some(Path {
            package: package.to_owned(),
            interface: Some(interface.to_owned()),
            function,
        });
    }
    let parts: Vec<&str> = path.split("::").collect();
    let (package, interface, function) = match parts.as_slice() {
        [package, function] => (package, None, function),
        [package, interface, function] => (package, Some(interface), function),
        _ => return None,
    };
    // The first underscore divides the namespace from the name; others are hyphens.
    let package = match package.split_once('_') {
        Some((namespace, name)) => format!("{namespace}:{}", name.replace('_', "-")),
        None => (*package).to_owned(),
    };
    Some(Path {
        package,
        interface: interface.map(|name| name.replace('_', "-")),
        function: function.replace('_', "-"),
    })
}

fn bind_one(
    foreign: &Foreign,
    entry: Option<FunctionId>,
    libraries: &[Part],
    known: &Resolve,
) -> Result<Binding, ForeignError> {
    let error = |message: String, help: &str| ForeignError {
        line: foreign.line,
        message,
        help: help.to_owned(),
    };
    let path = parse(&foreign.interface, &foreign.name).ok_or_else(|| {
        error(
            format!("{:?} is no path of a function", foreign.interface),
            "write package::function or package::interface::function: @molt.ffi(\"molt_json::parse\")",
        )
    })?;
    let found = find(&path, libraries, known);
    let (mut fitting, mut reasons) = (Vec::new(), Vec::new());
    for (resolve, interface, function) in found {
        let module = resolve.id_of(interface).unwrap_or_default();
        match check((foreign, entry), function, resolve, &module) {
            Ok(binding) => fitting.push(binding),
            Err(reason) => reasons.push(reason),
        }
    }
    if fitting.len() > 1 {
        let names: Vec<String> = fitting
            .iter()
            .map(|binding| binding.signature.module.clone())
            .collect();
        let message = format!(
            "{} is in several interfaces: {}",
            path.function,
            names.join(", ")
        );
        return Err(error(
            message,
            "name the interface too: package::interface::function",
        ));
    }
    if let Some(binding) = fitting.pop() {
        return Ok(binding);
    }
    if reasons.is_empty() {
        let message = format!(
            "no component is known that exports function {} of package {}",
            path.function, path.package
        );
        return Err(error(
            message,
            "name its component when you build (`molt build --plug`), or correct the path",
        ));
    }
    Err(error(
        reasons.join("; or "),
        "declare the types that go with those of the interface",
    ))
}

type Found<'a> = (&'a Resolve, InterfaceId, &'a Function);

fn find<'a>(path: &Path, libraries: &'a [Part], known: &'a Resolve) -> Vec<Found<'a>> {
    let exported = libraries.iter().flat_map(|part| {
        let items = part.world().exports.values();
        items.filter_map(|item| match item {
            WorldItem::Interface { id, .. } => Some((part.resolve(), *id)),
            _ => None,
        })
    });
    let mut found: Vec<Found<'a>> = exported
        .filter_map(|(resolve, id)| function_of(path, resolve, id))
        .collect();
    if found.is_empty() {
        let all = known.interfaces.iter();
        found = all
            .filter_map(|(id, _)| function_of(path, known, id))
            .collect();
    }
    found
}

fn function_of<'a>(path: &Path, resolve: &'a Resolve, id: InterfaceId) -> Option<Found<'a>> {
    // An interface that a world spells out has no name, and nobody could export it.
    let interface = resolve
        .interfaces
        .get(id)
        .filter(|interface| interface.name.is_some())?;
    let package = &resolve.packages.get(interface.package?)?.name;
    let is_it = format!("{}:{}", package.namespace, package.name) == path.package
        && (path.interface.is_none() || interface.name == path.interface);
    let function = interface.functions.get(&path.function)?;
    is_it.then_some((resolve, id, function))
}

fn check(
    (foreign, entry): (&Foreign, Option<FunctionId>),
    function: &Function,
    resolve: &Resolve,
    module: &str,
) -> Result<Binding, String> {
    let name = format!("{module}#{}", function.name);
    let declared = foreign.parameters.len();
    if declared != function.params.len() && !may_end(declared, function, resolve) {
        return Err(format!(
            "{} declares {declared} parameters, {name} has {}",
            foreign.name,
            function.params.len()
        ));
    }
    let mut parameters = Vec::new();
    for (declared, wanted) in foreign.parameters.iter().zip(&function.params) {
        let shape = Shape::matching(&declared.r#type, &wanted.ty, resolve)
            .filter(|shape| *shape != Shape::Document)
            .ok_or_else(|| {
                format!(
                    "parameter {} is declared {}, {name} takes {}",
                    declared.name,
                    to_python(&declared.r#type),
                    wit_to_text(&wanted.ty, resolve)
                )
            })?;
        parameters.push(shape);
    }
    let mut sizes = SizeAlign::default();
    sizes.fill(resolve);
    let (ok, failure, returned, offset) = result(function.result.as_ref(), resolve, &sizes);
    let shape = match (&foreign.result, &ok) {
        (Type::None, None) => Some(Shape::Unit),
        (ty, Some(ok)) => Shape::matching(ty, ok, resolve),
        _ => None,
    };
    let shape = shape.ok_or_else(|| {
        format!(
            "{} is declared to return {}, {name} returns {}",
            foreign.name,
            to_python(&foreign.result),
            ok.as_ref()
                .map_or("nothing".to_owned(), |ty| wit_to_text(ty, resolve))
        )
    })?;
    Ok(Binding {
        function: entry.ok_or("it has no body to stand in for")?,
        signature: signature(resolve, module, function),
        parameters,
        result: shape,
        failure,
        returned,
        offset,
    })
}

/// Whether the parameters behind the declared ones may be left out: all are options, and there are so few that each crosses by
/// itself.
fn may_end(declared: usize, function: &Function, resolve: &Resolve) -> bool {
    let Some(rest) = function.params.get(declared..) else {
        return false;
    };
    let is_option = |ty: &WitType| matches!(kind(ty, resolve), Some(TypeDefKind::Option(_)));
    let together = resolve.wasm_signature(AbiVariant::GuestImport, function);
    rest.iter().all(|parameter| is_option(&parameter.ty)) && !together.indirect_params
}

type Returned = (Option<WitType>, Option<Failure>, (u32, u32), u32);

/// Of what a function returns: the result, the error, size and alignment in memory, where the result is.
fn result(returned: Option<&WitType>, resolve: &Resolve, sizes: &SizeAlign) -> Returned {
    let Some(ty) = returned else {
        return (None, None, (0, 1), 0);
    };
    let whole = (
        u32::try_from(sizes.size(ty).size_wasm32()).unwrap_or(u32::MAX),
        u32::try_from(sizes.align(ty).align_wasm32()).unwrap_or(8),
    );
    let Some(TypeDefKind::Result(result)) = kind(ty, resolve) else {
        return (Some(*ty), None, whole, 0);
    };
    let align = |ty: &Option<WitType>| {
        ty.as_ref().map_or(1, |ty| {
            u32::try_from(sizes.align(ty).align_wasm32()).unwrap_or(8)
        })
    };
    let offset = align(&result.ok).max(align(&result.err));
    let message = result
        .err
        .as_ref()
        .and_then(|ty| message(ty, resolve, sizes))
        .map(|at| at + offset);
    (result.ok, Some(Failure { message }), whole, offset)
}

fn kind<'a>(ty: &WitType, resolve: &'a Resolve) -> Option<&'a TypeDefKind> {
    let WitType::Id(id) = ty else {
        return None;
    };
    match &resolve.types.get(*id)?.kind {
        TypeDefKind::Type(of) => kind(of, resolve),
        kind => Some(kind),
    }
}

/// Where an error's text is in it: it is a string, or a record with a string called message.
fn message(ty: &WitType, resolve: &Resolve, sizes: &SizeAlign) -> Option<u32> {
    if *ty == WitType::String {
        return Some(0);
    }
    let TypeDefKind::Record(record) = kind(ty, resolve)? else {
        return None;
    };
    let offsets = sizes.field_offsets(record.fields.iter().map(|field| &field.ty));
    let fields = record.fields.iter().zip(offsets);
    let (_, (offset, _)) = fields
        .into_iter()
        .find(|(field, _)| field.name == "message" && field.ty == WitType::String)?;
    u32::try_from(offset.size_wasm32()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_python_s_or_wit_s() {
        let cases = [
            ("molt_json::parse", ("molt:json", None, "parse")),
            (
                "molt_json::parser::parse",
                ("molt:json", Some("parser"), "parse"),
            ),
            ("a_b_c::d_e", ("a:b-c", None, "d-e")),
            ("molt:json/parser", ("molt:json", Some("parser"), "my-name")),
            (
                "molt:json/parser@0.1.0",
                ("molt:json", Some("parser"), "my-name"),
            ),
            (
                "molt:json/parser#parse",
                ("molt:json", Some("parser"), "parse"),
            ),
        ];
        for (path, (package, interface, function)) in cases {
            let parsed = parse(path, "my_name").expect(path);
            assert_eq!(parsed.package, package);
            assert_eq!(parsed.interface.as_deref(), interface);
            assert_eq!(parsed.function, function);
        }
        assert!(parse("json", "f").is_none());
    }
}
