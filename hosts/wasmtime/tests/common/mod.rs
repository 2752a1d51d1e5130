//! Random WIT types and values of them.

use molt_host::{Type, Val};
use proptest::prelude::*;

/// Any type without handles, up to a few levels deep.
pub fn any_type() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![
        prop::sample::select(vec![
            Type::Bool,
            Type::U8,
            Type::U16,
            Type::U32,
            Type::U64,
            Type::S8,
            Type::S16,
            Type::S32,
            Type::S64,
            Type::F32,
            Type::F64,
            Type::Char,
            Type::String,
        ]),
        names(1..20).prop_map(Type::Enum),
        prop::sample::select(vec![1usize, 8, 9, 16, 17, 32])
            .prop_flat_map(|count| names(count..count + 1))
            .prop_map(Type::Flags),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            boxed().prop_map(Type::List),
            boxed().prop_map(Type::Option),
            prop::collection::vec(inner.clone(), 1..5).prop_map(Type::Tuple),
            (prop::option::of(boxed()), prop::option::of(boxed()))
                .prop_map(|(ok, err)| Type::Result { ok, err }),
            members(inner.clone()).prop_map(Type::Record),
            members(prop::option::of(inner)).prop_map(Type::Variant),
        ]
    })
}

fn names(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<String>> {
    count.prop_map(|count| (0..count).map(|i| format!("n{i}")).collect())
}

fn members<T: std::fmt::Debug>(
    item: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<(String, T)>> {
    prop::collection::vec(item, 1..6).prop_map(|items| {
        let items = items.into_iter().enumerate();
        items.map(|(i, item)| (format!("m{i}"), item)).collect()
    })
}

/// Any value of a type.
pub fn any_val(ty: &Type) -> BoxedStrategy<Val> {
    match ty {
        Type::Bool => any::<bool>().prop_map(Val::Bool).boxed(),
        Type::U8 => any::<u8>().prop_map(Val::U8).boxed(),
        Type::U16 => any::<u16>().prop_map(Val::U16).boxed(),
        Type::U32 => any::<u32>().prop_map(Val::U32).boxed(),
        Type::U64 => any::<u64>().prop_map(Val::U64).boxed(),
        Type::S8 => any::<i8>().prop_map(Val::S8).boxed(),
        Type::S16 => any::<i16>().prop_map(Val::S16).boxed(),
        Type::S32 => any::<i32>().prop_map(Val::S32).boxed(),
        Type::S64 => any::<i64>().prop_map(Val::S64).boxed(),
        Type::F32 => any::<u32>()
            .prop_map(|bits| Val::F32(f32::from_bits(bits)))
            .boxed(),
        Type::F64 => any::<u64>()
            .prop_map(|bits| Val::F64(f64::from_bits(bits)))
            .boxed(),
        Type::Char => any::<char>().prop_map(Val::Char).boxed(),
        Type::String => any::<String>().prop_map(Val::String).boxed(),
        Type::List(item) if **item == Type::U8 => any::<Vec<u8>>().prop_map(Val::Bytes).boxed(),
        Type::List(item) => prop::collection::vec(any_val(item), 0..4)
            .prop_map(Val::List)
            .boxed(),
        Type::Tuple(items) => {
            let items: Vec<_> = items.iter().map(any_val).collect();
            items.prop_map(Val::Tuple).boxed()
        }
        Type::Record(fields) => {
            let names: Vec<String> = fields.iter().map(|(name, _)| name.clone()).collect();
            let vals: Vec<_> = fields.iter().map(|(_, ty)| any_val(ty)).collect();
            vals.prop_map(move |vals| Val::Record(names.iter().cloned().zip(vals).collect()))
                .boxed()
        }
        Type::Variant(cases) => {
            let cases = cases.clone();
            (0..cases.len())
                .prop_flat_map(move |i| {
                    let (name, ty) = cases[i].clone();
                    payload(ty.as_ref()).prop_map(move |val| Val::Variant(name.clone(), val))
                })
                .boxed()
        }
        Type::Enum(names) => prop::sample::select(names.clone())
            .prop_map(Val::Enum)
            .boxed(),
        Type::Flags(names) => prop::sample::subsequence(names.clone(), 0..=names.len())
            .prop_map(Val::Flags)
            .boxed(),
        Type::Option(item) => prop::option::of(any_val(item).prop_map(Box::new))
            .prop_map(Val::Option)
            .boxed(),
        Type::Result { ok, err } => prop_oneof![
            payload(ok.as_deref()).prop_map(|val| Val::Result(Ok(val))),
            payload(err.as_deref()).prop_map(|val| Val::Result(Err(val))),
        ]
        .boxed(),
        other => panic!("no values of type {other} are made"),
    }
}

fn payload(ty: Option<&Type>) -> BoxedStrategy<Option<Box<Val>>> {
    match ty {
        Some(ty) => any_val(ty).prop_map(|val| Some(Box::new(val))).boxed(),
        None => Just(None).boxed(),
    }
}

/// Any type with a few values of it.
pub fn any_typed_vals() -> impl Strategy<Value = (Type, Vec<Val>)> {
    any_type().prop_flat_map(|ty| {
        let vals = prop::collection::vec(any_val(&ty), 4);
        (Just(ty), vals)
    })
}
