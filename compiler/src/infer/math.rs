//! What is known of the module `math`: most of its functions give floats, whatever they are given.

use std::collections::BTreeSet;

use ruff_python_ast::{Expr, ModModule, Stmt};

use crate::scope::{MODULE, Scopes};

/// Functions that give a float or raise.
const GIVE_FLOATS: &[&str] = &[
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cbrt",
    "copysign",
    "cos",
    "cosh",
    "degrees",
    "dist",
    "erf",
    "erfc",
    "exp",
    "exp2",
    "expm1",
    "fabs",
    "fmod",
    "fsum",
    "gamma",
    "hypot",
    "ldexp",
    "lgamma",
    "log",
    "log10",
    "log1p",
    "log2",
    "nextafter",
    "pow",
    "radians",
    "remainder",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "ulp",
];

/// Whether a function of `math` gives a float.
pub fn gives_float(name: &str) -> bool {
    GIVE_FLOATS.contains(&name)
}

/// A number that `math` names.
pub fn constant(name: &str) -> Option<f64> {
    Some(match name {
        "e" => std::f64::consts::E,
        "inf" => f64::INFINITY,
        "pi" => std::f64::consts::PI,
        "tau" => std::f64::consts::TAU,
        _ => return None,
    })
}

/// The names that mean the module wherever they are bound: an import of the program's top level is all that binds them.
pub fn names(scopes: &Scopes, module: &ModModule) -> BTreeSet<String> {
    let imports = module.body.iter().filter_map(Stmt::as_import_stmt);
    let aliases = imports
        .flat_map(|import| &import.names)
        .filter(|alias| &*alias.name == "math");
    aliases
        .map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).to_string())
        .filter(|name| {
            let symbol = scopes.symbol(MODULE, name);
            symbol.is_some_and(|symbol| symbol.bindings == 1)
        })
        .collect()
}

/// A name, where an expression is one.
pub fn name_of(expr: &Expr) -> Option<&str> {
    expr.as_name_expr().map(|name| name.id.as_str())
}

#[cfg(test)]
mod tests {
    use molt_runtime::names::MODULES;

    use super::{GIVE_FLOATS, constant};

    #[test]
    fn what_is_known_is_in_the_module() {
        let (_, members) = MODULES.iter().find(|(name, _)| *name == "math").unwrap();
        let unknown = GIVE_FLOATS.iter().find(|name| !members.contains(name));
        assert_eq!(unknown, None);
        assert!(
            ["e", "inf", "pi", "tau"]
                .iter()
                .all(|name| members.contains(name) && constant(name).is_some())
        );
    }
}
