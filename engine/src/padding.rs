use crate::Dims;

/// Where a window may stand: the setting `padding` of a convolution or a pooling layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// The window stays inside what it slides over: Keras's `padding="valid"`, its default.
    Valid,
    /// Zeros are added around, so that with a stride of 1 as much comes out as goes in: Keras's
    /// `padding="same"`. If their number is odd, the one more stands behind.
    Same,
    /// Zeros are added in front, so that no step sees a later one: Keras's `padding="causal"`, of a `Conv1D`.
    Causal,
}

/// What a setting holds where the layer itself chooses a size, as Keras does of `None`: no size that makes sense.
pub(crate) const UNSET: usize = usize::MAX;

/// A window that slides along one axis: `size` places, `window` taps that are `dilation` apart, a step of
/// `stride`. Output `o` reads the places `o * stride + tap * dilation - before` that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slide {
    pub(crate) size: usize,
    pub(crate) window: usize,
    pub(crate) stride: usize,
    pub(crate) dilation: usize,
    /// The zeros in front of the first place.
    pub(crate) before: usize,
    /// How many places come out; 0 where the window does not fit.
    pub(crate) output: usize,
}

impl Slide {
    pub(crate) const fn new(
        mode: Padding,
        size: usize,
        window: usize,
        stride: usize,
        dilation: usize,
    ) -> Self {
        let none = Slide { size, window, stride, dilation, before: 0, output: 0 };
        if size == 0 || window == 0 || stride == 0 || dilation == 0 {
            return none;
        }
        // What cannot be counted does not fit either: sizes may come from anybody's shapes.
        let Some(way) = (window - 1).checked_mul(dilation) else { return none };
        if way >= usize::MAX - size {
            return none;
        }
        let span = way + 1;
        match mode {
            Padding::Valid if span > size => none,
            Padding::Valid => Slide { output: (size - span) / stride + 1, ..none },
            Padding::Same => {
                let output = size.div_ceil(stride);
                let total = ((output - 1) * stride + span).saturating_sub(size);
                Slide { before: total / 2, output, ..none }
            }
            Padding::Causal => Slide { before: span - 1, output: size.div_ceil(stride), ..none },
        }
    }

    /// How many places lie between the first tap and the last, both counted.
    pub(crate) const fn span(self) -> usize {
        (self.window - 1) * self.dilation + 1
    }

    /// The place that a tap reads, if there is one.
    #[inline(always)]
    pub(crate) const fn place(self, output: usize, tap: usize) -> Option<usize> {
        match (output * self.stride + tap * self.dilation).checked_sub(self.before) {
            Some(place) if place < self.size => Some(place),
            _ => None,
        }
    }
}

/// The [`Slide`]s of a window over an image: along its rows, and along its columns.
pub(crate) const fn slides(
    mode: Padding,
    image: Dims,
    window: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
) -> [Slide; 2] {
    let [rows, columns, ..] = image.sizes;
    [
        Slide::new(mode, rows, window[0], stride[0], dilation[0]),
        Slide::new(mode, columns, window[1], stride[1], dilation[1]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use Padding::{Causal, Same, Valid};

    #[test]
    fn sizes_are_those_of_keras() {
        let slide = |mode, size, window, stride, dilation| {
            let slide = Slide::new(mode, size, window, stride, dilation);
            (slide.output, slide.before)
        };
        assert_eq!(slide(Valid, 28, 3, 1, 1), (26, 0));
        assert_eq!(slide(Valid, 13, 2, 2, 1), (6, 0));
        assert_eq!(slide(Valid, 7, 3, 1, 3), (1, 0));
        assert_eq!(slide(Valid, 6, 3, 1, 3), (0, 0));
        assert_eq!(slide(Same, 28, 3, 1, 1), (28, 1));
        // Two zeros, or three, of which the one more stands behind.
        assert_eq!(slide(Same, 7, 3, 2, 1), (4, 1));
        assert_eq!(slide(Same, 6, 3, 2, 1), (3, 0));
        assert_eq!(slide(Same, 5, 4, 1, 1), (5, 1));
        assert_eq!(slide(Same, 5, 1, 3, 1), (2, 0));
        assert_eq!(slide(Causal, 10, 3, 1, 2), (10, 4));
        assert_eq!(slide(Valid, 5, 0, 1, 1).0, 0);
    }

    /// Nothing wraps around to sizes that would fit.
    #[test]
    fn a_window_that_cannot_be_counted_does_not_fit() {
        const MOST: usize = usize::MAX;
        for mode in [Valid, Same, Causal] {
            for [window, dilation] in [[3, MOST / 2 + 1], [MOST, MOST], [MOST, 1], [2, MOST - 5], [2, MOST]] {
                let slide = Slide::new(mode, 6, window, 1, dilation);
                assert_eq!((slide.output, slide.before), (0, 0), "{slide:?}");
            }
            // The longest that can.
            let slide = Slide::new(mode, 6, 2, MOST, MOST - 8);
            assert_eq!(slide.output, usize::from(mode != Valid));
            let reads = (0..slide.output).flat_map(|output| [slide.place(output, 0), slide.place(output, 1)]);
            assert!(reads.flatten().all(|place| place < 6));
        }
    }

    #[test]
    fn a_tap_outside_reads_nothing() {
        let slide = Slide::new(Same, 6, 3, 1, 1);
        assert_eq!([0, 1, 2].map(|tap| slide.place(0, tap)), [None, Some(0), Some(1)]);
        assert_eq!([0, 1, 2].map(|tap| slide.place(5, tap)), [Some(4), Some(5), None]);
    }
}
