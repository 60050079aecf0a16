//! Places and sizes on the drawing, in world units (one unit is one pixel at 100 % zoom).

/// A place on the drawing; `y` grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Distance to the right of the drawing's origin.
    pub x: f32,
    /// Distance below the drawing's origin.
    pub y: f32,
}

/// Width and height, both at least 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Horizontal extent.
    pub width: f32,
    /// Vertical extent.
    pub height: f32,
}

/// An upright rectangle given by its top left corner and its size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rectangle {
    /// Top left corner.
    pub corner: Point,
    /// Extent to the right and downwards.
    pub size: Size,
}

impl Point {
    /// The point `(x, y)`.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// This point moved by `(dx, dy)`.
    #[must_use]
    pub fn moved(self, dx: f32, dy: f32) -> Self {
        Self::new(self.x + dx, self.y + dy)
    }

    /// Straight-line distance to `other`.
    pub fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

impl Size {
    /// `width` by `height`.
    pub const fn new(width: f32, height: f32) -> Self {
        Self { width, height }
    }
}

impl Rectangle {
    /// The rectangle with top left corner `(x, y)`.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { corner: Point::new(x, y), size: Size::new(width, height) }
    }

    /// The smallest rectangle with both points in it.
    pub fn spanning(a: Point, b: Point) -> Self {
        let (x, y) = (a.x.min(b.x), a.y.min(b.y));
        Self::new(x, y, a.x.max(b.x) - x, a.y.max(b.y) - y)
    }

    /// The bottom right corner.
    pub fn far_corner(self) -> Point {
        self.corner.moved(self.size.width, self.size.height)
    }

    /// The middle.
    pub fn center(self) -> Point {
        self.corner.moved(self.size.width / 2.0, self.size.height / 2.0)
    }

    /// Whether `point` lies inside or on the edge.
    pub fn contains(self, point: Point) -> bool {
        let far = self.far_corner();
        (self.corner.x..=far.x).contains(&point.x) && (self.corner.y..=far.y).contains(&point.y)
    }

    /// Whether all of `other` lies inside.
    pub fn encloses(self, other: Self) -> bool {
        self.contains(other.corner) && self.contains(other.far_corner())
    }

    /// Whether the two share any area or edge.
    pub fn touches(self, other: Self) -> bool {
        let (far, other_far) = (self.far_corner(), other.far_corner());
        self.corner.x <= other_far.x
            && other.corner.x <= far.x
            && self.corner.y <= other_far.y
            && other.corner.y <= far.y
    }

    /// This rectangle moved by `(dx, dy)`.
    #[must_use]
    pub fn moved(self, dx: f32, dy: f32) -> Self {
        Self { corner: self.corner.moved(dx, dy), size: self.size }
    }

    /// This rectangle grown by `margin` on every side.
    #[must_use]
    pub fn grown(self, margin: f32) -> Self {
        Self::new(
            self.corner.x - margin,
            self.corner.y - margin,
            self.size.width + 2.0 * margin,
            self.size.height + 2.0 * margin,
        )
    }

    /// What lies in both; `None` when they are apart.
    pub fn intersection(self, other: Self) -> Option<Self> {
        if !self.touches(other) {
            return None;
        }
        let (far, other_far) = (self.far_corner(), other.far_corner());
        let from = Point::new(self.corner.x.max(other.corner.x), self.corner.y.max(other.corner.y));
        Some(Self::spanning(from, Point::new(far.x.min(other_far.x), far.y.min(other_far.y))))
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (far, other_far) = (self.far_corner(), other.far_corner());
        Self::spanning(
            Point::new(self.corner.x.min(other.corner.x), self.corner.y.min(other.corner.y)),
            Point::new(far.x.max(other_far.x), far.y.max(other_far.y)),
        )
    }
}
