//! What a `.wac` file passes for an argument: read from its syntax, since an error of the resolver has only the place.

use std::collections::HashMap;

use miette::SourceSpan;
use wac_parser::{
    Document, Expr, InstantiationArgument, NewExpr, PackageName, PostfixExpr, PrimaryExpr,
    Statement,
};

/// An argument of a `new` expression.
#[derive(Debug)]
pub(crate) struct Passed<'a> {
    /// The package that is given the argument.
    pub to: PackageName<'a>,
    /// Where it comes from; `None` for what the file itself imports, and for parts of an export.
    pub from: Option<Origin<'a>>,
}

/// An instance of a package, or one of its exports.
#[derive(Clone, Debug)]
pub(crate) struct Origin<'a> {
    /// The package.
    pub package: PackageName<'a>,
    /// The export, whole (`molt:codec/codec@0.1.0`) or the interface's name only (`codec`); `None` for the whole instance.
    pub export: Option<&'a str>,
}

/// The argument whose name stands at this place.
pub(crate) fn passed_at<'a>(document: &'a Document<'a>, place: SourceSpan) -> Option<Passed<'a>> {
    let mut search = Search {
        place,
        bound: HashMap::new(),
    };
    document.statements.iter().find_map(|statement| {
        let found = match statement {
            Statement::Let(binding) => search.visit(&binding.expr),
            Statement::Export(export) => search.visit(&export.expr),
            _ => None,
        };
        // A name stands for what was bound before it, so no name can lead to itself.
        if let Statement::Let(binding) = statement
            && let Some(origin) = search.origin(&binding.expr)
        {
            search.bound.insert(binding.id.string, origin);
        }
        found
    })
}

struct Search<'a> {
    place: SourceSpan,
    bound: HashMap<&'a str, Origin<'a>>,
}

impl<'a> Search<'a> {
    fn visit(&self, expr: &'a Expr<'a>) -> Option<Passed<'a>> {
        match &expr.primary {
            PrimaryExpr::New(new) => self.visit_arguments(new),
            PrimaryExpr::Nested(nested) => self.visit(&nested.inner),
            PrimaryExpr::Ident(_) => None,
        }
    }

    fn visit_arguments(&self, new: &'a NewExpr<'a>) -> Option<Passed<'a>> {
        let to = |from| Passed {
            to: new.package.clone(),
            from,
        };
        new.arguments.iter().find_map(|argument| match argument {
            InstantiationArgument::Named(named) if named.name.span() == self.place => {
                Some(to(self.origin(&named.expr)))
            }
            InstantiationArgument::Named(named) => self.visit(&named.expr),
            InstantiationArgument::Inferred(id) if id.span == self.place => {
                Some(to(self.bound.get(id.string).cloned()))
            }
            _ => None,
        })
    }

    fn origin(&self, expr: &'a Expr<'a>) -> Option<Origin<'a>> {
        let mut origin = match &expr.primary {
            PrimaryExpr::New(new) => Origin {
                package: new.package.clone(),
                export: None,
            },
            PrimaryExpr::Nested(nested) => self.origin(&nested.inner)?,
            PrimaryExpr::Ident(id) => self.bound.get(id.string)?.clone(),
        };
        for postfix in &expr.postfix {
            if origin.export.is_some() {
                return None;
            }
            origin.export = Some(match postfix {
                PostfixExpr::Access(access) => access.id.string,
                PostfixExpr::NamedAccess(access) => access.string.value,
            });
        }
        Some(origin)
    }
}
