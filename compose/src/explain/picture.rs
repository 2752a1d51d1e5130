//! A composition as a picture: instances as boxes from left (who feeds) to right (who is fed), joined port to port.
//!
//! Every wire runs from a row of one box to a row of another, so that its label is the row's text and never lies on a line.

use std::fmt::Write;

use super::{End, Explanation, Instance};

const ROW: f64 = 20.0;
const HEAD: f64 = 52.0;
const GAP_X: f64 = 110.0;
const GAP_Y: f64 = 28.0;
const MARGIN: f64 = 24.0;
/// Width of a character of the 12-pixel monospace font, in pixels.
const CHAR: f64 = 7.3;

/// Colours for light and dark surroundings; text and lines keep a contrast of 4.5 and 3 to their background.
pub(super) const STYLE: &str = "\
.molt{--paper:#ffffff;--box:#f4f6f9;--line:#8793a5;--ink:#1a2230;--soft:#586376;--wire:#3b6fd4;--host:#a35a00;color-scheme:light dark}\
@media(prefers-color-scheme:dark){.molt{--paper:#14181f;--box:#1f2630;--line:#6b7789;--ink:#e8ecf2;--soft:#9daabb;--wire:#7aa7ff;--host:#f0ad4e}}\
.molt text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:var(--ink)}\
.molt .name{font-weight:700;font-size:14px}.molt .soft{fill:var(--soft)}.molt .paper{fill:var(--paper)}\
.molt .box{fill:var(--box);stroke:var(--line)}.molt .host{stroke:var(--host);stroke-dasharray:5 3}.molt .rule{stroke:var(--line);stroke-opacity:.5}\
.molt .wire{fill:none;stroke:var(--wire);stroke-width:1.6}.molt .wire.out{stroke:var(--host)}.molt .port{fill:var(--wire)}.molt .port.out{fill:var(--host)}";

/// A self-contained SVG, legible in light and dark.
pub fn svg(explanation: &Explanation) -> String {
    let graph = Graph::new(explanation);
    let (width, height) = graph.size();
    let mut out = String::new();
    let title = format!(
        "{}: {} of {}",
        explanation.name,
        explanation.kind,
        super::page::size(explanation.size)
    );
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"molt\" role=\"img\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\"><title>{}</title><style>{STYLE}</style>\
         <rect class=\"paper\" width=\"100%\" height=\"100%\"/>",
        escape(&title)
    );
    graph.boxes.iter().for_each(|item| draw_box(&mut out, item));
    graph
        .wires
        .iter()
        .for_each(|wire| draw_wire(&mut out, &graph, wire));
    out.push_str("</svg>\n");
    out
}

/// A box with rows; a row has what comes in on its left and what goes out on its right.
struct Box {
    title: String,
    lines: Vec<String>,
    inputs: Vec<String>,
    outputs: Vec<String>,
    is_host: bool,
    column: usize,
    x: f64,
    y: f64,
    width: f64,
}

struct Line {
    from: (usize, usize),
    to: (usize, usize),
    is_host: bool,
}

struct Graph {
    boxes: Vec<Box>,
    wires: Vec<Line>,
}

impl Graph {
    /// Boxes are the parts, then the host as who provides and as who calls, where it does either.
    fn new(explanation: &Explanation) -> Self {
        let mut boxes: Vec<Box> = explanation.parts.iter().map(part_box).collect();
        let provider = boxes.len();
        boxes.push(host_box(
            "host provides",
            explanation.imports.iter().map(|edge| edge.name.as_str()),
            true,
        ));
        boxes.push(host_box(
            "host calls",
            explanation.exports.iter().map(|edge| edge.name.as_str()),
            false,
        ));
        let mut wires = Vec::new();
        for wire in all_wires(explanation) {
            let from = if let End::Part(part) = wire.from {
                part
            } else {
                provider
            };
            let to = if let End::Part(part) = wire.to {
                part
            } else {
                provider + 1
            };
            let is_host = from == provider || to == provider + 1;
            let from = (from, row(&mut boxes[from].outputs, &wire.export));
            let to = (to, row(&mut boxes[to].inputs, &wire.import));
            wires.push(Line { from, to, is_host });
        }
        let mut graph = Self { boxes, wires };
        graph.place();
        graph
    }

    fn place(&mut self) {
        self.choose_columns();
        for item in &mut self.boxes {
            item.width = item.natural_width();
        }
        let columns = self.boxes.iter().map(|item| item.column).max().unwrap_or(0) + 1;
        let mut x = MARGIN;
        let mut heights = vec![0.0; columns];
        for (column, height) in heights.iter_mut().enumerate() {
            let members: Vec<usize> = self.members(column);
            let width = members
                .iter()
                .map(|index| self.boxes[*index].width)
                .fold(0.0, f64::max);
            for index in members {
                (self.boxes[index].x, self.boxes[index].width) = (x, width);
                *height += self.boxes[index].height() + GAP_Y;
            }
            if width > 0.0 {
                x += width + GAP_X;
            }
        }
        let tallest = heights.iter().copied().fold(0.0, f64::max);
        // From right to left, so that each box is placed beside what it feeds.
        for column in (0..columns).rev() {
            let mut members = self.members(column);
            members.sort_by(|a, b| self.pull(*a).total_cmp(&self.pull(*b)));
            let mut y = MARGIN + (tallest - heights[column]) / 2.0;
            for index in members {
                self.boxes[index].y = y;
                y += self.boxes[index].height() + GAP_Y;
            }
        }
    }

    /// A box stands one column right of the rightmost box that feeds it; the callers' box stands last.
    fn choose_columns(&mut self) {
        // A composition has no circles, so this ends; the bound is for a file that lies.
        for _ in 0..self.boxes.len() {
            for wire in &self.wires {
                let least = self.boxes[wire.from.0].column + 1;
                let to = &mut self.boxes[wire.to.0];
                to.column = to.column.max(least);
            }
        }
        // Then as far right as what it feeds allows, so that lines are short.
        for index in (0..self.boxes.len()).rev() {
            let targets = self.wires.iter().filter(|wire| wire.from.0 == index);
            if let Some(nearest) = targets.map(|wire| self.boxes[wire.to.0].column).min() {
                self.boxes[index].column = self.boxes[index].column.max(nearest.saturating_sub(1));
            }
        }
    }

    fn members(&self, column: usize) -> Vec<usize> {
        let visible =
            |item: &Box| !(item.is_host && item.inputs.is_empty() && item.outputs.is_empty());
        (0..self.boxes.len())
            .filter(|index| self.boxes[*index].column == column && visible(&self.boxes[*index]))
            .collect()
    }

    /// Where the box wants to be: the mean height of the rows that it feeds.
    fn pull(&self, index: usize) -> f64 {
        let targets: Vec<f64> = self
            .wires
            .iter()
            .filter(|wire| wire.from.0 == index)
            .map(|wire| self.input_point(wire.to).1)
            .collect();
        if targets.is_empty() {
            index as f64
        } else {
            targets.iter().sum::<f64>() / targets.len() as f64
        }
    }

    fn input_point(&self, (index, row): (usize, usize)) -> (f64, f64) {
        let item = &self.boxes[index];
        (item.x, item.y + item.head() + ROW * (row as f64 + 0.5))
    }

    fn output_point(&self, (index, row): (usize, usize)) -> (f64, f64) {
        let item = &self.boxes[index];
        (
            item.x + item.width,
            item.y + item.head() + ROW * ((item.inputs.len() + row) as f64 + 0.5),
        )
    }

    fn size(&self) -> (f64, f64) {
        let right = self
            .boxes
            .iter()
            .map(|item| item.x + item.width)
            .fold(0.0, f64::max);
        let bottom = self
            .boxes
            .iter()
            .map(|item| item.y + item.height())
            .fold(0.0, f64::max);
        (right + MARGIN, bottom + MARGIN)
    }
}

impl Box {
    fn head(&self) -> f64 {
        HEAD.min(18.0 + 17.0 * (1 + self.lines.len()) as f64)
    }

    fn height(&self) -> f64 {
        self.head() + ROW * (self.inputs.len() + self.outputs.len()) as f64 + 8.0
    }

    fn natural_width(&self) -> f64 {
        let rows = self
            .inputs
            .iter()
            .chain(&self.outputs)
            .chain(&self.lines)
            .map(|text| text.chars().count());
        let text = rows.max().unwrap_or(0) as f64 * CHAR;
        text.max(self.title.chars().count() as f64 * CHAR * 14.0 / 12.0) + 32.0
    }
}

/// A plain component has no inner wires: its ports are the host's.
fn all_wires(explanation: &Explanation) -> Vec<super::Wire> {
    if !explanation.wires.is_empty() {
        return explanation.wires.clone();
    }
    let wire = |from, to, name: &String| super::Wire {
        from,
        export: name.clone(),
        to,
        import: name.clone(),
    };
    let inward = explanation
        .imports
        .iter()
        .map(|edge| wire(End::Host, End::Part(0), &edge.name));
    let outward = explanation
        .exports
        .iter()
        .map(|edge| wire(End::Part(0), End::Host, &edge.name));
    inward.chain(outward).collect()
}

fn row(rows: &mut Vec<String>, name: &str) -> usize {
    rows.iter()
        .position(|known| known == name)
        .unwrap_or_else(|| {
            rows.push(name.to_owned());
            rows.len() - 1
        })
}

fn part_box(part: &Instance) -> Box {
    let memory = part.all_memories();
    let memory = match memory.len() {
        0 => "no memory".to_owned(),
        1 => memory[0].to_string(),
        count => format!("{count} memories"),
    };
    let mut line = format!("{}, {memory}", super::page::size(part.size));
    if !part.parts.is_empty() {
        let _ = write!(line, ", {} parts", part.parts.len());
    }
    Box {
        title: part.name.clone(),
        lines: vec![line],
        inputs: Vec::new(),
        outputs: Vec::new(),
        is_host: false,
        column: 0,
        x: 0.0,
        y: 0.0,
        width: 0.0,
    }
}

fn host_box<'a>(title: &str, rows: impl Iterator<Item = &'a str>, provides: bool) -> Box {
    let rows: Vec<String> = rows.map(str::to_owned).collect();
    let (inputs, outputs) = if provides {
        (Vec::new(), rows)
    } else {
        (rows, Vec::new())
    };
    Box {
        title: title.into(),
        lines: Vec::new(),
        inputs,
        outputs,
        is_host: true,
        column: 0,
        x: 0.0,
        y: 0.0,
        width: 0.0,
    }
}

fn draw_box(out: &mut String, item: &Box) {
    if item.width == 0.0 || (item.is_host && item.inputs.is_empty() && item.outputs.is_empty()) {
        return;
    }
    let Box { x, y, width, .. } = *item;
    let class = if item.is_host { "box host" } else { "box" };
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{:.1}\" rx=\"8\"/>\
         <text class=\"name\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
        item.height(),
        x + 14.0,
        y + 22.0,
        escape(&item.title)
    );
    for (index, line) in item.lines.iter().enumerate() {
        let y = y + 40.0 + 17.0 * index as f64;
        let _ = write!(
            out,
            "<text class=\"soft\" x=\"{:.1}\" y=\"{y:.1}\">{}</text>",
            x + 14.0,
            escape(line)
        );
    }
    let head = y + item.head() - 2.0;
    let _ = write!(
        out,
        "<line class=\"rule\" x1=\"{x:.1}\" x2=\"{:.1}\" y1=\"{head:.1}\" y2=\"{head:.1}\"/>",
        x + width
    );
    let rows = item
        .inputs
        .iter()
        .map(|text| (text, false))
        .chain(item.outputs.iter().map(|text| (text, true)));
    for (index, (text, is_output)) in rows.enumerate() {
        let y = y + item.head() + ROW * (index as f64 + 0.5) + 4.0;
        let (x, anchor) = if is_output {
            (x + width - 14.0, "end")
        } else {
            (x + 14.0, "start")
        };
        let _ = write!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
            escape(text)
        );
    }
}

fn draw_wire(out: &mut String, graph: &Graph, wire: &Line) {
    let ((x1, y1), (x2, y2)) = (graph.output_point(wire.from), graph.input_point(wire.to));
    let bend = ((x2 - x1) / 2.0).abs().max(40.0);
    let class = if wire.is_host { " out" } else { "" };
    let _ = write!(
        out,
        "<path class=\"wire{class}\" d=\"M{x1:.1} {y1:.1}C{:.1} {y1:.1} {:.1} {y2:.1} {x2:.1} {y2:.1}\"/>\
         <circle class=\"port{class}\" cx=\"{x1:.1}\" cy=\"{y1:.1}\" r=\"3.5\"/>\
         <circle class=\"port{class}\" cx=\"{x2:.1}\" cy=\"{y2:.1}\" r=\"3.5\"/>",
        x1 + bend,
        x2 - bend,
    );
}

/// Text for XML. Control characters, which XML cannot hold, become U+FFFD.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
