//! Images that are turned or out of focus, as cameras take them.

use crate::model::ImageShape;

/// What is done to images, in the words people see.
pub(super) const DISTURBANCES: [(&str, Disturb); 2] =
    [("Turned by 15 degrees", |image, shape| turned(image, shape, 15.0)), ("Out of focus", blurred)];

/// Gives the disturbed pixels of one image.
pub(super) type Disturb = fn(&[f64], ImageShape) -> Vec<f64>;

/// The image turned around its middle, bilinear between pixels; what comes in from outside is as the nearest border.
fn turned(image: &[f64], shape: ImageShape, degrees: f64) -> Vec<f64> {
    let (width, height) = (f64::from(shape.width), f64::from(shape.height));
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let (middle_x, middle_y) = ((width - 1.0) / 2.0, (height - 1.0) / 2.0);
    each(shape, |row, column, channel| {
        let (x, y) = (f64::from(column) - middle_x, f64::from(row) - middle_y);
        let from_x = (cosine * x + sine * y + middle_x).clamp(0.0, width - 1.0);
        let from_y = (cosine * y - sine * x + middle_y).clamp(0.0, height - 1.0);
        let (left, top) = (from_x.floor(), from_y.floor());
        let (right_share, lower_share) = (from_x - left, from_y - top);
        let at = |down: f64, across: f64| pixel(image, shape, (top + down, left + across), channel);
        let upper = at(0.0, 0.0) * (1.0 - right_share) + at(0.0, 1.0) * right_share;
        let lower = at(1.0, 0.0) * (1.0 - right_share) + at(1.0, 1.0) * right_share;
        upper * (1.0 - lower_share) + lower * lower_share
    })
}

/// Each pixel the mean of the 3 × 3 around it, the nearer ones weighing more (1-2-1 along both sides).
fn blurred(image: &[f64], shape: ImageShape) -> Vec<f64> {
    const WEIGHTS: [(f64, f64); 3] = [(-1.0, 1.0), (0.0, 2.0), (1.0, 1.0)];
    each(shape, |row, column, channel| {
        let mut sum = 0.0;
        for (down, of_row) in WEIGHTS {
            for (across, of_column) in WEIGHTS {
                let place = (f64::from(row) + down, f64::from(column) + across);
                sum += of_row * of_column * pixel(image, shape, place, channel);
            }
        }
        sum / 16.0
    })
}

/// The value at a place in the image, or at its border for one outside.
fn pixel(image: &[f64], shape: ImageShape, (row, column): (f64, f64), channel: u32) -> f64 {
    let inside = |place: f64, length: u32| place.clamp(0.0, f64::from(length.saturating_sub(1))) as usize;
    let (row, column) = (inside(row, shape.height), inside(column, shape.width));
    let place = (row * shape.width as usize + column) * shape.channels as usize + channel as usize;
    image.get(place).copied().unwrap_or(f64::NAN)
}

/// An image of the values that `value` gives for row, column and channel.
fn each(shape: ImageShape, value: impl Fn(u32, u32, u32) -> f64) -> Vec<f64> {
    let value = &value;
    let pixels = (0..shape.height).flat_map(|row| (0..shape.width).map(move |column| (row, column)));
    pixels.flat_map(|(row, column)| (0..shape.channels).map(move |channel| value(row, column, channel))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPE: ImageShape = ImageShape { width: 3, height: 3, channels: 1 };
    const IMAGE: [f64; 9] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];

    #[test]
    fn a_quarter_turn_moves_every_pixel() {
        let found = turned(&IMAGE, SHAPE, 90.0);
        let expected = [7.0, 4.0, 1.0, 8.0, 5.0, 2.0, 9.0, 6.0, 3.0];
        let mirrored = [3.0, 6.0, 9.0, 2.0, 5.0, 8.0, 1.0, 4.0, 7.0];
        let is = |expected: &[f64; 9]| found.iter().zip(expected).all(|(found, wanted)| (found - wanted).abs() < 1e-9);
        assert!(is(&expected) || is(&mirrored), "{found:?}");
        assert!(turned(&IMAGE, SHAPE, 0.0).iter().zip(IMAGE).all(|(found, wanted)| (found - wanted).abs() < 1e-9));
    }

    #[test]
    fn out_of_focus_is_a_weighted_mean() {
        let mut point = [0.0; 9];
        point[4] = 16.0;
        assert_eq!(blurred(&point, SHAPE), [1.0, 2.0, 1.0, 2.0, 4.0, 2.0, 1.0, 2.0, 1.0]);
        assert_eq!(blurred(&[3.0; 27], ImageShape { channels: 3, ..SHAPE }), [3.0; 27]);
    }
}
