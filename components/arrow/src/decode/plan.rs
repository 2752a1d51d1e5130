//! The schema of a document, checked, with what is needed to read its batches.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use arrow_ipc as ipc;
use arrow_schema::{
    DataType, Field, FieldRef, Fields, IntervalUnit, Metadata, TimeUnit, UnionMode,
};

use crate::MAX_FIELDS;
use crate::error::{Error, ErrorKind, Result};

/// A field and the fields inside it.
#[derive(Clone)]
pub(crate) struct Plan {
    pub field: FieldRef,
    /// For a dictionary-encoded field: the place of its dictionary in [`Schema::dictionaries`].
    pub slot: Option<usize>,
    /// Shared between the field and its dictionary.
    pub children: Rc<[Plan]>,
}

/// A schema.
pub(crate) struct Schema {
    pub columns: Vec<Plan>,
    pub metadata: Metadata,
    /// How to read the values of each dictionary.
    pub dictionaries: Vec<Plan>,
    /// Dictionary ids and their places in `dictionaries`.
    pub slots: HashMap<i64, usize>,
}

impl Plan {
    /// The type of the values, whether they are dictionary-encoded or not.
    pub fn value_type(&self) -> &DataType {
        match self.field.data_type() {
            DataType::Dictionary(_, values) => values,
            plain => plain,
        }
    }

    /// Whether both read the same values from the same dictionaries.
    fn same_values(&self, other: &Plan) -> bool {
        self.value_type() == other.value_type()
            && self.children.len() == other.children.len()
            && self
                .children
                .iter()
                .zip(&*other.children)
                .all(|(one, two)| one.slot == two.slot && one.same_values(two))
    }
}

/// Reads the schema at `at`.
pub(crate) fn read_schema(schema: ipc::Schema<'_>, at: usize) -> Result<Schema> {
    if schema.endianness() != ipc::Endianness::Little {
        let message = "big-endian data: this codec reads little-endian Arrow, which is what every common writer makes";
        return Err(Error::unsupported(at, message));
    }
    let mut planner = Planner {
        at,
        dictionaries: Vec::new(),
        slots: HashMap::new(),
        fields: 0,
    };
    let mut columns = Vec::new();
    for field in schema.fields().into_iter().flatten() {
        columns.push(planner.plan(field)?);
    }
    let metadata = planner.metadata(schema.custom_metadata(), "the schema")?;
    Ok(Schema {
        columns,
        metadata,
        dictionaries: planner.dictionaries,
        slots: planner.slots,
    })
}

struct Planner {
    at: usize,
    dictionaries: Vec<Plan>,
    slots: HashMap<i64, usize>,
    fields: usize,
}

type KeyValues<'a> = flatbuffers::Vector<'a, flatbuffers::ForwardsUOffset<ipc::KeyValue<'a>>>;

impl Planner {
    // The verifier has limited how deep fields nest, so this may recurse.
    fn plan(&mut self, field: ipc::Field<'_>) -> Result<Plan> {
        self.fields += 1;
        if self.fields > MAX_FIELDS {
            return Err(Error::new(
                ErrorKind::SizeLimit,
                self.at,
                format!("the schema has more than {MAX_FIELDS} fields"),
            ));
        }
        let name = field.name().unwrap_or_default();
        let mut children = Vec::new();
        for child in field.children().into_iter().flatten() {
            children.push(self.plan(child)?);
        }
        let children: Rc<[Plan]> = children.into();
        let data_type = self.data_type(&field, name, &children)?;
        let metadata = self.metadata(field.custom_metadata(), name)?;
        let plain = |data_type, nullable| {
            Field::new(name, data_type, nullable).with_metadata(metadata.clone())
        };
        let Some(encoding) = field.dictionary() else {
            return Ok(Plan {
                field: Arc::new(plain(data_type, field.nullable())),
                slot: None,
                children,
            });
        };
        // The index type may be left out, and is int32 then.
        let index = encoding
            .indexType()
            .map_or(Ok(DataType::Int32), |int| self.int(int, name))?;
        let values = Plan {
            field: Arc::new(plain(data_type.clone(), true)),
            slot: None,
            children: children.clone(),
        };
        let slot = self.slot(encoding.id(), values, name)?;
        let dictionary = DataType::Dictionary(Box::new(index), Box::new(data_type));
        let field = plain(dictionary, field.nullable()).with_dict_is_ordered(encoding.isOrdered());
        Ok(Plan {
            field: Arc::new(field),
            slot: Some(slot),
            children,
        })
    }

    /// The dictionary with this id. Fields may share one when their values are alike; with that rule a dictionary cannot
    /// contain itself either, because its type would have to.
    fn slot(&mut self, id: i64, values: Plan, name: &str) -> Result<usize> {
        let next = self.dictionaries.len();
        let slot = *self.slots.entry(id).or_insert(next);
        if slot == next {
            self.dictionaries.push(values);
            return Ok(slot);
        }
        if self.dictionaries[slot].same_values(&values) {
            return Ok(slot);
        }
        Err(self.invalid(
            name,
            format!("shares dictionary {id} with a field of another type"),
        ))
    }

    fn metadata(&self, pairs: Option<KeyValues<'_>>, name: &str) -> Result<Metadata> {
        let mut metadata = Metadata::new();
        for pair in pairs.into_iter().flatten() {
            let key = pair.key().unwrap_or_default();
            if metadata
                .insert(key, pair.value().unwrap_or_default())
                .is_some()
            {
                let message =
                    format!("metadata key {key:?} of {name:?} stands twice: write each key once");
                return Err(Error::unsupported(self.at, message));
            }
        }
        Ok(metadata)
    }

    fn data_type(&self, field: &ipc::Field<'_>, name: &str, children: &[Plan]) -> Result<DataType> {
        use ipc::Type;
        let missing = || self.invalid(name, "has a type without its parameters");
        Ok(match field.type_type() {
            Type::Null => DataType::Null,
            Type::Bool => DataType::Boolean,
            Type::Binary => DataType::Binary,
            Type::LargeBinary => DataType::LargeBinary,
            Type::BinaryView => DataType::BinaryView,
            Type::Utf8 => DataType::Utf8,
            Type::LargeUtf8 => DataType::LargeUtf8,
            Type::Utf8View => DataType::Utf8View,
            Type::Int => self.int(field.type_as_int().ok_or_else(missing)?, name)?,
            Type::FloatingPoint => match field
                .type_as_floating_point()
                .ok_or_else(missing)?
                .precision()
            {
                ipc::Precision::HALF => DataType::Float16,
                ipc::Precision::SINGLE => DataType::Float32,
                ipc::Precision::DOUBLE => DataType::Float64,
                _ => return Err(self.invalid(name, "is a float of unknown precision")),
            },
            Type::FixedSizeBinary => {
                let width = field
                    .type_as_fixed_size_binary()
                    .ok_or_else(missing)?
                    .byteWidth();
                DataType::FixedSizeBinary(self.size(width, name)?)
            }
            Type::Decimal => self.decimal(field.type_as_decimal().ok_or_else(missing)?, name)?,
            Type::Date | Type::Time | Type::Timestamp | Type::Duration | Type::Interval => {
                self.temporal(field, name)?.ok_or_else(missing)?
            }
            Type::List => DataType::List(self.only(name, children)?),
            Type::LargeList => DataType::LargeList(self.only(name, children)?),
            Type::ListView => DataType::ListView(self.only(name, children)?),
            Type::LargeListView => DataType::LargeListView(self.only(name, children)?),
            Type::FixedSizeList => {
                let size = field
                    .type_as_fixed_size_list()
                    .ok_or_else(missing)?
                    .listSize();
                DataType::FixedSizeList(self.only(name, children)?, self.size(size, name)?)
            }
            Type::Struct_ => DataType::Struct(
                children
                    .iter()
                    .map(|child| child.field.clone())
                    .collect::<Fields>(),
            ),
            Type::Map => self.map(field.type_as_map().ok_or_else(missing)?, name, children)?,
            Type::Union => {
                self.union(field.type_as_union().ok_or_else(missing)?, name, children)?
            }
            Type::RunEndEncoded => self.runs(name, children)?,
            other => {
                let message = format!(
                    "field {name:?} has type {} of the format, which this codec does not know",
                    other.0
                );
                return Err(Error::unsupported(self.at, message));
            }
        })
    }

    fn int(&self, int: ipc::Int<'_>, name: &str) -> Result<DataType> {
        Ok(match (int.bitWidth(), int.is_signed()) {
            (8, true) => DataType::Int8,
            (16, true) => DataType::Int16,
            (32, true) => DataType::Int32,
            (64, true) => DataType::Int64,
            (8, false) => DataType::UInt8,
            (16, false) => DataType::UInt16,
            (32, false) => DataType::UInt32,
            (64, false) => DataType::UInt64,
            (width, _) => return Err(self.invalid(name, format!("is an integer of {width} bits"))),
        })
    }

    fn decimal(&self, decimal: ipc::Decimal<'_>, name: &str) -> Result<DataType> {
        let (width, precision, scale) = (decimal.bitWidth(), decimal.precision(), decimal.scale());
        let wrong = || {
            self.invalid(
                name,
                format!(
                    "is a decimal of {width} bits with precision {precision} and scale {scale}"
                ),
            )
        };
        let small = (
            u8::try_from(precision).map_err(|_| wrong())?,
            i8::try_from(scale).map_err(|_| wrong())?,
        );
        crate::types::decimal(width.into(), small.0, small.1).ok_or_else(wrong)
    }

    fn temporal(&self, field: &ipc::Field<'_>, name: &str) -> Result<Option<DataType>> {
        if let Some(date) = field.type_as_date() {
            return match date.unit() {
                ipc::DateUnit::DAY => Ok(Some(DataType::Date32)),
                ipc::DateUnit::MILLISECOND => Ok(Some(DataType::Date64)),
                _ => Err(self.invalid(name, "is a date of unknown unit")),
            };
        }
        if let Some(time) = field.type_as_time() {
            let unit = self.unit(time.unit(), name)?;
            return match (time.bitWidth(), unit) {
                (32, TimeUnit::Second | TimeUnit::Millisecond) => Ok(Some(DataType::Time32(unit))),
                (64, TimeUnit::Microsecond | TimeUnit::Nanosecond) => {
                    Ok(Some(DataType::Time64(unit)))
                }
                (width, unit) => {
                    Err(self.invalid(name, format!("is a time of {width} bits in {unit:?}")))
                }
            };
        }
        if let Some(timestamp) = field.type_as_timestamp() {
            let zone = timestamp
                .timezone()
                .filter(|zone| !zone.is_empty())
                .map(Arc::from);
            return Ok(Some(DataType::Timestamp(
                self.unit(timestamp.unit(), name)?,
                zone,
            )));
        }
        if let Some(duration) = field.type_as_duration() {
            return Ok(Some(DataType::Duration(self.unit(duration.unit(), name)?)));
        }
        Ok(
            match field.type_as_interval().map(|interval| interval.unit()) {
                None => None,
                Some(ipc::IntervalUnit::YEAR_MONTH) => {
                    Some(DataType::Interval(IntervalUnit::YearMonth))
                }
                Some(ipc::IntervalUnit::DAY_TIME) => {
                    Some(DataType::Interval(IntervalUnit::DayTime))
                }
                Some(ipc::IntervalUnit::MONTH_DAY_NANO) => {
                    Some(DataType::Interval(IntervalUnit::MonthDayNano))
                }
                Some(_) => return Err(self.invalid(name, "is an interval of unknown unit")),
            },
        )
    }

    fn unit(&self, unit: ipc::TimeUnit, name: &str) -> Result<TimeUnit> {
        match unit {
            ipc::TimeUnit::SECOND => Ok(TimeUnit::Second),
            ipc::TimeUnit::MILLISECOND => Ok(TimeUnit::Millisecond),
            ipc::TimeUnit::MICROSECOND => Ok(TimeUnit::Microsecond),
            ipc::TimeUnit::NANOSECOND => Ok(TimeUnit::Nanosecond),
            _ => Err(self.invalid(name, "has an unknown unit of time")),
        }
    }

    fn only(&self, name: &str, children: &[Plan]) -> Result<FieldRef> {
        match children {
            [child] => Ok(child.field.clone()),
            _ => Err(self.invalid(
                name,
                format!("has {} item fields and needs one", children.len()),
            )),
        }
    }

    fn size(&self, size: i32, name: &str) -> Result<i32> {
        if size >= 0 {
            Ok(size)
        } else {
            Err(self.invalid(name, "has a negative size"))
        }
    }

    fn map(&self, map: ipc::Map<'_>, name: &str, children: &[Plan]) -> Result<DataType> {
        let entries = self.only(name, children)?;
        match entries.data_type() {
            DataType::Struct(fields) if fields.len() == 2 => {
                Ok(DataType::Map(entries, map.keysSorted()))
            }
            _ => Err(self.invalid(
                name,
                "is a map whose entries are not pairs of key and value",
            )),
        }
    }

    fn union(&self, union: ipc::Union<'_>, name: &str, children: &[Plan]) -> Result<DataType> {
        let mode = match union.mode() {
            ipc::UnionMode::Sparse => UnionMode::Sparse,
            ipc::UnionMode::Dense => UnionMode::Dense,
            _ => return Err(self.invalid(name, "is a union of unknown mode")),
        };
        let ids: Vec<i32> = match union.typeIds() {
            Some(ids) => ids.iter().collect(),
            None => (0..children.len() as i32).collect(),
        };
        let fields = children.iter().map(|child| child.field.clone());
        match crate::types::union(ids.iter().map(|id| i64::from(*id)), fields) {
            Some(fields) => Ok(DataType::Union(fields, mode)),
            None => Err(self.invalid(
                name,
                "is a union whose type ids are not as many as its fields, all different, 0 to 127",
            )),
        }
    }

    fn runs(&self, name: &str, children: &[Plan]) -> Result<DataType> {
        match children {
            [ends, values] if is_run_end(ends) => Ok(DataType::RunEndEncoded(
                ends.field.clone(),
                values.field.clone(),
            )),
            _ => Err(self.invalid(
                name,
                "is run-end encoded without int16, int32 or int64 run ends and values",
            )),
        }
    }

    fn invalid(&self, name: &str, message: impl std::fmt::Display) -> Error {
        Error::invalid(self.at, format!("field {name:?} {message}"))
    }
}

fn is_run_end(plan: &Plan) -> bool {
    matches!(
        plan.field.data_type(),
        DataType::Int16 | DataType::Int32 | DataType::Int64
    )
}
