//! Operators over all types.
//!
//! Each looks at the types of its operands and calls the function of the type's file.

pub mod arithmetic;
pub mod attributes;
pub mod calls;
pub mod compare;
pub mod depth;
pub mod displays;
pub mod hash;
pub mod index;
pub mod items;
pub mod iterate;
pub mod patterns;
pub mod pivot;
pub mod text;
pub mod truth;
pub mod unpack;
pub mod with;

use crate::object::Body;
use crate::value::{Kind, Value};

/// `type(v).__name__`, for messages.
pub fn type_name(value: &Value) -> String {
    match value.kind() {
        Kind::Obj(obj) => match &obj.body {
            Body::Iterator(iterator) => iterator.name.to_string(),
            Body::Exception(exception) => match &exception.class {
                Some(class) => class_name(class),
                None => exception.kind.shown_name().to_string(),
            },
            Body::Instance(instance) => class_name(&instance.class),
            other => other.type_id().name().to_string(),
        },
        _ => value.type_id().name().to_string(),
    }
}

fn class_name(class: &Value) -> String {
    match class.body() {
        Some(Body::Class(class)) => class.name.clone(),
        _ => "object".to_string(),
    }
}
