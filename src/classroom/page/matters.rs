//! What matters to whom: the ranks of qualities, and how far groups agree.

use super::Class;
use super::blocks::{Cell, Section, Table};
use crate::classroom::comparison::GroupPair;
use crate::classroom::phrases::{REFERENCE, coefficient, order, overlap};
use crate::model::{capitalised, listed};

/// Pairs that are all listed; of more, those that agree most and least.
const MOST_PAIRS: usize = 45;
/// How many of each are listed then.
const MOST_OF_EACH: usize = 10;
/// Ranks from this on look alike.
const LAST_SHADE: usize = 5;

impl Class<'_> {
    /// Ranks by group, missed qualities, and agreement.
    pub(super) fn matters(&self) -> Section {
        let class = self.comparison;
        let mut section = Section::new("matters", "What matters");
        if class.qualities.is_empty() {
            section.paragraph("No group names a quality.");
            return section;
        }
        section.paragraph(
            "The rank that each group gives a quality: 1 stands first. The darker a field, the earlier the rank; – says \
             that the quality is not named.",
        );
        section.table(self.ranks());
        if !class.missed.is_empty() {
            section.paragraph(format!("In the reference, but named by no group: {}.", listed(&class.missed)));
        } else if class.has_reference() {
            section.paragraph("Every quality of the reference is named by a group.");
        }
        self.write_agreement(&mut section);
        section
    }

    fn ranks(&self) -> Table {
        let has_reference = self.comparison.has_reference();
        let mut heads = vec![Cell::new("Quality")];
        heads.extend(self.heads());
        heads.extend(has_reference.then(|| Cell::new(REFERENCE)));
        heads.push(Cell::number("Named by"));
        let mut table = Table::new("Ranks of qualities by group", heads);
        for quality in &self.comparison.qualities {
            let mut cells = vec![Cell::new(&quality.quality)];
            cells.extend(quality.ranks.iter().map(|found| rank(*found)));
            cells.extend(has_reference.then(|| rank(quality.reference)));
            let count = quality.ranks.iter().flatten().count();
            cells.push(Cell::number(format!("{count} of {}", quality.ranks.len())));
            table.row(cells);
        }
        table
    }

    fn write_agreement(&self, section: &mut Section) {
        let agreement = &self.comparison.agreement;
        if agreement.pairs.is_empty() {
            return;
        }
        section.heading("Agreement");
        let mean = agreement.mean;
        section.paragraph(format!(
            "Over all pairs of groups, on average: {}, and {}. Kendall's tau-b of the ranks is {} (−1 is the opposite \
             order, 1 the same; what a group does not name stands behind all that it names); the Jaccard index, which is the share of qualities that both name among those that one \
             of them names, is {} (0 to 1).",
            order(mean),
            overlap(mean),
            coefficient(mean.kendall),
            coefficient(mean.jaccard)
        ));
        if agreement.pairs.len() <= MOST_PAIRS {
            section.table(self.pairs("Agreement of every pair of groups", &agreement.pairs));
            return;
        }
        let mut sorted: Vec<GroupPair> =
            agreement.pairs.iter().filter(|pair| pair.likeness.kendall.is_some()).copied().collect();
        let key = |pair: &GroupPair| (pair.likeness.kendall.unwrap_or(0.0), pair.likeness.jaccard.unwrap_or(0.0));
        sorted.sort_by(|a, b| {
            let (a, b) = (key(a), key(b));
            b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1))
        });
        section.paragraph(format!(
            "Of {} pairs, those that agree most and least about the order. The table agreement.csv has all of them.",
            agreement.pairs.len()
        ));
        let most = sorted.len().min(MOST_OF_EACH);
        section.table(self.pairs("Pairs of groups that agree most", &sorted[..most]));
        let least = sorted.len().saturating_sub(MOST_OF_EACH).max(most);
        section.table(self.pairs("Pairs of groups that agree least", &sorted[least..]));
    }

    fn pairs(&self, caption: &str, pairs: &[GroupPair]) -> Table {
        let heads = [
            Cell::new("Groups"),
            Cell::number("Kendall's tau-b"),
            Cell::number("Jaccard index"),
            Cell::new("In words"),
        ];
        let mut table = Table::new(caption, heads);
        for GroupPair { first, second, likeness } in pairs {
            table.row(vec![
                Cell::new(format!("{} and {}", self.name(*first), self.name(*second))),
                Cell::number(coefficient(likeness.kendall)),
                Cell::number(coefficient(likeness.jaccard)),
                Cell::new(format!("{}; {}", capitalised(order(*likeness)), overlap(*likeness))),
            ]);
        }
        table
    }
}

fn rank(rank: Option<usize>) -> Cell {
    match rank {
        Some(rank) => Cell::new(rank.to_string()).classed(&format!("heat heat-{}", rank.clamp(1, LAST_SHADE))),
        None => Cell::new("–").classed("heat"),
    }
}
