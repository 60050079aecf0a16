//! How colours look to people who see fewer of them, and in grey: for tests of what must be told apart.

use egui::Color32;

/// Who looks, or on what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub(in crate::gui) enum Sight {
    /// Most people.
    Usual,
    /// Without long-wave cones.
    Protanopia,
    /// Without middle-wave cones.
    Deuteranopia,
    /// Without short-wave cones.
    Tritanopia,
    /// A grey print or screen.
    Grey,
}

impl Sight {
    /// What becomes of linear red, green and blue: the matrices of Machado, Oliveira and Fernandes (2009) for severity
    /// 1, and the luminance of Rec. 709.
    fn matrix(self) -> [[f64; 3]; 3] {
        match self {
            Self::Usual => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Self::Protanopia => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Self::Deuteranopia => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Self::Tritanopia => [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
            Self::Grey => [[0.2126, 0.7152, 0.0722]; 3],
        }
    }

    /// CIELAB (D65) of a colour as it is seen.
    fn lab(self, color: Color32) -> [f64; 3] {
        let linear = [color.r(), color.g(), color.b()].map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        let times = |row: [f64; 3], vector: [f64; 3]| row.iter().zip(vector).map(|(a, b)| a * b).sum::<f64>();
        let seen = self.matrix().map(|row| times(row, linear).clamp(0.0, 1.0));
        let to_xyz = [
            [0.412_456_4, 0.357_576_1, 0.180_437_5],
            [0.212_672_9, 0.715_152_2, 0.072_175_0],
            [0.019_333_9, 0.119_192_0, 0.950_304_1],
        ];
        let white = [0.950_47, 1.0, 1.088_83];
        let root = |ratio: f64| {
            if ratio > 216.0 / 24_389.0 { ratio.cbrt() } else { (24_389.0 / 27.0 * ratio + 16.0) / 116.0 }
        };
        let [x, y, z] = [0, 1, 2].map(|axis: usize| root(times(to_xyz[axis], seen) / white[axis]));
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// How different two colours look (CIE 1976): 2 is just noticed side by side, 100 lies between black and white.
    pub fn difference(self, a: Color32, b: Color32) -> f64 {
        let (a, b) = (self.lab(a), self.lab(b));
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;

    #[test]
    fn grey_stays_grey_and_red_and_green_come_closer() {
        for sight in Sight::iter() {
            let [lightness, a, b] = sight.lab(Color32::from_rgb(119, 119, 119));
            assert!((lightness - 50.03).abs() < 0.1 && a.abs() < 0.1 && b.abs() < 0.1, "{sight:?}");
            assert!((sight.difference(Color32::BLACK, Color32::WHITE) - 100.0).abs() < 0.1, "{sight:?}");
        }
        let (red, green) = (Color32::from_rgb(190, 60, 60), Color32::from_rgb(120, 120, 40));
        let usual = Sight::Usual.difference(red, green);
        assert!(Sight::Deuteranopia.difference(red, green) < usual / 2.0);
        // Red as CIELAB has it (Lindbloom).
        let [lightness, a, b] = Sight::Usual.lab(Color32::from_rgb(255, 0, 0));
        assert!((lightness - 53.24).abs() < 0.1 && (a - 80.09).abs() < 0.1 && (b - 67.20).abs() < 0.1);
    }
}
