//! CPython's merge sort, comparison for comparison: which of them raises, and what becomes of items that have no order (NaN), is
//! seen by programs.

use crate::error::Res;
use crate::ops::compare::{CompareOp, compare_bool};
use crate::value::{Kind, Value};
use crate::vm::Vm;

const MIN_GALLOP: usize = 7;

/// Sorts items by their keys (or themselves). When a comparison raises the items are in some order.
pub fn sort(
    vm: &mut Vm,
    mut items: Vec<Value>,
    keys: Option<Vec<Value>>,
    reverse: bool,
) -> (Vec<Value>, Res<()>) {
    if items.len() < 2 {
        return (items, Ok(()));
    }
    let all = keys.as_ref().unwrap_or(&items);
    let shape = Shape::of(all);
    let mut order: Vec<Item> = (0..)
        .zip(all)
        .map(|(at, key)| shape.item(at, key))
        .collect();
    // Equal items keep their order, also when the largest comes first.
    if reverse {
        order.reverse();
    }
    let length = order.len();
    let mut sorter = Sorter {
        shape,
        keys: all,
        vm,
        order,
        spare: Vec::new(),
        runs: Vec::new(),
        min_gallop: MIN_GALLOP,
    };
    let outcome = sorter.sort(length);
    let mut order = sorter.order;
    if reverse {
        order.reverse();
    }
    let mut places: Vec<Option<Value>> = items.drain(..).map(Some).collect();
    items.extend(
        order
            .iter()
            .filter_map(|item| places.get_mut(item.at as usize)?.take()),
    );
    (items, outcome)
}

/// What the keys have in common, so that comparing them is quick.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Ints,
    Floats,
    Texts,
    Any,
}

impl Shape {
    fn of(keys: &[Value]) -> Shape {
        let shape = |key: &Value| match key.kind() {
            Kind::Int(_) => Shape::Ints,
            Kind::Float(_) => Shape::Floats,
            _ if key.as_text().is_some() => Shape::Texts,
            _ => Shape::Any,
        };
        let first = keys.first().map_or(Shape::Any, shape);
        if keys.iter().all(|key| shape(key) == first) {
            first
        } else {
            Shape::Any
        }
    }
}

/// A key in the order so far. Keys are far from each other in memory; what decides most comparisons is here.
#[derive(Clone, Copy, Default)]
struct Item {
    /// An int; a float's bits; the first eight bytes of a str, so that they are ordered as the strs are.
    lead: i64,
    /// The key's position.
    at: u32,
}

impl Shape {
    fn item(self, at: u32, key: &Value) -> Item {
        let lead = match (self, key.kind()) {
            (Shape::Ints, Kind::Int(number)) => number,
            (Shape::Floats, Kind::Float(number)) => number.to_bits() as i64,
            (Shape::Texts, _) => key.as_text().map_or(0, |text| lead(text.as_wtf8())),
            _ => 0,
        };
        Item { lead, at }
    }
}

/// A shorter str counts as if zeros followed: where these are alike, all bytes are compared.
fn lead(content: &[u8]) -> i64 {
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(content) {
        *to = *from;
    }
    (u64::from_be_bytes(first) ^ 1 << 63) as i64
}

struct Run {
    start: usize,
    length: usize,
    power: u32,
}

struct Sorter<'a> {
    vm: &'a mut Vm,
    keys: &'a [Value],
    shape: Shape,
    /// Positions of the keys, in the order so far.
    order: Vec<Item>,
    /// A copy of one of two runs that are merged.
    spare: Vec<Item>,
    runs: Vec<Run>,
    min_gallop: usize,
}

/// Where a run lies.
#[derive(Clone, Copy)]
struct Part {
    spare: bool,
    start: usize,
    length: usize,
}

impl Sorter<'_> {
    #[inline]
    fn less(&mut self, a: Item, b: Item) -> Res<bool> {
        match self.shape {
            Shape::Ints => Ok(a.lead < b.lead),
            Shape::Floats => Ok(f64::from_bits(a.lead as u64) < f64::from_bits(b.lead as u64)),
            Shape::Texts if a.lead != b.lead => Ok(a.lead < b.lead),
            _ => self.less_keys(a.at, b.at),
        }
    }

    #[inline(never)]
    fn less_keys(&mut self, a: u32, b: u32) -> Res<bool> {
        let (Some(a), Some(b)) = (self.keys.get(a as usize), self.keys.get(b as usize)) else {
            return Ok(false);
        };
        match self.shape {
            Shape::Texts => Ok(a.as_text() < b.as_text()),
            _ => compare_bool(self.vm, CompareOp::Lt, a, b),
        }
    }

    #[inline]
    fn at(&self, part: Part, nth: usize) -> Item {
        let from = if part.spare { &self.spare } else { &self.order };
        from.get(part.start + nth).copied().unwrap_or_default()
    }

    fn sort(&mut self, length: usize) -> Res<()> {
        let least = least_run(length);
        let mut start = 0;
        while start < length {
            let (mut run, descending) = self.count_run(start, length)?;
            if descending {
                self.order[start..start + run].reverse();
            }
            if run < least {
                let force = least.min(length - start);
                self.insert(start, start + run, start + force)?;
                run = force;
            }
            self.found_run(run)?;
            self.runs.push(Run {
                start,
                length: run,
                power: 0,
            });
            start += run;
        }
        while self.runs.len() > 1 {
            let mut at = self.runs.len() - 2;
            if at > 0 && self.runs[at - 1].length < self.runs[at + 1].length {
                at -= 1;
            }
            self.merge_at(at)?;
        }
        Ok(())
    }

    /// How long the run is that begins here, and whether it descends.
    fn count_run(&mut self, start: usize, end: usize) -> Res<(usize, bool)> {
        let mut at = start + 1;
        if at == end {
            return Ok((1, false));
        }
        let descending = self.less(self.order[at], self.order[at - 1])?;
        at += 1;
        while at < end && self.less(self.order[at], self.order[at - 1])? == descending {
            at += 1;
        }
        Ok((at - start, descending))
    }

    /// Sorts a few by insertion; those before `sorted` are in order already.
    fn insert(&mut self, start: usize, sorted: usize, end: usize) -> Res<()> {
        for at in sorted..end {
            let pivot = self.order[at];
            let (mut low, mut high) = (start, at);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.less(pivot, self.order[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.order[low..=at].rotate_right(1);
        }
        Ok(())
    }

    /// Merges runs whose boundary lies deeper than the one before a new run of this length.
    fn found_run(&mut self, length: usize) -> Res<()> {
        let Some(last) = self.runs.last() else {
            return Ok(());
        };
        let power = power(last.start, last.length, length, self.order.len());
        while self.runs.len() > 1 && self.runs[self.runs.len() - 2].power > power {
            self.merge_at(self.runs.len() - 2)?;
        }
        if let Some(last) = self.runs.last_mut() {
            last.power = power;
        }
        Ok(())
    }

    fn merge_at(&mut self, at: usize) -> Res<()> {
        let b = self.runs.remove(at + 1);
        let a = &mut self.runs[at];
        let (start, first) = (a.start, a.length);
        a.length += b.length;
        a.power = b.power;
        // What of the first run is in place already, and what of the second one.
        let part = Part {
            spare: false,
            start,
            length: first,
        };
        let skipped = self.gallop_right(self.order[b.start], part, 0)?;
        let (start, first) = (start + skipped, first - skipped);
        if first == 0 {
            return Ok(());
        }
        let part = Part {
            spare: false,
            start: b.start,
            length: b.length,
        };
        let second = self.gallop_left(self.order[start + first - 1], part, b.length - 1)?;
        match second {
            0 => Ok(()),
            _ if first <= second => self.merge_low(start, first, second),
            _ => self.merge_high(start, first, second),
        }
    }

    /// The position before the first item that is not less than `key`; the search starts at `hint`.
    fn gallop_left(&mut self, key: Item, part: Part, hint: usize) -> Res<usize> {
        let (mut last, mut offset) = (0, 1);
        let (mut low, mut high);
        if self.less(self.at(part, hint), key)? {
            let most = part.length - hint;
            while offset < most && self.less(self.at(part, hint + offset), key)? {
                last = offset;
                offset = (offset << 1) + 1;
            }
            low = hint + last + 1;
            high = hint + offset.min(most);
        } else {
            let most = hint + 1;
            while offset < most && !self.less(self.at(part, hint - offset), key)? {
                last = offset;
                offset = (offset << 1) + 1;
            }
            low = hint + 1 - offset.min(most);
            high = hint - last;
        }
        while low < high {
            let middle = low + ((high - low) >> 1);
            if self.less(self.at(part, middle), key)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(high)
    }

    /// The position behind the last item that is not greater than `key`.
    fn gallop_right(&mut self, key: Item, part: Part, hint: usize) -> Res<usize> {
        let (mut last, mut offset) = (0, 1);
        let (mut low, mut high);
        if self.less(key, self.at(part, hint))? {
            let most = hint + 1;
            while offset < most && self.less(key, self.at(part, hint - offset))? {
                last = offset;
                offset = (offset << 1) + 1;
            }
            low = hint + 1 - offset.min(most);
            high = hint - last;
        } else {
            let most = part.length - hint;
            while offset < most && !self.less(key, self.at(part, hint + offset))? {
                last = offset;
                offset = (offset << 1) + 1;
            }
            low = hint + last + 1;
            high = hint + offset.min(most);
        }
        while low < high {
            let middle = low + ((high - low) >> 1);
            if self.less(key, self.at(part, middle))? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(high)
    }

    fn merge_low(&mut self, start: usize, first: usize, second: usize) -> Res<()> {
        self.spare.clear();
        self.spare
            .extend_from_slice(&self.order[start..start + first]);
        let mut low = Low {
            to: start,
            a: 0,
            na: first,
            b: start + first,
            nb: second,
        };
        let outcome = self.merge_low_rest(&mut low);
        // Also when a comparison raised: every item stays once.
        let Low { to, a, na, b, nb } = low;
        if matches!(outcome, Ok(true)) {
            self.order.copy_within(b..b + nb, to);
            self.order[to + nb] = self.spare[a];
        } else {
            self.order[to..to + na].copy_from_slice(&self.spare[a..a + na]);
        }
        outcome.map(|_| ())
    }

    /// True: one of the first run is left, and it comes last.
    fn merge_low_rest(&mut self, m: &mut Low) -> Res<bool> {
        if m.take_b(&mut self.order) {
            return Ok(false);
        }
        if m.na == 1 {
            return Ok(true);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut wins_a, mut wins_b) = (0, 0);
            while wins_a < min_gallop && wins_b < min_gallop {
                if self.less(self.order[m.b], self.spare[m.a])? {
                    (wins_a, wins_b) = (0, wins_b + 1);
                    if m.take_b(&mut self.order) {
                        return Ok(false);
                    }
                } else {
                    (wins_a, wins_b) = (wins_a + 1, 0);
                    m.take_a(&mut self.order, &self.spare, 1);
                    if m.na == 1 {
                        return Ok(true);
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let part = Part {
                    spare: true,
                    start: m.a,
                    length: m.na,
                };
                wins_a = self.gallop_right(self.order[m.b], part, 0)?;
                if wins_a > 0 {
                    m.take_a(&mut self.order, &self.spare, wins_a);
                    if m.na <= 1 {
                        return Ok(m.na == 1);
                    }
                }
                if m.take_b(&mut self.order) {
                    return Ok(false);
                }
                let part = Part {
                    spare: false,
                    start: m.b,
                    length: m.nb,
                };
                wins_b = self.gallop_left(self.spare[m.a], part, 0)?;
                if wins_b > 0 {
                    self.order.copy_within(m.b..m.b + wins_b, m.to);
                    m.to += wins_b;
                    m.b += wins_b;
                    m.nb -= wins_b;
                    if m.nb == 0 {
                        return Ok(false);
                    }
                }
                m.take_a(&mut self.order, &self.spare, 1);
                if m.na == 1 {
                    return Ok(true);
                }
                if wins_a < MIN_GALLOP && wins_b < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    fn merge_high(&mut self, start: usize, first: usize, second: usize) -> Res<()> {
        self.spare.clear();
        self.spare
            .extend_from_slice(&self.order[start + first..start + first + second]);
        let mut high = High {
            start,
            na: first,
            nb: second,
        };
        let outcome = self.merge_high_rest(&mut high);
        let High { na, nb, .. } = high;
        if matches!(outcome, Ok(true)) {
            self.order.copy_within(start..start + na, start + nb);
            self.order[start] = self.spare[0];
        } else {
            self.order[start + na..start + na + nb].copy_from_slice(&self.spare[..nb]);
        }
        outcome.map(|_| ())
    }

    /// True: one of the second run is left, and it comes first.
    fn merge_high_rest(&mut self, m: &mut High) -> Res<bool> {
        if m.take_a(&mut self.order, 1) {
            return Ok(false);
        }
        if m.nb == 1 {
            return Ok(true);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut wins_a, mut wins_b) = (0, 0);
            while wins_a < min_gallop && wins_b < min_gallop {
                if self.less(self.spare[m.nb - 1], self.order[m.start + m.na - 1])? {
                    (wins_a, wins_b) = (wins_a + 1, 0);
                    if m.take_a(&mut self.order, 1) {
                        return Ok(false);
                    }
                } else {
                    (wins_a, wins_b) = (0, wins_b + 1);
                    m.take_b(&mut self.order, &self.spare, 1);
                    if m.nb == 1 {
                        return Ok(true);
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let part = Part {
                    spare: false,
                    start: m.start,
                    length: m.na,
                };
                wins_a = m.na - self.gallop_right(self.spare[m.nb - 1], part, m.na - 1)?;
                if wins_a > 0 && m.take_a(&mut self.order, wins_a) {
                    return Ok(false);
                }
                m.take_b(&mut self.order, &self.spare, 1);
                if m.nb == 1 {
                    return Ok(true);
                }
                let part = Part {
                    spare: true,
                    start: 0,
                    length: m.nb,
                };
                wins_b = m.nb - self.gallop_left(self.order[m.start + m.na - 1], part, m.nb - 1)?;
                if wins_b > 0 {
                    m.take_b(&mut self.order, &self.spare, wins_b);
                    if m.nb <= 1 {
                        return Ok(m.nb == 1);
                    }
                }
                if m.take_a(&mut self.order, 1) {
                    return Ok(false);
                }
                if wins_a < MIN_GALLOP && wins_b < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }
}

/// A merge from the front: the first run is in the spare room.
struct Low {
    to: usize,
    a: usize,
    na: usize,
    b: usize,
    nb: usize,
}

impl Low {
    /// Takes one of the second run; whether it was the last.
    #[inline]
    fn take_b(&mut self, order: &mut [Item]) -> bool {
        order[self.to] = order[self.b];
        self.to += 1;
        self.b += 1;
        self.nb -= 1;
        self.nb == 0
    }

    #[inline]
    fn take_a(&mut self, order: &mut [Item], spare: &[Item], count: usize) {
        order[self.to..self.to + count].copy_from_slice(&spare[self.a..self.a + count]);
        self.to += count;
        self.a += count;
        self.na -= count;
    }
}

/// A merge from the back: the second run is in the spare room. What is left of the first lies at the start, and room for what is left of the
/// second behind it.
struct High {
    start: usize,
    na: usize,
    nb: usize,
}

impl High {
    /// Takes the last ones of the first run; whether there are none left.
    #[inline]
    fn take_a(&mut self, order: &mut [Item], count: usize) -> bool {
        let from = self.start + self.na - count;
        order.copy_within(from..from + count, from + self.nb);
        self.na -= count;
        self.na == 0
    }

    #[inline]
    fn take_b(&mut self, order: &mut [Item], spare: &[Item], count: usize) {
        let to = self.start + self.na + self.nb - count;
        order[to..to + count].copy_from_slice(&spare[self.nb - count..self.nb]);
        self.nb -= count;
    }
}

/// The least length of a run: so that their number is a power of two, or a little less.
fn least_run(mut length: usize) -> usize {
    let mut rest = 0;
    while length >= 64 {
        rest |= length & 1;
        length >>= 1;
    }
    length + rest
}

/// The depth of the boundary between two runs in a binary tree over all items ("powersort").
fn power(start: usize, first: usize, second: usize, length: usize) -> u32 {
    let mut a = 2 * start + first;
    let mut b = a + first + second;
    let mut power = 0;
    loop {
        power += 1;
        if a >= length {
            a -= length;
            b -= length;
        } else if b >= length {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}
