//! The name section of a core module, made for people: what a trap's backtrace shows.
//!
//! rustc leaves mangled names. Here they are demangled, without hashes, and the module gets the component's name, so that
//! a backtrace reads `json!molt_json::parse::Parser::value`. Demangled names are shorter than mangled ones; names of
//! globals and data segments, which no backtrace shows, are dropped.

use std::collections::HashSet;

use wasm_encoder::{Module, NameMap, NameSection, RawSection};
use wasmparser::{BinaryReaderError, KnownCustom, Name, Parser, Payload};

/// Custom sections that say how a module was made and matter to nobody afterwards. The WIT that `wit-component` reads is
/// in custom sections too (`component-type:*`), so this is a list of what goes, not of what stays.
const DROPPED: [&str; 4] = ["target_features", "linking", "reloc.", ".debug"];

/// The module with readable names, or with the module's name alone when `strip` is set.
pub(crate) fn rewrite(
    core: &[u8],
    module_name: &str,
    strip: bool,
) -> Result<Vec<u8>, BinaryReaderError> {
    let mut module = Module::new();
    let mut functions = Vec::new();
    for payload in Parser::new(0).parse_all(core) {
        let payload = payload?;
        if let Payload::CustomSection(section) = &payload {
            if let KnownCustom::Name(names) = section.as_known() {
                let mangled = function_names(names)?.into_iter();
                functions = mangled
                    .map(|(index, name)| (index, readable(name)))
                    .collect();
                continue;
            }
            if DROPPED
                .iter()
                .any(|prefix| section.name().starts_with(prefix))
            {
                continue;
            }
        }
        if let Some((id, range)) = payload.as_section() {
            module.section(&RawSection {
                id,
                data: &core[range.start as usize..range.end as usize],
            });
        }
    }
    let mut names = NameSection::new();
    names.module(module_name);
    if !strip && !functions.is_empty() {
        let mut map = NameMap::new();
        functions
            .iter()
            .for_each(|(index, name)| map.append(*index, name));
        names.functions(&map);
    }
    module.section(&names);
    Ok(module.finish())
}

/// The module with names of functions of which no two are the same, so that functions can be told by them.
pub(crate) fn unique(core: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut module = Module::new();
    let mut taken = HashSet::new();
    let mut map = NameMap::new();
    for payload in Parser::new(0).parse_all(core) {
        let payload = payload?;
        if let Payload::CustomSection(section) = &payload
            && let KnownCustom::Name(names) = section.as_known()
        {
            for (index, name) in function_names(names)? {
                match taken.insert(name) {
                    true => map.append(index, name),
                    false => map.append(index, &format!("{name}~{index}")),
                }
            }
        } else if let Some((id, range)) = payload.as_section() {
            module.section(&RawSection {
                id,
                data: &core[range.start as usize..range.end as usize],
            });
        }
    }
    let mut names = NameSection::new();
    names.functions(&map);
    module.section(&names);
    Ok(module.finish())
}

fn function_names<'a>(
    names: wasmparser::NameSectionReader<'a>,
) -> Result<Vec<(u32, &'a str)>, BinaryReaderError> {
    let mut functions = Vec::new();
    for subsection in names {
        if let Name::Function(map) = subsection? {
            for naming in map {
                let naming = naming?;
                functions.push((naming.index, naming.name));
            }
        }
    }
    Ok(functions)
}

/// Demangled, without the hash, and with the types in angle brackets by their last name only. What is not mangled stays as
/// it is.
fn readable(symbol: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    if name == symbol {
        return name;
    }
    short_types(&name)
}

/// `a::<impl b::C for d::E>::f` as `a::<impl C for E>::f`.
fn short_types(name: &str) -> String {
    let mut short = String::with_capacity(name.len());
    let mut depth = 0_usize;
    // Where the path at hand starts in `short`.
    let mut path = 0;
    let mut rest = name;
    while let Some(next) = rest.chars().next() {
        if depth > 0 && rest.starts_with("::") && !rest.starts_with("::<") && path < short.len() {
            short.truncate(path);
            rest = &rest[2..];
            continue;
        }
        let in_path = next.is_alphanumeric() || next == '_';
        // Of an arrow in a function's type the angle is no bracket.
        match next {
            '<' => depth += 1,
            '>' if !short.ends_with('-') => depth = depth.saturating_sub(1),
            _ => {}
        }
        short.push(next);
        if !in_path {
            path = short.len();
        }
        rest = &rest[next.len_utf8()..];
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_mangling_and_hash() {
        assert_eq!(
            readable("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE"),
            "core::fmt::Formatter::pad"
        );
        assert_eq!(readable("cabi_realloc"), "cabi_realloc");
    }

    #[test]
    fn types_in_brackets_are_their_last_name() {
        for (long, short) in [
            ("core::fmt::Formatter::pad", "core::fmt::Formatter::pad"),
            (
                "a::b::<impl c::d::Guest for a::Component>::parse",
                "a::b::<impl Guest for Component>::parse",
            ),
            (
                "<std::a::Payload<&str> as core::panic::PanicPayload>::get",
                "<Payload<&str> as PanicPayload>::get",
            ),
            (
                "core::ptr::drop_in_place::<core::option::Option<alloc::vec::Vec<u8>>>",
                "core::ptr::drop_in_place::<Option<Vec<u8>>>",
            ),
            (
                "a::b::<std::panic::handler::{closure#0}, !>",
                "a::b::<{closure#0}, !>",
            ),
            ("a::<fn(b::C) -> d::E>::f", "a::<fn(C) -> E>::f"),
        ] {
            assert_eq!(short_types(long), short);
        }
    }
}
