//! A crate that allows nothing takes layers, models and trainings of Cornu without a word.

#![deny(
    warnings, missing_docs, unused, unreachable_pub, missing_debug_implementations, rust_2018_idioms,
    single_use_lifetimes, trivial_casts, unused_qualifications, unused_results
)]
#![forbid(unsafe_code)]

/// Layers.
pub mod layers {
    use cornu::{Backward, Dims, First, Fit, Layer, Linear, Random, Shape, ShapeRule, parameters};

    /// Scales.
    #[repr(C)]
    #[derive(Clone, Debug)]
    pub struct Scale<const N: usize> {
        gain: [f32; N],
    }

    parameters! { impl [const N: usize] Scale<N> { gain } }

    impl<const N: usize> First for Scale<N> {
        const INPUT: Dims = Dims::flat(N);
    }

    impl<In: Shape, const N: usize> ShapeRule<In> for Scale<N> {
        const OUTPUT: Dims = In::DIMS;
        const FIT: Fit = Fit::last(N, In::DIMS);
    }

    impl<In: Shape, const N: usize> Layer<In> for Scale<N> {
        type Activation = Linear;
        const COST: usize = N;

        fn build(&mut self, _: &mut Random) {
            self.gain = [1.0; N];
        }
        fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
            y.copy_from_slice(x);
        }
        fn backward(&self, _: Backward<'_>, _: Option<&mut Self>) {}
    }
    /// Nothing.
    #[repr(C)]
    #[derive(Clone, Debug)]
    pub struct Nothing;
    parameters! { impl [] Nothing {} }
    impl<In: Shape> ShapeRule<In> for Nothing {
        const OUTPUT: Dims = In::DIMS;
        const FIT: Fit = Fit::Ok;
    }
    impl<In: Shape> Layer<In> for Nothing {
        type Activation = Linear;
        const COST: usize = 0;
        fn build(&mut self, _: &mut Random) {}
        fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
            y.copy_from_slice(x);
        }
        fn backward(&self, _: Backward<'_>, _: Option<&mut Self>) {}
    }
}

/// Layers, activations and merges with settings.
pub mod settings {
    use cornu::{
        Activation, Backward, Dims, Fit, Inputs, Layer, Linear, Merge, Random, Setup, Shape, ShapeRule, activation,
        configure, parameters, settings,
    };

    settings! {
        /// What may stand in braces behind a [`Gain`].
        pub struct GainSettings {
            /// What each number is multiplied by.
            pub factor: f32 = 1.0 => (factor > 0.0, "above 0"),
            /// That of the second.
            pub factor_second: Option<f32> = None,
        }
    }

    /// Multiplies.
    #[repr(C)]
    #[derive(Clone, Debug)]
    pub struct Gain;

    parameters! { impl [] Gain: GainSettings {} }

    impl<In: Shape, S: Setup<Settings = GainSettings>> ShapeRule<In, S> for Gain {
        const OUTPUT: Dims = In::DIMS;
        const FIT: Fit = Fit::Ok;
    }

    impl<In: Shape, S: Setup<Settings = GainSettings>> Layer<In, S> for Gain {
        type Activation = Linear;
        const COST: usize = 1;

        fn build(&mut self, _: &mut Random) {}
        fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
            for (y, x) in y.iter_mut().zip(x) {
                *y = x * S::SETTINGS.factor;
            }
        }
        fn backward(&self, _: Backward<'_>, _: Option<&mut Self>) {}
    }

    settings! {
        /// What may stand in braces behind a [`Shrink`].
        pub struct ShrinkSettings {
            /// What is nearer to 0 than this becomes 0.
            pub threshold: f32 = 0.5 => (threshold >= 0.0, "at least 0"),
        }
    }

    /// 0 for small values.
    #[derive(Clone, Copy, Debug)]
    pub struct Shrink;

    activation! { Shrink: ShrinkSettings }

    impl<S: Setup<Settings = ShrinkSettings>> Activation<S> for Shrink {
        fn apply(values: &mut [f32], _width: usize) {
            for x in values.iter_mut().filter(|x| x.abs() <= S::SETTINGS.threshold) {
                *x = 0.0;
            }
        }

        fn backward(_sums: &[f32], _outputs: &[f32], _d: &mut [f32], _width: usize) {}
    }

    /// |a − b|
    #[derive(Clone, Copy, Debug)]
    pub struct Distance;

    configure! { impl [] Distance: cornu::NoSettings }

    impl<In: Inputs> Merge<In> for Distance {
        const OUTPUT: Dims = In::ALL[0];
        const FIT: Fit = Fit::alike(In::ALL);

        fn infer(x: &[&[f32]], y: &mut [f32]) {
            for (place, y) in y.iter_mut().enumerate() {
                *y = (x[0][place] - x[1][place]).abs();
            }
        }

        fn backward(_x: &[&[f32]], _y: &[f32], _dy: &[f32], _which: usize, _dx: &mut [f32]) {}
    }
}

use cornu::prelude::*;

/// A model with every kind of settings.
pub mod configured {
    use cornu::{MergeMode, layers::Input as Entrance, prelude::*};

    const RATE: f32 = 0.25;

    model! {
        /// Angle brackets and braces, in a list.
        #[derive(Clone, Debug)]
        pub struct Picture <
            Entrance<16, 16, 4>,
            Conv2D<4, 8, (1, 5), LeakyRelu { negative_slope: 0.1 }> { strides: (2, 1), padding: Same, groups: 2 },
            Conv2D<_, 8, 3> { dilation_rate: 2, use_bias: false, kernel_constraint: MaxNorm(3.0) },
            BatchNorm<_> { scale: false, momentum: 0.9 },
            Relu,
            GroupNorm<8> { groups: 4, center: false },
            PRelu<_> { alpha_initializer: Constant(0.25) },
            UnitNorm { axis: 3 },
            MaxPool2D<2> { strides: 1, padding: Same },
            Dropout { rate: RATE },
            crate::settings::Gain { factor: (2.0, 3.0) },
            Reshape<4, -1>,
            Bidirectional<LSTM<96, 8> { return_sequences: true, go_backwards: true }> { merge_mode: MergeMode::Sum },
            TimeDistributed<Dense<8, 4, crate::settings::Shrink { threshold: 0.1 }> { use_bias: false, l2: 1e-4 }>,
            Bidirectional<GRU<4, 8>> { reset_after: false, recurrent_l2: 1e-4 },
            Dense<_, 10, Softmax> {
                kernel_initializer: RandomNormal { mean: 0.0, stddev: 0.05 },
                kernel_regularizer: L2(1e-4),
                bias_initializer: Constant(0.1),
                activity_l2: 1e-4,
                trainable: true,
            },
        >;
    }
}

/// A model.
pub mod public {
    use cornu::prelude::*;

    model! {
        /// Digits.
        #[derive(Clone, Debug)]
        pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >;
    }
}
use public::Digits;

mod inner {
    use cornu::prelude::*;
    const HIDDEN: usize = 12;
    // Names that the macro could stumble over.
    #[allow(dead_code)]
    type Option = ();
    #[allow(dead_code)]
    struct Some;
    mod pass {}
    mod core {}
    mod secret {
        use cornu::{Activation, math};
        #[allow(unreachable_pub)]
        pub struct Swish;
        impl Activation for Swish {
            const NEEDS_SUMS: bool = true;
            fn apply(values: &mut [f32], _width: usize) {
                for x in values { *x *= math::sigmoid(*x); }
            }
            fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
                d.copy_from_slice(sums);
            }
        }
        cornu::activation! { Swish }
    }

    model! {
        pub(crate) struct Picture <
            Input<28, 28, 1>,
            crate::layers::Nothing,
            Flatten,
            Dense<{ 28 * 28 }, HIDDEN, secret::Swish> { kernel_initializer: HeNormal, bias_initializer: Constant(-0.5) },
            crate::layers::Scale<_>,
            Dense<_, 1, secret::Swish>,
        >;
    }

    pub(crate) fn run() -> f32 {
        const LOCAL: usize = 3;
        model! { struct Local < Dense<LOCAL, 2, Relu>, Dense<_, 1> >; }
        model! {
            #[cfg(any())]
            struct Gone < Dense<MISSING, 2, Relu>, Dense<_, 1> >;
        }
        let local = Local::new(3);
        Picture::new(7).predict(&[[[0.0]; 28]; 28])[0] + local.predict(&[0.0; 3])[0]
    }
}

fn main() {
    let _ = inner::run();
    let _ = configured::Picture::new(7);
    let mut digits = Digits::new(7).compile(Adam::default(), SparseCategoricalCrossentropy);
    let _ = digits.fit(&[[0.0; 784]], &[Class::new(3).unwrap()]).verbose(Verbose::Silent).run().unwrap();
    let _: [f32; 10] = digits.predict(&[0.0; 784]);
}
