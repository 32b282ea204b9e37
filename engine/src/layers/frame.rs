//! An image inside a larger one: what zero padding makes of it, and cropping takes from it. A sequence is an
//! image of one row.

use crate::Dims;

#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// The rows and columns inside.
    inside: [usize; 2],
    /// Those outside.
    outside: [usize; 2],
    /// Where the first inside stands.
    first: [usize; 2],
    channels: usize,
}

impl Frame {
    /// An image, and what stands above, below, left and right of it.
    pub(super) const fn around(image: Dims, [top, bottom, left, right]: [usize; 4]) -> Self {
        let [rows, columns] = rows_and_columns(image);
        let outside = [top + rows + bottom, left + columns + right];
        Frame { inside: [rows, columns], outside, first: [top, left], channels: image.last() }
    }

    /// What is left of an image if as much is cut off; its size is 0 if nothing is.
    pub(super) const fn within(image: Dims, [top, bottom, left, right]: [usize; 4]) -> Self {
        let [rows, columns] = rows_and_columns(image);
        let inside = [rows.saturating_sub(top + bottom), columns.saturating_sub(left + right)];
        Frame { inside, outside: [rows, columns], first: [top, left], channels: image.last() }
    }

    pub(super) const fn outside(self) -> [usize; 2] {
        self.outside
    }

    pub(super) const fn inside(self) -> [usize; 2] {
        self.inside
    }

    const fn floats(self, [rows, columns]: [usize; 2]) -> usize {
        rows * columns * self.channels
    }

    /// Where in a sample outside the rows inside stand.
    #[inline(always)]
    fn places(self) -> impl Iterator<Item = core::ops::Range<usize>> {
        let ([rows, columns], [top, left]) = (self.inside, self.first);
        (top..top + rows).map(move |row| {
            let start = (row * self.outside[1] + left) * self.channels;
            start..start + columns * self.channels
        })
    }

    /// Samples with zeros around them.
    #[inline(always)]
    pub(super) fn widen(self, from: &[f32], to: &mut [f32]) {
        to.fill(0.0);
        let samples = from.chunks_exact(self.floats(self.inside));
        for (from, to) in samples.zip(to.chunks_exact_mut(self.floats(self.outside))) {
            let rows = from.chunks_exact(self.inside[1] * self.channels);
            rows.zip(self.places()).for_each(|(row, place)| to[place].copy_from_slice(row));
        }
    }

    /// Samples without what stands around them.
    #[inline(always)]
    pub(super) fn narrow(self, from: &[f32], to: &mut [f32]) {
        let samples = from.chunks_exact(self.floats(self.outside));
        for (from, to) in samples.zip(to.chunks_exact_mut(self.floats(self.inside))) {
            let rows = to.chunks_exact_mut(self.inside[1] * self.channels);
            rows.zip(self.places()).for_each(|(row, place)| row.copy_from_slice(&from[place]));
        }
    }
}

const fn rows_and_columns(sample: Dims) -> [usize; 2] {
    if sample.rank == 3 { [sample.sizes[0], sample.sizes[1]] } else { [1, sample.sizes[0]] }
}

/// A layer of a [`Frame`] of the shape `In`: `$forward` is its way forward and `$backward` its way back.
macro_rules! frame_layer {
    (impl [$($generics:tt)*] $layer:ty { $frame:expr, $forward:ident, $backward:ident, $output:expr, $fit:expr }) => {
        crate::parameters! { impl [$($generics)*] $layer {} }

        impl<In: crate::Shape, $($generics)*> crate::ShapeRule<In> for $layer {
            const OUTPUT: crate::Dims = $output;
            const FIT: crate::Fit = $fit;
        }

        #[diagnostic::do_not_recommend]
        impl<In: crate::Shape, $($generics)*> crate::Layer<In> for $layer {
            type Activation = crate::Linear;
            const COST: usize = 0;

            fn build(&mut self, _: &mut crate::Random) {}

            #[inline]
            fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
                const { $frame }.$forward(x, y);
            }

            #[inline]
            fn backward(&self, pass: crate::Backward<'_>, _: Option<&mut Self>) {
                if let Some(dx) = pass.dx {
                    const { $frame }.$backward(pass.dy, dx);
                }
            }
        }
    };
}

pub(super) use frame_layer;

#[cfg(test)]
pub(super) mod tests {
    use crate::Dims;
    use std::vec::Vec;

    /// The values of an image at every place around it, 0 where there are none; `cut` and `add` are above,
    /// below, left and right.
    pub(in crate::layers) fn framed(x: &[f64], image: Dims, cut: [usize; 4], add: [usize; 4]) -> Vec<f64> {
        let [rows, columns, channels, _] = image.sizes;
        let along =
            |size: usize, [first, last]: [usize; 2], [before, behind]: [usize; 2]| -> Vec<Option<usize>> {
                let zeros = |count| core::iter::repeat_n(None, count);
                zeros(before).chain((first..size - last).map(Some)).chain(zeros(behind)).collect()
            };
        let across = along(columns, [cut[2], cut[3]], [add[2], add[3]]);
        let mut all = Vec::new();
        for row in along(rows, [cut[0], cut[1]], [add[0], add[1]]) {
            for column in &across {
                for channel in 0..channels {
                    all.push(match (row, column) {
                        (Some(row), Some(column)) => x[(row * columns + column) * channels + channel],
                        _ => 0.0,
                    });
                }
            }
        }
        all
    }
}
