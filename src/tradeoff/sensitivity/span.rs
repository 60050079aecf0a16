//! How far each number is moved, and which numbers there are to move.

use super::super::short_evidence::MEASURED;
use super::given::Given;
use super::number::{Number, Side};
use crate::model::{ElementId, Path, Pick, Quantity, When};

/// Halvings after which the last possible amount counts as found.
const HALVINGS: u32 = 48;

/// Moves of less than this share of the number are no moves.
const SMALLEST: f64 = 1e-6;

/// A number with the two amounts that it is moved to, all in the unit that it has.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The number as it is; always known.
    pub quantity: Quantity,
    /// Its amount.
    pub base: f64,
    /// The lower amount; `None` where it cannot be lower.
    pub low: Option<f64>,
    /// The higher amount; `None` where it cannot be higher.
    pub high: Option<f64>,
    /// What a change of it is relative to, at least 0: the number; of a share the smaller of the share and of what is
    /// missing to the whole, since an availability of 99.9 % is not a fifth less at 79.92 % but out of order.
    pub scale: f64,
    /// Whether it moves by one instead of by a part of itself.
    pub is_whole: bool,
    /// Whether it is a part of a whole, so that a change of it is told in points.
    pub is_share: bool,
}

impl Span {
    /// How far `number` moves when it changes by the part `within` of itself (0.2 for 20 %): up and down by as much,
    /// but never beyond what it can be, and a median not beyond its 99th percentile. Whole numbers move by one.
    /// `None` for what is not known or cannot be right, and for what cannot move: nobody knows what a fifth of 0 is.
    pub(super) fn of(number: &Number, given: &Given<'_>, within: f64) -> Option<Self> {
        let quantity = number.quantity(given)?;
        let (base, unit) = (quantity.amount()?, quantity.unit());
        if !number.can_be(given, base, unit) {
            return None;
        }
        let whole = number.whole(given, unit);
        let scale = whole.map_or(base.abs(), |whole| base.abs().min((whole - base).max(0.0)));
        let is_whole = number.is_whole();
        let step = if is_whole { 1.0 } else { within * scale };
        let (least, most) = bounds(number, given, &quantity);
        let is_possible = |amount: f64| {
            (least..=most).contains(&amount)
                && whole.is_none_or(|whole| amount <= whole)
                && number.can_be(given, amount, unit)
        };
        let end = |target: f64| {
            if is_possible(target) {
                return Some(target).filter(|target| (target - base).abs() > SMALLEST * scale);
            }
            if is_whole {
                return None;
            }
            let last = last_possible(base, target, is_possible);
            Some(last).filter(|last| (last - base).abs() > SMALLEST * scale)
        };
        let (low, high) = (end(base - step), end(base + step));
        (low.is_some() || high.is_some()).then_some(Self {
            quantity,
            base,
            low,
            high,
            scale,
            is_whole,
            is_share: whole.is_some(),
        })
    }

    /// How far `amount` lies from the number, as a part of [`Span::scale`]; `None` for a number that is 0.
    pub fn change(&self, amount: f64) -> Option<f64> {
        (self.scale > 0.0).then(|| (amount - self.base) / self.scale)
    }

    /// An amount of this number as a quantity.
    pub fn at(&self, amount: f64) -> Quantity {
        Quantity::new(amount, self.quantity.unit(), self.quantity.provenance())
    }
}

/// Every number that qualities can depend on, element by element in the order of the drawing, then the scenarios.
pub(super) fn numbers(given: &Given<'_>) -> Vec<Number> {
    let (project, mut numbers) = (&*given.project, Vec::new());
    let picked = |element: &ElementId| {
        let choices = project.choices.iter().filter(|(_, choice)| choice.element == *element);
        let ids = choices.map(|(id, _)| id);
        let mut picked = ids.filter(|id| matches!(given.design.picks.get(*id), Some(Pick::Replicas(_))));
        picked.next().cloned()
    };
    let elements = project.system.components.keys().cloned().map(ElementId::Component);
    let connectors = project.system.connectors.keys().cloned().map(ElementId::Connector);
    let nodes = project.system.nodes.keys().cloned().map(ElementId::Node);
    for element in elements.chain(connectors).chain(nodes) {
        let picked = picked(&element);
        let stated = project.system.properties(&element).into_iter().flatten().map(|(property, _)| *property);
        // What a design picks takes the place of what is drawn.
        let stated = stated.filter(|property| picked.is_none() || *property != crate::model::Property::Replicas);
        numbers.extend(stated.map(|property| Number::Property(element.clone(), property)));
        numbers.extend(picked.map(Number::Picked));
        if let ElementId::Component(id) = &element {
            let has_model = project.tasks.contains_key(id) && given.chosen(id).is_some();
            let measured = MEASURED.into_iter().filter(|_| has_model);
            numbers.extend(measured.map(|measure| Number::Measured(id.clone(), measure)));
        }
    }
    for (id, scenario) in &project.scenarios {
        match scenario.share {
            Some(_) => numbers.push(Number::Share(id.clone())),
            None => numbers.extend([When::Mean, When::Peak].map(|when| Number::Load(id.clone(), when))),
        }
        if let Path::Drawn(steps) = &scenario.path {
            let stated = steps.iter().filter(|(_, step)| step.calls.is_some());
            numbers.extend(stated.map(|(connector, _)| Number::Calls(id.clone(), connector.clone())));
        }
        if scenario.motion.is_some() {
            numbers.extend([Number::Speed(id.clone()), Number::Deceleration(id.clone())]);
        }
    }
    numbers.extend([When::Mean, When::Peak].map(Number::TotalLoad));
    numbers
}

/// Between which amounts the partner of a number keeps it; anywhere if the two contradict each other already.
fn bounds(number: &Number, given: &Given<'_>, quantity: &Quantity) -> (f64, f64) {
    let anywhere = (f64::NEG_INFINITY, f64::INFINITY);
    let partner = number.partner().and_then(|(partner, side)| {
        let bound = partner.quantity(given)?.amount_in(quantity.unit())?;
        Some((bound, side))
    });
    let Some(((bound, side), base)) = partner.zip(quantity.amount()) else { return anywhere };
    match side {
        Side::Below if base <= bound => (f64::NEG_INFINITY, bound),
        Side::Above if base >= bound => (bound, f64::INFINITY),
        Side::Below | Side::Above => anywhere,
    }
}

/// The amount nearest to `target` that is possible, between it and `base`, which is.
fn last_possible(base: f64, target: f64, is_possible: impl Fn(f64) -> bool) -> f64 {
    let (mut inside, mut outside) = (base, target);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(inside, outside);
        if is_possible(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    inside
}
