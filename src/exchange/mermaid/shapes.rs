//! The forms of flowchart nodes: their brackets and their names.

use super::syntax::Shape;

/// An opening bracket and the closing brackets it goes with, each with the form that the pair draws.
pub(super) struct Bracket {
    pub(super) open: &'static str,
    pub(super) closes: &'static [(&'static str, Shape)],
}

/// Longer brackets stand before the shorter ones they start with.
static BRACKETS: [Bracket; 13] = [
    Bracket { open: "(((", closes: &[(")))", Shape::DoubleCircle)] },
    Bracket { open: "((", closes: &[("))", Shape::Circle)] },
    Bracket { open: "([", closes: &[("])", Shape::Stadium)] },
    Bracket { open: "(-", closes: &[("-)", Shape::Ellipse)] },
    Bracket { open: "(", closes: &[(")", Shape::Rounded)] },
    Bracket { open: "[[", closes: &[("]]", Shape::Subroutine)] },
    Bracket { open: "[(", closes: &[(")]", Shape::Cylinder)] },
    Bracket { open: "[/", closes: &[("/]", Shape::LeanRight), ("\\]", Shape::Trapezoid)] },
    Bracket { open: "[\\", closes: &[("\\]", Shape::LeanLeft), ("/]", Shape::InvertedTrapezoid)] },
    Bracket { open: "[", closes: &[("]", Shape::Rectangle)] },
    Bracket { open: "{{", closes: &[("}}", Shape::Hexagon)] },
    Bracket { open: "{", closes: &[("}", Shape::Rhombus)] },
    Bracket { open: ">", closes: &[("]", Shape::Asymmetric)] },
];

/// The bracket that starts the text.
pub(super) fn bracket_at(text: &str) -> Option<&'static Bracket> {
    BRACKETS.iter().find(|bracket| text.starts_with(bracket.open))
}

/// The brackets that draw a form; none for a form that only has a name.
pub(super) fn brackets_of(shape: &Shape) -> Option<(&'static str, &'static str)> {
    BRACKETS.iter().find_map(|bracket| {
        let (close, _) = bracket.closes.iter().find(|(_, drawn)| drawn == shape)?;
        Some((bracket.open, *close))
    })
}

/// The form with a name of `@{ shape: name }`.
pub(super) fn named(name: &str) -> Shape {
    match name {
        "rect" | "rectangle" | "proc" | "process" | "square" => Shape::Rectangle,
        "rounded" | "event" => Shape::Rounded,
        "stadium" | "terminal" | "pill" => Shape::Stadium,
        "fr-rect" | "subprocess" | "subproc" | "framed-rectangle" | "subroutine" => Shape::Subroutine,
        "cyl" | "db" | "database" | "cylinder" => Shape::Cylinder,
        "circle" | "circ" => Shape::Circle,
        "dbl-circ" | "double-circle" => Shape::DoubleCircle,
        "odd" => Shape::Asymmetric,
        "diam" | "decision" | "diamond" | "question" => Shape::Rhombus,
        "hex" | "hexagon" | "prepare" => Shape::Hexagon,
        "lean-r" | "lean-right" | "in-out" => Shape::LeanRight,
        "lean-l" | "lean-left" | "out-in" => Shape::LeanLeft,
        "trap-b" | "priority" | "trapezoid-bottom" | "trapezoid" => Shape::Trapezoid,
        "trap-t" | "manual" | "trapezoid-top" | "inv-trapezoid" => Shape::InvertedTrapezoid,
        other => Shape::Named(other.to_owned()),
    }
}
