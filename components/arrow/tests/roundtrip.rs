//! Random tables through an independent implementation: what `encode` writes, `arrow-ipc` reads; what `arrow-ipc` writes,
//! `decode` reads; and what comes out is what went in.

mod support;

use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_ipc::writer::StreamWriter;
use molt_arrow::{Limits, decode, encode, encode_file};
use proptest::collection::vec;
use proptest::prelude::*;
use support::{Value, tree, write};

/// A type without fields inside: its description and what its values are.
#[derive(Clone, Debug)]
enum Scalar {
    Named(&'static str),
    With(&'static str, &'static str),
    Timestamp(&'static str, Option<&'static str>),
    FixedBinary(usize),
    Decimal(i128, i128, i128),
}

#[derive(Clone, Debug)]
enum Kind {
    Scalar(Scalar),
    List(&'static str, Box<Field>),
    FixedList(usize, Box<Field>),
    Struct(Vec<Field>),
    Map(Box<Field>, Box<Field>),
    Union(&'static str, Vec<Field>),
    Runs(&'static str, Box<Field>),
}

#[derive(Clone, Debug)]
struct Field {
    kind: Kind,
    nullable: bool,
    dictionary: Option<&'static str>,
}

fn scalar() -> impl Strategy<Value = Scalar> {
    let names = [
        "null",
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "float32",
        "float64",
        "utf8",
        "large-utf8",
        "utf8-view",
        "binary",
        "large-binary",
        "binary-view",
        "date32",
        "date64",
    ];
    let with = [
        ("time32", "s"),
        ("time32", "ms"),
        ("time64", "us"),
        ("time64", "ns"),
        ("duration", "s"),
        ("duration", "ns"),
        ("interval", "year-month"),
        ("interval", "day-time"),
        ("interval", "month-day-nano"),
    ];
    let stamps = [
        ("s", None),
        ("ms", Some("UTC")),
        ("us", Some("+01:00")),
        ("ns", Some("Europe/Paris")),
    ];
    let decimals = [
        (32, 9, 2),
        (64, 18, 0),
        (128, 38, 10),
        (128, 5, -3),
        (256, 76, 20),
        (256, 40, 0),
    ];
    prop_oneof![
        6 => prop::sample::select(names.to_vec()).prop_map(Scalar::Named).boxed(),
        2 => prop::sample::select(with.to_vec()).prop_map(|(name, value)| Scalar::With(name, value)).boxed(),
        1 => prop::sample::select(stamps.to_vec()).prop_map(|(unit, zone)| Scalar::Timestamp(unit, zone)).boxed(),
        1 => (0usize..9).prop_map(Scalar::FixedBinary).boxed(),
        1 => prop::sample::select(decimals.to_vec()).prop_map(|(bits, digits, scale)| Scalar::Decimal(bits, digits, scale)).boxed(),
    ]
}

fn field() -> impl Strategy<Value = Field> {
    let leaf = scalar().prop_map(Kind::Scalar);
    let kind = leaf.prop_recursive(3, 12, 3, |inner| {
        let lists = ["list", "large-list", "list-view", "large-list-view"];
        let of = || as_field(inner.clone());
        prop_oneof![
            (prop::sample::select(lists.to_vec()), of())
                .prop_map(|(name, item)| Kind::List(name, Box::new(item))),
            (0usize..4, of()).prop_map(|(size, item)| Kind::FixedList(size, Box::new(item))),
            vec(of(), 0..4).prop_map(Kind::Struct),
            (key(), of()).prop_map(|(key, value)| Kind::Map(Box::new(key), Box::new(value))),
            (
                prop::sample::select(&["sparse", "dense"][..]),
                vec(of(), 1..4)
            )
                .prop_map(|(mode, fields)| Kind::Union(mode, fields)),
            (prop::sample::select(&["int16", "int32", "int64"][..]), of())
                .prop_map(|(ends, values)| Kind::Runs(ends, Box::new(values))),
        ]
    });
    as_field(kind)
}

/// A key is never null.
fn key() -> impl Strategy<Value = Field> {
    let kind = scalar().prop_filter("a key has a value", |scalar| {
        !matches!(scalar, Scalar::Named("null"))
    });
    as_field(kind.prop_map(Kind::Scalar)).prop_map(|field| Field {
        nullable: false,
        ..field
    })
}

fn as_field(kind: impl Strategy<Value = Kind>) -> impl Strategy<Value = Field> {
    let index = prop::option::weighted(
        0.2,
        prop::sample::select(&["int16", "uint16", "int32", "uint64", "int64"][..]),
    );
    (kind, any::<bool>(), index).prop_map(|(kind, nullable, dictionary)| {
        // A null type has nothing but nulls; unions and runs have those of the fields inside them.
        let nullable = match kind {
            Kind::Scalar(Scalar::Named("null")) => true,
            Kind::Union(_, ref variants) => variants.iter().any(|variant| variant.nullable),
            Kind::Runs(_, ref values) => values.nullable,
            _ => nullable,
        };
        let plain = matches!(
            kind,
            Kind::Union(..) | Kind::Runs(..) | Kind::Scalar(Scalar::Named("null"))
        );
        Field {
            kind,
            nullable,
            dictionary: dictionary.filter(|_| !plain),
        }
    })
}

fn map(pairs: Vec<(&str, Value)>) -> Value {
    Value::Map(
        pairs
            .into_iter()
            .map(|(key, value)| (Value::str(key), value))
            .collect(),
    )
}

fn named(name: &str) -> Value {
    Value::str(name)
}

impl Field {
    fn description(&self, name: &str) -> Value {
        let mut pairs = vec![
            ("name", named(name)),
            ("type", self.kind.description()),
            ("nullable", Value::Bool(self.nullable)),
        ];
        if let Some(index) = self.dictionary {
            pairs.push((
                "dictionary",
                map(vec![
                    ("index", named(index)),
                    ("ordered", Value::Bool(false)),
                ]),
            ));
        }
        map(pairs)
    }

    fn value(&self) -> BoxedStrategy<Value> {
        let value = self.kind.value();
        if self.nullable && !matches!(self.kind, Kind::Union(..) | Kind::Runs(..)) {
            prop_oneof![1 => Just(Value::Nil).boxed(), 3 => value].boxed()
        } else {
            value
        }
    }
}

impl Kind {
    fn description(&self) -> Value {
        match self {
            Kind::Scalar(Scalar::Named(name)) => named(name),
            Kind::Scalar(Scalar::With(name, value)) => map(vec![(name, named(value))]),
            Kind::Scalar(Scalar::Timestamp(unit, zone)) => {
                let zone = zone.map_or(Value::Nil, named);
                map(vec![(
                    "timestamp",
                    map(vec![("unit", named(unit)), ("timezone", zone)]),
                )])
            }
            Kind::Scalar(Scalar::FixedBinary(width)) => {
                map(vec![("fixed-size-binary", Value::Int(*width as i128))])
            }
            Kind::Scalar(Scalar::Decimal(bits, precision, scale)) => {
                let parts = [("bits", bits), ("precision", precision), ("scale", scale)];
                map(vec![(
                    "decimal",
                    map(parts.map(|(name, part)| (name, Value::Int(*part))).to_vec()),
                )])
            }
            Kind::List(name, item) => map(vec![(name, item.description("item"))]),
            Kind::FixedList(size, item) => {
                let parts = vec![
                    ("item", item.description("item")),
                    ("size", Value::Int(*size as i128)),
                ];
                map(vec![("fixed-size-list", map(parts))])
            }
            Kind::Struct(fields) => map(vec![("struct", describe(fields))]),
            Kind::Map(key, value) => {
                let pair = Value::Array(vec![key.description("key"), value.description("value")]);
                let entries = vec![
                    ("name", named("entries")),
                    ("type", map(vec![("struct", pair)])),
                    ("nullable", Value::Bool(false)),
                ];
                map(vec![(
                    "map",
                    map(vec![
                        ("entries", map(entries)),
                        ("sorted", Value::Bool(false)),
                    ]),
                )])
            }
            Kind::Union(mode, fields) => {
                let variant = |(index, field): (usize, &Field)| {
                    map(vec![
                        ("id", Value::Int(index as i128 * 3)),
                        ("field", field.description(&format!("v{index}"))),
                    ])
                };
                let variants = fields.iter().enumerate().map(variant).collect();
                map(vec![(
                    "union",
                    map(vec![
                        ("mode", named(mode)),
                        ("variants", Value::Array(variants)),
                    ]),
                )])
            }
            Kind::Runs(ends, values) => {
                let ends = vec![
                    ("name", named("run_ends")),
                    ("type", named(ends)),
                    ("nullable", Value::Bool(false)),
                ];
                map(vec![(
                    "run-end-encoded",
                    map(vec![
                        ("run-ends", map(ends)),
                        ("values", values.description("values")),
                    ]),
                )])
            }
        }
    }

    fn value(&self) -> BoxedStrategy<Value> {
        match self {
            Kind::Scalar(scalar) => scalar.value(),
            Kind::List(_, item) => vec(item.value(), 0..4).prop_map(Value::Array).boxed(),
            Kind::FixedList(size, item) => vec(item.value(), *size).prop_map(Value::Array).boxed(),
            Kind::Struct(fields) => {
                let values: Vec<_> = fields.iter().map(Field::value).collect();
                let name = |(index, value)| (Value::str(&format!("f{index}")), value);
                values
                    .prop_map(move |values| {
                        Value::Map(values.into_iter().enumerate().map(name).collect())
                    })
                    .boxed()
            }
            Kind::Map(key, value) => {
                let pair = (key.value(), value.value())
                    .prop_map(|(key, value)| Value::Array(vec![key, value]));
                vec(pair, 0..3).prop_map(Value::Array).boxed()
            }
            Kind::Union(_, fields) => {
                let variant = |(index, field): (usize, &Field)| {
                    field
                        .value()
                        .prop_map(move |value| {
                            Value::Array(vec![Value::Int(index as i128 * 3), value])
                        })
                        .boxed()
                };
                proptest::strategy::Union::new(fields.iter().enumerate().map(variant)).boxed()
            }
            Kind::Runs(_, values) => values.value(),
        }
    }
}

impl Scalar {
    fn value(&self) -> BoxedStrategy<Value> {
        fn int<T: Arbitrary + Into<i128> + 'static>() -> BoxedStrategy<Value> {
            any::<T>()
                .prop_map(|value| Value::Int(value.into()))
                .boxed()
        }
        match *self {
            Scalar::Named("null") => Just(Value::Nil).boxed(),
            Scalar::Named("bool") => any::<bool>().prop_map(Value::Bool).boxed(),
            Scalar::Named("int8") => int::<i8>(),
            Scalar::Named("int16") => int::<i16>(),
            Scalar::Named("int32" | "date32")
            | Scalar::With("time32", _)
            | Scalar::With(_, "year-month") => int::<i32>(),
            Scalar::Named("uint8") => int::<u8>(),
            Scalar::Named("uint16") => int::<u16>(),
            Scalar::Named("uint32") => int::<u32>(),
            Scalar::Named("uint64") => int::<u64>(),
            Scalar::Named("float16") => any::<u16>()
                .prop_map(|bits| Value::float(half::f16::from_bits(bits).into()))
                .boxed(),
            Scalar::Named("float32") => any::<u32>()
                .prop_map(|bits| Value::float(f32::from_bits(bits).into()))
                .boxed(),
            Scalar::Named("float64") => any::<u64>()
                .prop_map(|bits| Value::float(f64::from_bits(bits)))
                .boxed(),
            Scalar::Named("utf8" | "large-utf8" | "utf8-view") => {
                "\\PC{0,20}".prop_map(Value::Str).boxed()
            }
            Scalar::Named("binary" | "large-binary" | "binary-view") => {
                vec(any::<u8>(), 0..20).prop_map(Value::Bin).boxed()
            }
            Scalar::FixedBinary(width) => vec(any::<u8>(), width).prop_map(Value::Bin).boxed(),
            Scalar::With(_, "day-time") => (any::<i32>(), any::<i32>())
                .prop_map(|(days, rest)| {
                    map(vec![
                        ("days", Value::Int(days.into())),
                        ("milliseconds", Value::Int(rest.into())),
                    ])
                })
                .boxed(),
            Scalar::With(_, "month-day-nano") => (any::<i32>(), any::<i32>(), any::<i64>())
                .prop_map(|(months, days, rest)| {
                    let parts = [
                        ("months", months.into()),
                        ("days", days.into()),
                        ("nanoseconds", rest.into()),
                    ];
                    map(parts.map(|(name, part)| (name, Value::Int(part))).to_vec())
                })
                .boxed(),
            Scalar::Decimal(_, precision, scale) => {
                let most = 10i128.pow(precision.min(38) as u32) - 1;
                (-most..=most)
                    .prop_map(move |mantissa| decimal(mantissa, -scale))
                    .boxed()
            }
            _ => int::<i64>(),
        }
    }
}

fn decimal(mantissa: i128, exponent: i128) -> Value {
    let mantissa = if (-(1 << 63)..1 << 64).contains(&mantissa) {
        Value::Int(mantissa)
    } else {
        let bytes = mantissa.to_be_bytes();
        let sign = if mantissa < 0 { 0xff } else { 0 };
        let same = |pair: &[u8]| pair[0] == sign && (pair[1] ^ sign) < 0x80;
        Value::Ext(
            1,
            bytes[bytes.windows(2).take_while(|pair| same(pair)).count()..].to_vec(),
        )
    };
    Value::Ext(
        2,
        write(&Value::Array(vec![Value::Int(exponent), mantissa])),
    )
}

fn describe(fields: &[Field]) -> Value {
    Value::Array(
        fields
            .iter()
            .enumerate()
            .map(|(index, field)| field.description(&format!("f{index}")))
            .collect(),
    )
}

fn table() -> impl Strategy<Value = Value> {
    vec(field(), 1..4).prop_flat_map(|fields| {
        let schema = map(vec![
            ("fields", describe(&fields)),
            ("metadata", map(vec![("k", named("v"))])),
        ]);
        let batch = (0usize..20).prop_flat_map(move |rows| {
            let columns: Vec<_> = fields
                .iter()
                .map(|field| vec(field.value(), rows).prop_map(Value::Array))
                .collect();
            columns.prop_map(move |columns| {
                map(vec![
                    ("rows", Value::Int(rows as i128)),
                    ("columns", Value::Array(columns)),
                ])
            })
        });
        vec(batch, 0..3).prop_map(move |batches| {
            map(vec![
                ("schema", schema.clone()),
                ("batches", Value::Array(batches)),
            ])
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn tables_survive_an_independent_implementation(table in table()) {
        let pivot = write(&table);
        let stream = encode(&pivot, &Limits::DEFAULT).unwrap();
        prop_assert_eq!(&tree(&decode(&stream, &Limits::DEFAULT).unwrap()), &table);

        let reader = StreamReader::try_new(&stream[..], None).unwrap();
        let mut writer = StreamWriter::try_new(Vec::new(), &reader.schema()).unwrap();
        for batch in reader {
            writer.write(&batch.unwrap()).unwrap();
        }
        let theirs = writer.into_inner().unwrap();
        prop_assert_eq!(&tree(&decode(&theirs, &Limits::DEFAULT).unwrap()), &table);

        let file = encode_file(&pivot, &Limits::DEFAULT).unwrap();
        prop_assert_eq!(&tree(&decode(&file, &Limits::DEFAULT).unwrap()), &table);
        let batches = FileReader::try_new(std::io::Cursor::new(&file), None).unwrap();
        prop_assert!(batches.map(Result::unwrap).count() == table.get("batches").items().len());
    }
}
