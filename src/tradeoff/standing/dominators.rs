//! Names, for each design, the one that dominates it most often: few are looked at, but those are counted exactly.

use std::cmp::Reverse;

use super::{Field, Fill, dominates};

/// Replicates, evenly spaced, in which every design is compared with all that could be named.
const PILOTS: usize = 16;
/// Designs, the most often on the front, that could be named.
const MOST_NAMED: usize = 1000;
/// Designs that are counted in every replicate for each dominated one.
const CONTENDERS: usize = 6;

/// Of the designs that are on the front most often, the one that dominates each design most often, and in how many
/// replicates; of equals the one that is on the front more often. `front` and `beaten` count replicates by design.
/// `None` where `fill` asks to stop. Fields of at most six such designs are counted completely; in larger ones the six
/// that dominate most often in sixteen of the replicates are.
pub(super) fn most_frequent(
    field: &Field<'_>,
    front: &[u32],
    beaten: &[u32],
    fill: &mut Fill<'_>,
) -> Option<Vec<Option<(usize, u32)>>> {
    let designs = field.doubts.len();
    let mut named: Vec<usize> = (0..designs).filter(|design| front[*design] > 0).collect();
    named.sort_by_key(|design| (Reverse(front[*design]), *design));
    named.truncate(MOST_NAMED);
    let pilots = pilots(field, fill)?;
    let contenders: Vec<Vec<usize>> = (0..designs)
        .map(|design| if beaten[design] > 0 { contenders(field, design, &named, &pilots) } else { Vec::new() })
        .collect();
    let mut counts: Vec<[u32; CONTENDERS]> = vec![[0; CONTENDERS]; designs];
    let mut matrix = vec![0.0; designs * field.objectives];
    for replicate in 0..field.replicates {
        if fill(replicate, &mut matrix).is_break() {
            return None;
        }
        for (design, contenders) in contenders.iter().enumerate() {
            for (count, by) in counts[design].iter_mut().zip(contenders) {
                *count += u32::from(dominates(row(field, &matrix, *by), row(field, &matrix, design)));
            }
        }
    }
    let most = |(contenders, counts): (&Vec<usize>, [u32; CONTENDERS])| {
        let counted = contenders.iter().copied().zip(counts).filter(|(_, count)| *count > 0);
        counted.max_by_key(|(by, count)| (*count, front[*by], Reverse(*by)))
    };
    Some(contenders.iter().zip(counts).map(most).collect())
}

/// The designs out of `named` that dominate `design` in most of the pilots, the most often first; also ones that do so
/// in none, where there are no others.
fn contenders(field: &Field<'_>, design: usize, named: &[usize], pilots: &[Vec<f64>]) -> Vec<usize> {
    let may_dominate = named.iter().filter(|by| field.doubts[**by] <= field.doubts[design] && **by != design);
    let mut counted: Vec<(usize, usize)> = may_dominate
        .map(|by| {
            let wins = pilots.iter().filter(|pilot| dominates(row(field, pilot, *by), row(field, pilot, design)));
            (wins.count(), *by)
        })
        .collect();
    // Stable, so that of equals those that are on the front more often stay first.
    counted.sort_by_key(|(wins, _)| Reverse(*wins));
    counted.into_iter().take(CONTENDERS).map(|(_, by)| by).collect()
}

/// A few replicates, which are held at once.
fn pilots(field: &Field<'_>, fill: &mut Fill<'_>) -> Option<Vec<Vec<f64>>> {
    let count = field.replicates.min(PILOTS);
    let mut pilots = vec![vec![0.0; field.doubts.len() * field.objectives]; count];
    for (place, pilot) in pilots.iter_mut().enumerate() {
        if fill(place * field.replicates / count, pilot).is_break() {
            return None;
        }
    }
    Some(pilots)
}

fn row<'m>(field: &Field<'_>, matrix: &'m [f64], design: usize) -> &'m [f64] {
    &matrix[design * field.objectives..(design + 1) * field.objectives]
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::places;
    use super::*;

    #[test]
    fn in_a_large_field_the_named_one_dominates_about_as_often_as_any() {
        // 300 designs of three fixed numbers each, which swing by their own amounts from replicate to replicate.
        let noise = |number: usize| (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / f64::from(1 << 24);
        let value = |replicate: usize, place: usize| noise(place + 1) + 0.2 * noise(replicate * 1009 + place + 5000);
        let matrix = |replicate: usize| (0..900).map(|place| value(replicate, place)).collect::<Vec<f64>>();
        let field = Field { doubts: &[0; 300], objectives: 3, replicates: 100 };
        let mut fill = |replicate: usize, values: &mut [f64]| {
            values.copy_from_slice(&matrix(replicate));
            ControlFlow::Continue(())
        };
        let found = places(&field, &mut fill).unwrap();
        let matrices: Vec<Vec<f64>> = (0..100).map(matrix).collect();
        let mut certain = 0;
        for (design, place) in found.iter().enumerate() {
            let wins = |by: usize| {
                matrices.iter().filter(|matrix| dominates(row(&field, matrix, by), row(&field, matrix, design))).count()
            };
            let best = (0..300).filter(|by| found[*by].on_front > 0.0).map(wins).max().unwrap_or(0) as f64 / 100.0;
            let named = place.by.map_or(0.0, |(_, share)| share);
            assert!(named <= best && named >= best - 0.1, "{design}: {named} of {best}");
            assert_eq!(place.by.map_or(0, |(by, _)| wins(by)) as f64 / 100.0, named);
            certain += usize::from(named >= 0.95);
        }
        assert!(certain > 100, "{certain}");
    }
}
