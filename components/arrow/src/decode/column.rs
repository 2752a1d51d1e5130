//! Columns over the buffers of a batch. Everything that the format promises about lengths and offsets is checked when a
//! column is made, so that whoever reads it stays inside its buffers.

use arrow_ipc as ipc;
use arrow_schema::DataType;

use super::body::{Body, Budget, Bytes};
use super::plan::Plan;
use crate::error::{Error, ErrorKind, Result};
use crate::types::Fixed;

/// A column or a part of one.
pub(crate) struct Column<'a, 'p> {
    pub plan: &'p Plan,
    pub len: usize,
    /// Where its first buffer is in the input, for errors.
    pub at: usize,
    /// Set bits are values, the others nulls; without it nothing is null.
    pub validity: Option<Bytes<'a>>,
    pub data: Data<'a, 'p>,
}

/// What a column holds, by its layout.
pub(crate) enum Data<'a, 'p> {
    /// Nulls only.
    Null,
    Bool(Bytes<'a>),
    Fixed(Fixed, Bytes<'a>),
    /// Text or bytes between offsets.
    Variable {
        text: bool,
        large: bool,
        offsets: Bytes<'a>,
        data: Bytes<'a>,
    },
    /// Text or bytes, short ones in place, others in one of several buffers.
    View {
        text: bool,
        views: Bytes<'a>,
        buffers: Vec<Bytes<'a>>,
    },
    /// Lists between offsets.
    List {
        large: bool,
        offsets: Bytes<'a>,
        items: Box<Column<'a, 'p>>,
    },
    /// Lists anywhere in their items.
    ListView {
        large: bool,
        offsets: Bytes<'a>,
        sizes: Bytes<'a>,
        items: Box<Column<'a, 'p>>,
    },
    FixedList {
        size: usize,
        items: Box<Column<'a, 'p>>,
    },
    /// `repeats`: two fields have the same name.
    Struct {
        repeats: bool,
        fields: Vec<Column<'a, 'p>>,
    },
    Map {
        offsets: Bytes<'a>,
        keys: Box<Column<'a, 'p>>,
        values: Box<Column<'a, 'p>>,
    },
    /// `places` maps a type id to its field; with `offsets` the union is dense.
    Union {
        types: Bytes<'a>,
        places: Box<[u8; 128]>,
        offsets: Option<Bytes<'a>>,
        fields: Vec<Column<'a, 'p>>,
    },
    /// `ends` are where each run ends, exclusively.
    Runs {
        ends: Vec<u64>,
        values: Box<Column<'a, 'p>>,
    },
    /// Indices into the dictionary in `slot`.
    Dictionary {
        slot: usize,
        index: Fixed,
        keys: Bytes<'a>,
    },
}

impl Column<'_, '_> {
    /// Whether value `index` is null. A union has no nulls of its own.
    #[inline]
    pub fn is_null(&self, index: usize) -> bool {
        match (&self.validity, &self.data) {
            (Some(bits), _) => !bits.bit(index),
            (None, data) => matches!(data, Data::Null),
        }
    }
}

/// Reads the columns of one batch.
pub(crate) struct Reader<'a, 'b> {
    nodes: flatbuffers::VectorIter<'a, ipc::FieldNode>,
    views: flatbuffers::VectorIter<'a, i64>,
    body: Body<'a>,
    budget: &'b mut Budget,
    version: ipc::MetadataVersion,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub fn new(
        batch: &ipc::RecordBatch<'a>,
        body: Body<'a>,
        version: ipc::MetadataVersion,
        budget: &'b mut Budget,
    ) -> Self {
        let nodes = batch.nodes().unwrap_or_default().iter();
        let views = batch.variadicBufferCounts().unwrap_or_default().iter();
        Reader {
            nodes,
            views,
            body,
            budget,
            version,
        }
    }

    /// The next column.
    pub fn column<'p>(&mut self, plan: &'p Plan) -> Result<Column<'a, 'p>> {
        let at = self.body.at();
        let Some(node) = self.nodes.next() else {
            return Err(Error::malformed(
                at,
                "a batch has fewer columns than its schema",
            ));
        };
        let (len, nulls) = (self.length(node.length())?, self.length(node.null_count())?);
        if nulls > len {
            return Err(self.invalid(plan, "has more nulls than values"));
        }
        let data_type = plan.value_type();
        let has_validity = match data_type {
            DataType::Null | DataType::RunEndEncoded(..) => false,
            DataType::Union(..) if plan.slot.is_none() => self.version < ipc::MetadataVersion::V5,
            _ => true,
        };
        let validity = if has_validity || plan.slot.is_some() {
            self.validity(plan, len, nulls)?
        } else {
            None
        };
        let mut column = Column {
            plan,
            len,
            at,
            validity,
            data: Data::Null,
        };
        column.data = match plan.slot {
            Some(slot) => self.keys(plan, slot, len)?,
            None => self.data(plan, data_type, len)?,
        };
        if matches!(column.data, Data::Union { .. }) && column.validity.is_some() {
            return Err(Error::unsupported(
                at,
                format!(
                    "field {:?} is a union with nulls of its own, as before version 1.0",
                    plan.field.name()
                ),
            ));
        }
        column.at = column.data.at().unwrap_or(at);
        Ok(column)
    }

    /// Refuses columns and buffers that the schema does not have.
    pub fn finish(mut self) -> Result<()> {
        if self.nodes.next().is_some() {
            return Err(Error::malformed(
                self.body.at(),
                "a batch has more columns than its schema",
            ));
        }
        self.body.finish()
    }

    /// Every value is at least a byte in the output, so a column that is longer than the output may be is never read.
    fn length(&self, length: i64) -> Result<usize> {
        match u64::try_from(length) {
            Err(_) => Err(Error::malformed(
                self.body.at(),
                "a column has a negative length",
            )),
            Ok(length) if length > self.budget.limit => Err(Error::new(
                ErrorKind::SizeLimit,
                self.body.at(),
                format!(
                    "a column of {length} values is more than max-output, which is {} bytes",
                    self.budget.limit
                ),
            )),
            Ok(length) => usize::try_from(length).map_err(|_| Error::too_large(self.budget.limit)),
        }
    }

    fn validity(&mut self, plan: &Plan, len: usize, nulls: usize) -> Result<Option<Bytes<'a>>> {
        let bits = self.body.next(self.budget)?;
        if nulls == 0 {
            return Ok(None);
        }
        if bits.get().len() < len.div_ceil(8) {
            return Err(self.short(plan, bits.at));
        }
        if len - bits.ones(len) != nulls {
            let message = format!(
                "field {:?}: the null count is not what the validity bits say",
                plan.field.name()
            );
            return Err(Error::invalid(bits.at, message));
        }
        Ok(Some(bits))
    }

    /// The next buffer, which has `count` items of `width` bytes at least.
    fn items(&mut self, plan: &Plan, count: usize, width: usize) -> Result<Bytes<'a>> {
        let bytes = self.body.next(self.budget)?;
        match count.checked_mul(width) {
            Some(needed) if needed <= bytes.get().len() => Ok(bytes),
            _ => Err(self.short(plan, bytes.at)),
        }
    }

    /// The next buffer as `count + 1` offsets that do not fall, and the last of them. No offsets at all stand for no values.
    fn offsets(&mut self, plan: &Plan, count: usize, large: bool) -> Result<(Bytes<'a>, usize)> {
        let offsets = self.body.next(self.budget)?;
        if count == 0 && offsets.get().is_empty() {
            return Ok((offsets, 0));
        }
        let width = if large { 8 } else { 4 };
        let needed = count
            .checked_add(1)
            .and_then(|ends| ends.checked_mul(width));
        if needed.is_none_or(|needed| needed > offsets.get().len()) {
            return Err(self.short(plan, offsets.at));
        }
        let mut last = 0;
        for index in 0..=count {
            let offset = offsets.offset(large, index);
            if offset < last {
                let message = format!("field {:?}: offset {index} falls", plan.field.name());
                return Err(Error::invalid(offsets.at, message));
            }
            last = offset;
        }
        // Beyond usize is beyond every buffer, and the caller compares.
        Ok((offsets, usize::try_from(last).unwrap_or(usize::MAX)))
    }

    fn keys<'p>(&mut self, plan: &Plan, slot: usize, len: usize) -> Result<Data<'a, 'p>> {
        let DataType::Dictionary(index, _) = plan.field.data_type() else {
            return Err(self.invalid(plan, "has a dictionary and no index type"));
        };
        let Some(index) = Fixed::of(index) else {
            return Err(self.invalid(plan, "has an index type that is no integer"));
        };
        Ok(Data::Dictionary {
            slot,
            index,
            keys: self.items(plan, len, index.width())?,
        })
    }

    fn data<'p>(
        &mut self,
        plan: &'p Plan,
        data_type: &DataType,
        len: usize,
    ) -> Result<Data<'a, 'p>> {
        if let Some(fixed) = Fixed::of(data_type) {
            return Ok(Data::Fixed(fixed, self.items(plan, len, fixed.width())?));
        }
        Ok(match data_type {
            DataType::Null => Data::Null,
            DataType::Boolean => Data::Bool(self.items(plan, len.div_ceil(8), 1)?),
            DataType::Utf8 => self.variable(plan, len, true, false)?,
            DataType::LargeUtf8 => self.variable(plan, len, true, true)?,
            DataType::Binary => self.variable(plan, len, false, false)?,
            DataType::LargeBinary => self.variable(plan, len, false, true)?,
            DataType::Utf8View => self.view(plan, len, true)?,
            DataType::BinaryView => self.view(plan, len, false)?,
            DataType::List(_) => self.list(plan, len, false)?,
            DataType::LargeList(_) => self.list(plan, len, true)?,
            DataType::ListView(_) => self.list_view(plan, len, false)?,
            DataType::LargeListView(_) => self.list_view(plan, len, true)?,
            DataType::FixedSizeList(_, size) => self.fixed_list(plan, len, *size)?,
            DataType::Struct(fields) => {
                let repeats = crate::types::names_repeat(fields);
                Data::Struct {
                    repeats,
                    fields: self.fields(plan, Some(len))?,
                }
            }
            DataType::Map(..) => self.map(plan, len)?,
            DataType::Union(..) => self.union(plan, data_type, len)?,
            DataType::RunEndEncoded(..) => self.runs(plan, len)?,
            other => {
                return Err(Error::unsupported(
                    self.body.at(),
                    format!("field {:?} is {other}", plan.field.name()),
                ));
            }
        })
    }

    fn variable<'p>(
        &mut self,
        plan: &Plan,
        len: usize,
        text: bool,
        large: bool,
    ) -> Result<Data<'a, 'p>> {
        let (offsets, last) = self.offsets(plan, len, large)?;
        let data = self.items(plan, last, 1)?;
        Ok(Data::Variable {
            text,
            large,
            offsets,
            data,
        })
    }

    fn view<'p>(&mut self, plan: &Plan, len: usize, text: bool) -> Result<Data<'a, 'p>> {
        let views = self.items(plan, len, 16)?;
        let Some(count) = self
            .views
            .next()
            .and_then(|count| u64::try_from(count).ok())
        else {
            return Err(self.invalid(plan, "has no number of data buffers"));
        };
        let mut buffers = Vec::new();
        for _ in 0..count {
            buffers.push(self.body.next(self.budget)?);
        }
        Ok(Data::View {
            text,
            views,
            buffers,
        })
    }

    /// The only child of a list.
    fn child<'p>(&mut self, plan: &'p Plan) -> Result<Box<Column<'a, 'p>>> {
        match plan.children.first() {
            Some(child) => Ok(Box::new(self.column(child)?)),
            None => Err(self.invalid(plan, "has no item field")),
        }
    }

    /// All children, each with `len` values if that is given.
    fn fields<'p>(&mut self, plan: &'p Plan, len: Option<usize>) -> Result<Vec<Column<'a, 'p>>> {
        let mut fields = Vec::with_capacity(plan.children.len());
        for child in plan.children.iter() {
            let column = self.column(child)?;
            if len.is_some_and(|len| column.len != len) {
                return Err(
                    self.invalid(child, "is not as long as the struct or union that it is in")
                );
            }
            fields.push(column);
        }
        Ok(fields)
    }

    fn list<'p>(&mut self, plan: &'p Plan, len: usize, large: bool) -> Result<Data<'a, 'p>> {
        let (offsets, last) = self.offsets(plan, len, large)?;
        let items = self.child(plan)?;
        if items.len < last {
            return Err(self.invalid(plan, "has fewer items than its offsets say"));
        }
        Ok(Data::List {
            large,
            offsets,
            items,
        })
    }

    fn list_view<'p>(&mut self, plan: &'p Plan, len: usize, large: bool) -> Result<Data<'a, 'p>> {
        let width = if large { 8 } else { 4 };
        let (offsets, sizes) = (self.items(plan, len, width)?, self.items(plan, len, width)?);
        Ok(Data::ListView {
            large,
            offsets,
            sizes,
            items: self.child(plan)?,
        })
    }

    fn fixed_list<'p>(&mut self, plan: &'p Plan, len: usize, size: i32) -> Result<Data<'a, 'p>> {
        let items = self.child(plan)?;
        match usize::try_from(size)
            .ok()
            .and_then(|size| Some((size, size.checked_mul(len)?)))
        {
            Some((size, needed)) if needed <= items.len => Ok(Data::FixedList { size, items }),
            _ => Err(self.invalid(plan, "has fewer items than its size says")),
        }
    }

    fn map<'p>(&mut self, plan: &'p Plan, len: usize) -> Result<Data<'a, 'p>> {
        let (offsets, last) = self.offsets(plan, len, false)?;
        let entries = self.child(plan)?;
        if entries.len < last {
            return Err(self.invalid(plan, "has fewer entries than its offsets say"));
        }
        if entries.validity.is_some() {
            return Err(self.invalid(plan, "has entries that are null"));
        }
        let Data::Struct { fields, .. } = entries.data else {
            return Err(self.invalid(plan, "has entries that are no struct"));
        };
        match <[Column<'a, 'p>; 2]>::try_from(fields) {
            Ok([keys, values]) => Ok(Data::Map {
                offsets,
                keys: Box::new(keys),
                values: Box::new(values),
            }),
            Err(_) => Err(self.invalid(plan, "has entries that are not pairs")),
        }
    }

    fn union<'p>(
        &mut self,
        plan: &'p Plan,
        data_type: &DataType,
        len: usize,
    ) -> Result<Data<'a, 'p>> {
        let DataType::Union(ids, mode) = data_type else {
            return Err(self.invalid(plan, "is no union"));
        };
        let mut places = Box::new([u8::MAX; 128]);
        for (place, (id, _)) in ids.iter().enumerate() {
            places[id as usize & 127] = place as u8;
        }
        let types = self.items(plan, len, 1)?;
        let dense = *mode == arrow_schema::UnionMode::Dense;
        let offsets = if dense {
            Some(self.items(plan, len, 4)?)
        } else {
            None
        };
        let fields = self.fields(plan, if dense { None } else { Some(len) })?;
        Ok(Data::Union {
            types,
            places,
            offsets,
            fields,
        })
    }

    fn runs<'p>(&mut self, plan: &'p Plan, len: usize) -> Result<Data<'a, 'p>> {
        let mut fields = self.fields(plan, None)?;
        let (Some(values), Some(run_ends)) = (fields.pop(), fields.pop()) else {
            return Err(self.invalid(plan, "has no run ends and values"));
        };
        let Data::Fixed(fixed @ (Fixed::Int16 | Fixed::Int32 | Fixed::Int64), bytes) =
            &run_ends.data
        else {
            return Err(self.invalid(plan, "has run ends that are no integers"));
        };
        if run_ends.validity.is_some() || run_ends.len > values.len {
            return Err(self.invalid(plan, "has null run ends, or more run ends than values"));
        }
        let mut ends = Vec::with_capacity(run_ends.len);
        for index in 0..run_ends.len {
            let end = match fixed {
                Fixed::Int16 => i16::from_le_bytes(bytes.item(index)).into(),
                Fixed::Int32 => i32::from_le_bytes(bytes.item(index)).into(),
                _ => i64::from_le_bytes(bytes.item(index)),
            };
            let last = ends.last().copied().unwrap_or(0);
            match u64::try_from(end) {
                Ok(end) if end > last => ends.push(end),
                _ => {
                    return Err(Error::invalid(
                        bytes.at,
                        format!(
                            "field {:?}: run end {index} does not rise",
                            plan.field.name()
                        ),
                    ));
                }
            }
        }
        if ends.last().copied().unwrap_or(0) < len as u64 {
            return Err(Error::invalid(
                bytes.at,
                format!(
                    "field {:?}: the runs end before the column does",
                    plan.field.name()
                ),
            ));
        }
        Ok(Data::Runs {
            ends,
            values: Box::new(values),
        })
    }

    #[cold]
    fn short(&self, plan: &Plan, at: usize) -> Error {
        Error::invalid(
            at,
            format!(
                "field {:?} has a buffer that is too short for its values",
                plan.field.name()
            ),
        )
    }

    #[cold]
    fn invalid(&self, plan: &Plan, message: &str) -> Error {
        Error::invalid(
            self.body.at(),
            format!("field {:?} {message}", plan.field.name()),
        )
    }
}

impl Data<'_, '_> {
    /// Where the values are in the input, if there is one such place.
    fn at(&self) -> Option<usize> {
        match self {
            Data::Bool(bytes) | Data::Fixed(_, bytes) => Some(bytes.at),
            Data::Variable { data, .. } => Some(data.at),
            Data::View { views, .. } => Some(views.at),
            Data::List { offsets, .. }
            | Data::ListView { offsets, .. }
            | Data::Map { offsets, .. } => Some(offsets.at),
            Data::Union { types, .. } => Some(types.at),
            Data::Dictionary { keys, .. } => Some(keys.at),
            Data::Null | Data::FixedList { .. } | Data::Struct { .. } | Data::Runs { .. } => None,
        }
    }
}
