//! How wide the columns of a table are, as browsers decide it: each gets what its longest word needs, and what is left
//! goes to those that would like more.

/// Between columns, in points.
const GAP: f32 = 13.0;
/// Between columns whose letters have become smaller.
const TIGHT_GAP: f32 = 7.0;
/// Share of the page that one word can ask for; a longer one is broken instead of making all letters smaller.
const LONGEST_WORD: f32 = 0.4;
/// The narrowest column that words are broken in, in points.
const NARROWEST: f32 = 40.0;
/// Share of the page from which a table gets all of it.
const NEARLY_FULL: f32 = 0.6;

/// What a column asks for, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Demand {
    /// The longest piece that should not be broken.
    pub(super) min: f32,
    /// The longest piece where long numbers are divided from what stands behind them.
    pub(super) least: f32,
    /// The longest text of a cell on one line.
    pub(super) max: f32,
    /// The title on one line, which comes after all texts of cells.
    pub(super) title: f32,
    /// Whether it has numbers, which gain nothing from room.
    pub(super) numeric: bool,
}

/// How a table fits its page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fit {
    /// Points for the text of each column.
    pub(super) widths: Vec<f32>,
    pub(super) gap: f32,
    /// Size of letters per usual size.
    pub(super) factor: f32,
}

impl Fit {
    /// Where the text of a column starts.
    pub(super) fn left(&self, column: usize) -> f32 {
        self.widths[..column].iter().map(|width| width + self.gap).sum()
    }

    /// From the left of the first column to the right of the last.
    pub(super) fn width(&self) -> f32 {
        self.widths.iter().sum::<f32>() + gaps(self.widths.len(), self.gap)
    }
}

/// Fits columns into `width` points, with letters not smaller than `smallest` of the usual size.
pub(super) fn fit(demands: &[Demand], width: f32, smallest: f32) -> Fit {
    let room = width - gaps(demands.len(), GAP);
    let mins: Vec<f32> = demands.iter().map(|demand| demand.min.min(width * LONGEST_WORD)).collect();
    let maxs: Vec<f32> = demands.iter().map(|demand| demand.max.min(width)).collect();
    let least = mins.iter().sum::<f32>();
    let titled: Vec<f32> = demands.iter().map(|demand| demand.max.max(demand.title).min(width)).collect();
    if titled.iter().sum::<f32>() <= room {
        return Fit { widths: spread(demands, titled, room), gap: GAP, factor: 1.0 };
    }
    if maxs.iter().sum::<f32>() <= room {
        return Fit { widths: shared(&maxs, &titled, room), gap: GAP, factor: 1.0 };
    }
    if least <= room {
        return Fit { widths: shared(&mins, &maxs, room), gap: GAP, factor: 1.0 };
    }
    let room = width - gaps(demands.len(), TIGHT_GAP);
    let factor = (room / least).clamp(smallest, 1.0);
    let mins: Vec<f32> = mins.iter().map(|min| min * factor).collect();
    let maxs: Vec<f32> = maxs.iter().map(|max| max * factor).collect();
    let widths = if mins.iter().sum::<f32>() <= room { shared(&mins, &maxs, room) } else { capped(&mins, room) };
    Fit { widths, gap: TIGHT_GAP, factor }
}

/// Whether words have to be broken for the columns to fit into `width` points, even with the smallest letters.
pub(super) fn breaks_words(demands: &[Demand], width: f32, smallest: f32) -> bool {
    let least: f32 = demands.iter().map(|demand| demand.min.min(width * LONGEST_WORD)).sum();
    least * smallest + gaps(demands.len(), TIGHT_GAP) > width
}

/// The columns that go beside each other: all, or as many as there is room for, each time after the first column.
pub(super) fn bands(demands: &[Demand], width: f32, smallest: f32) -> Vec<Vec<usize>> {
    let needs = |column: usize| (demands[column].min * smallest).min(NARROWEST) + TIGHT_GAP;
    let mut bands = vec![Vec::new()];
    let mut used = -TIGHT_GAP;
    for column in 0..demands.len() {
        if used + needs(column) > width {
            bands.push(vec![0]);
            used = needs(0) - TIGHT_GAP;
        }
        used += needs(column);
        if let Some(band) = bands.last_mut() {
            band.push(column);
        }
    }
    bands
}

fn gaps(columns: usize, gap: f32) -> f32 {
    gap * columns.saturating_sub(1) as f32
}

/// A table that nearly fills the page gets all of it; columns of words take what is left.
fn spread(demands: &[Demand], mut widths: Vec<f32>, room: f32) -> Vec<f32> {
    let used: f32 = widths.iter().sum();
    let words = |demand: &Demand, width: f32| if demand.numeric { 0.0 } else { width };
    let wordy: f32 = demands.iter().zip(&widths).map(|(demand, width)| words(demand, *width)).sum();
    if used >= room * NEARLY_FULL && wordy > 0.0 {
        for (demand, width) in demands.iter().zip(&mut widths) {
            *width += words(demand, *width) / wordy * (room - used);
        }
    }
    widths
}

/// Each its least. Of the rest, those who would like little get it, so that short texts stay on one line; the others get
/// a part that goes with how much more they would like.
fn shared(mins: &[f32], maxs: &[f32], room: f32) -> Vec<f32> {
    let wishes: Vec<f32> = mins.iter().zip(maxs).map(|(min, max)| (max - min).max(0.0)).collect();
    let mut sorted = wishes.clone();
    sorted.sort_by(f32::total_cmp);
    let mut left = room - mins.iter().sum::<f32>();
    let little = sorted.iter().enumerate().take_while(|(index, wish)| {
        let is_little = **wish * (sorted.len() - index) as f32 <= left;
        left -= if is_little { **wish } else { 0.0 };
        is_little
    });
    let count = little.count();
    let bound = sorted.get(count).copied().unwrap_or(f32::INFINITY);
    let more: f32 = sorted[count..].iter().sum();
    let given = |wish: f32| if wish < bound { wish } else { wish / more * left };
    mins.iter().zip(&wishes).map(|(min, wish)| min + given(*wish)).collect()
}

/// Each its least, but none more than a bound that makes all of them fit.
fn capped(mins: &[f32], room: f32) -> Vec<f32> {
    let mut sorted = mins.to_vec();
    sorted.sort_by(f32::total_cmp);
    let (mut left, mut bound) = (room, 0.0);
    for (index, min) in sorted.iter().enumerate() {
        bound = left / (sorted.len() - index) as f32;
        if *min > bound {
            break;
        }
        left -= min;
    }
    mins.iter().map(|min| min.min(bound)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demand(min: f32, max: f32) -> Demand {
        Demand { min, least: min, max, title: 0.0, numeric: false }
    }

    #[test]
    fn what_is_left_goes_to_those_who_would_like_more() {
        // 413 points less one gap are 400; 100 of them are the longest words, and the wishes are 350 and 10.
        let fitted = fit(&[demand(50.0, 400.0), demand(50.0, 60.0)], 413.0, 0.8);
        assert_eq!((fitted.factor, fitted.gap), (1.0, GAP));
        assert!((fitted.widths[0] - 340.0).abs() < 0.01 && (fitted.widths[1] - 60.0).abs() < 0.01, "{fitted:?}");
        // The wishes are 300 and 150, and neither can be met: 200 points are given out two to one.
        let fitted = fit(&[demand(100.0, 400.0), demand(100.0, 250.0)], 413.0, 0.8);
        assert!((fitted.widths[0] - (100.0 + 200.0 * 300.0 / 450.0)).abs() < 0.01, "{fitted:?}");
        assert!((fitted.width() - 413.0).abs() < 0.01);
    }

    #[test]
    fn titles_give_way_to_texts() {
        // One gap leaves 400 points. With both titles 410 would be needed, and without them 380.
        let titled = |title| Demand { title, ..demand(60.0, 80.0) };
        let fitted = fit(&[demand(50.0, 300.0), titled(110.0)], 413.0, 0.8);
        // The 20 points that are left go to the title that would like them.
        assert!((fitted.widths[1] - 100.0).abs() < 0.01, "{fitted:?}");
        let fitted = fit(&[demand(50.0, 290.0), titled(110.0)], 413.0, 0.8);
        assert!((fitted.widths[1] - 110.0).abs() < 0.01, "{fitted:?}");
    }

    #[test]
    fn letters_become_smaller_before_words_are_broken() {
        let three = [demand(90.0, 300.0); 3];
        // 270 points of words in 250 less two tight gaps.
        let fitted = fit(&three, 250.0, 0.8);
        assert!((fitted.factor - 236.0 / 270.0).abs() < 1e-4, "{}", fitted.factor);
        assert!(fitted.width() <= 250.01);
        let broken = fit(&three, 150.0, 0.8);
        assert_eq!(broken.factor, 0.8);
        assert!(broken.width() <= 150.01 && broken.widths.iter().all(|width| *width > 40.0), "{broken:?}");
    }

    #[test]
    fn short_columns_keep_their_words_beside_an_endless_one() {
        let fitted = fit(&[demand(50_000.0, 50_000.0), demand(60.0, 60.0)], 490.0, 0.8);
        assert!(fitted.widths[1] >= 59.9, "{fitted:?}");
        assert!(fitted.width() <= 490.01);
        assert_eq!(fitted.factor, 1.0);
    }

    #[test]
    fn columns_that_do_not_fit_follow_below_with_the_first_repeated() {
        let bands = bands(&[demand(100.0, 200.0); 30], 490.0, 0.8);
        assert!(bands.len() > 1);
        assert!(bands.iter().all(|band| band[0] == 0));
        let mut columns: Vec<usize> = bands.iter().flatten().copied().filter(|column| *column > 0).collect();
        columns.sort_unstable();
        assert_eq!(columns, (1..30).collect::<Vec<_>>());
    }
}
