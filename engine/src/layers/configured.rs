//! A layer whose settings stand behind it, inside another one: `TimeDistributed<Dense<3, 8> { l2: 1e-4 }>`.

use super::recurrent_settings::check_alone;
use crate::{
    Backward, Configurable, Configure, Configured, Dims, First, Fit, Floats, Forward, Layer, NestedSettings,
    Parameter, Parameters, Random, Rule, Setup, Shape, ShapeRule, Variant,
};

#[diagnostic::do_not_recommend]
impl<T: Parameters, I: 'static> Parameters for Configured<T, I> {
    const PARAMETERS: &'static [Parameter] = T::PARAMETERS;
}

#[diagnostic::do_not_recommend]
impl<T, I> Configurable for Configured<T, I> {
    type Settings = NestedSettings;
}

#[diagnostic::do_not_recommend]
impl<S: Setup<Settings = NestedSettings>, T: Configure<I>, I: Setup> Configure<S> for Configured<T, I> {
    const CHECK: Fit = T::CHECK.and(check_alone(S::SETTINGS.merge_mode));
}

#[diagnostic::do_not_recommend]
impl<T, I> Variant<0> for Configured<T, I> {
    type Layer = Self;
}

#[diagnostic::do_not_recommend]
impl<T: First, I> First for Configured<T, I> {
    const INPUT: Dims = T::INPUT;
}

impl<In: Shape, S: Setup<Settings = NestedSettings>, T: ShapeRule<In, I>, I: Setup> ShapeRule<In, S>
    for Configured<T, I>
{
    const OUTPUT: Dims = T::OUTPUT;
    const FIT: Fit = T::FIT;
    const TO_GIVE_SEQUENCE: &'static str = T::TO_GIVE_SEQUENCE;
    const TAKES_TOKENS: bool = T::TAKES_TOKENS;
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = NestedSettings>, T: Layer<In, I>, I: Setup> Layer<In, S>
    for Configured<T, I>
{
    type Activation = T::Activation;
    const COST: usize = T::COST;
    const TRACE: Floats = T::TRACE;
    const SCRATCH: Floats = T::SCRATCH;
    const INFERENCE_SCRATCH: usize = T::INFERENCE_SCRATCH;
    const IDENTITY: bool = T::IDENTITY;
    const STATE: Option<usize> = T::STATE;

    fn build(&mut self, random: &mut Random) {
        self.layer.build(random);
    }

    #[inline(always)]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        self.layer.infer(x, y, scratch);
    }

    #[inline(always)]
    fn forward(&self, pass: Forward<'_>) {
        self.layer.forward(pass);
    }

    #[inline(always)]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        self.layer.backward(pass, d.map(|d| &mut d.layer));
    }

    #[inline(always)]
    fn update_state(&mut self, trace: &[f32], samples: usize) {
        self.layer.update_state(trace, samples);
    }

    #[inline(always)]
    fn activity() -> Rule {
        T::activity()
    }

    #[inline(always)]
    fn penalty(&self) -> f64 {
        self.layer.penalty()
    }

    #[inline(always)]
    fn add_penalty_gradient(&self, d: &mut Self) {
        self.layer.add_penalty_gradient(&mut d.layer);
    }

    #[inline(always)]
    fn constrain(&mut self) {
        self.layer.constrain();
    }

    #[inline(always)]
    fn step(&self, x: &[f32], y: &mut [f32], state: &mut [f32], scratch: &mut [f32]) {
        self.layer.step(x, y, state, scratch);
    }
}
