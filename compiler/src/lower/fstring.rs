//! f-strings.

use ruff_python_ast::{
    ConversionFlag, ExprFString, FStringPart, InterpolatedElement, InterpolatedStringElement,
    InterpolatedStringElements,
};
use ruff_text_size::Ranged;

use super::body::Body;
use super::value::Value;
use crate::infer::Ty;
use crate::ir::{Constant, Conversion, Intrinsic, Operand};

/// How many parts wait at once: an exception gives each of them back in a place of its own.
const MOST_STAGED: u32 = 1024;

impl<'a> Body<'_, 'a> {
    /// `f"..."`, and what stands side by side with it.
    pub fn f_string(&mut self, string: &'a ExprFString) -> Value {
        let mut parts = Parts::default();
        for part in &string.value {
            match part {
                FStringPart::Literal(literal) => self.string_part(literal, &mut parts.literal),
                FStringPart::FString(inner) => {
                    let raw = inner.flags.prefix().is_raw();
                    self.elements(&inner.elements, raw, &mut parts);
                }
            }
        }
        self.at(string);
        self.join(parts)
    }

    fn join(&mut self, mut parts: Parts) -> Value {
        if parts.count == 0 {
            let id = self.cx.constant(Constant::Str(parts.literal));
            return Value::free(Operand::Constant(id), Ty::Str);
        }
        self.flush(&mut parts);
        self.b.unstaged(parts.count);
        let mut value = self.b.call(Intrinsic::JoinStaged(parts.count), Vec::new());
        value.ty = Ty::Str;
        value
    }

    fn elements(&mut self, elements: &'a InterpolatedStringElements, raw: bool, parts: &mut Parts) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    let source = self.cx.source.slice(literal.range);
                    super::literal::text_of(source, &literal.value, raw, &mut parts.literal);
                }
                InterpolatedStringElement::Interpolation(inner) => {
                    self.interpolation(inner, raw, parts)
                }
            }
        }
    }

    fn flush(&mut self, parts: &mut Parts) {
        if !parts.literal.is_empty() {
            let id = self
                .cx
                .constant(Constant::Str(std::mem::take(&mut parts.literal)));
            self.b
                .stage(vec![Value::free(Operand::Constant(id), Ty::Str)]);
            parts.count += 1;
        }
    }

    fn interpolation(&mut self, element: &'a InterpolatedElement, raw: bool, parts: &mut Parts) {
        let mut conversion = match element.conversion {
            ConversionFlag::None => Conversion::None,
            ConversionFlag::Str => Conversion::Str,
            ConversionFlag::Repr => Conversion::Repr,
            ConversionFlag::Ascii => Conversion::Ascii,
        };
        if let Some(text) = &element.debug_text {
            parts.literal.extend_from_slice(text.leading().as_bytes());
            parts
                .literal
                .extend_from_slice(text.expression().as_bytes());
            parts.literal.extend_from_slice(text.trailing().as_bytes());
            if element.format_spec.is_none() && conversion == Conversion::None {
                conversion = Conversion::Repr;
            }
        }
        self.flush(parts);
        let value = self.boxed_expression(&element.expression);
        let value = match &element.format_spec {
            Some(_) => self.steady(value),
            None => value,
        };
        let spec = match &element.format_spec {
            Some(spec) => {
                let mut inner = Parts::default();
                self.elements(&spec.elements, raw, &mut inner);
                self.join(inner)
            }
            None => Value::free(Operand::Absent, Ty::Any),
        };
        self.at(&element.range());
        self.b.perform(
            Intrinsic::StageFormatted(conversion),
            vec![value.operand, spec.operand],
        );
        self.b.staged += 1;
        parts.count += 1;
        self.b.done(spec);
        self.b.done(value);
        if parts.count >= MOST_STAGED {
            let joined = self.join(std::mem::take(parts));
            self.b.stage(vec![joined]);
            parts.count = 1;
        }
    }
}

/// What has been staged, and the literal text that has not yet.
#[derive(Default)]
struct Parts {
    count: u32,
    literal: Vec<u8>,
}
