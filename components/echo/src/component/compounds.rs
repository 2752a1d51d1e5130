use super::exports::molt::probe::compounds::{
    Guest, Nested, Point, ScalarFields, Shape, Signal, Single, TreeNode, Weekday,
};
use super::{Echo, echoes};
use crate::render;

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

impl Guest for Echo {
    echoes! {
        echo_option: Option<u32>;
        echo_option_nested: Option<Option<String>>;
        echo_result: Result<u64, String>;
        echo_result_no_ok: Result<(), String>;
        echo_result_no_error: Result<u64, ()>;
        echo_result_bare: Result<(), ()>;
        echo_result_nested: Result<Option<f32>, Result<i64, String>>;
        echo_tuple_one: (i64,);
        echo_tuple: (u8, String, f64);
        echo_tuple_nested: ((u8, u16), (u32, (u64, char)));
        echo_record: Point;
        echo_record_fields: ScalarFields;
        echo_record_nested: Nested;
        echo_records: Vec<Nested>;
        echo_variant: Shape;
        echo_variant_nested: TreeNode;
        echo_variant_plain: Signal;
        echo_variants: Vec<Shape>;
        echo_enum_single: Single;
        echo_enum: Weekday;
    }

    fn describe_option(value: Option<u32>) -> String {
        render::option(value)
    }

    fn describe_variant(value: Shape) -> String {
        match value {
            Shape::Empty => "empty".to_owned(),
            Shape::Small(value) => format!("small({value})"),
            Shape::Large(value) => format!("large({value})"),
            Shape::Single(value) => format!("single({value})"),
            Shape::Double(value) => format!("double({value})"),
            Shape::Text(value) => format!("text({value})"),
            Shape::Point(point) => format!("point({})", render_point(&point)),
            Shape::Many(points) => {
                format!(
                    "many({})",
                    render::list(&points.iter().map(render_point).collect::<Vec<_>>())
                )
            }
        }
    }

    fn enum_index(value: Weekday) -> u32 {
        value as u32
    }

    fn enum_from_index(index: u32) -> Option<Weekday> {
        WEEK.get(index as usize).copied()
    }

    fn sum_points(value: Vec<Point>) -> f64 {
        value.iter().map(|point| point.x + point.y).sum()
    }
}

fn render_point(point: &Point) -> String {
    format!("{} {}", point.x, point.y)
}
