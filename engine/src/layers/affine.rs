//! What follows a normalization: the multiplication by gamma and the addition of beta, each of which the settings
//! `scale` and `center` may leave out.

/// Lets the settings `scale` and `center` choose the last two parameters of a layer's type: the variant 1 has no
/// beta, the variant 2 no gamma, the variant 3 neither.
/// `scale_and_center! { impl [const N: usize] MyLayer<N>: MySettings }`
macro_rules! scale_and_center {
    (impl [$($generics:tt)*] $layer:ident<$($argument:ident),* $(,)?>: $settings:ty) => {
        #[diagnostic::do_not_recommend]
        impl<S: $crate::Setup<Settings = $settings>, $($generics)*, G: $crate::BiasTerm, B: $crate::BiasTerm>
            $crate::Configure<S> for $layer<$($argument),*, G, B>
        {
            const CHECK: $crate::Fit = <$settings as $crate::CheckSettings<S>>::CHECK;
            const VARIANT: usize = match (S::SETTINGS.scale, S::SETTINGS.center) {
                (true, true) => 0,
                (true, false) => 1,
                (false, true) => 2,
                (false, false) => 3,
            };
        }

        $crate::layers::affine::scale_and_center! { @ variant 0, $layer<$($argument),*>, [$($generics)*], G, B }
        $crate::layers::affine::scale_and_center! {
            @ variant 1, $layer<$($argument),*>, [$($generics)*], G, $crate::NoBias
        }
        $crate::layers::affine::scale_and_center! {
            @ variant 2, $layer<$($argument),*>, [$($generics)*], $crate::NoBias, B
        }
        $crate::layers::affine::scale_and_center! {
            @ variant 3, $layer<$($argument),*>, [$($generics)*], $crate::NoBias, $crate::NoBias
        }
    };
    (@ variant $number:literal, $layer:ident<$($argument:ident),*>, [$($generics:tt)*], $gamma:ty, $beta:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*, G: $crate::BiasTerm, B: $crate::BiasTerm> $crate::Variant<$number>
            for $layer<$($argument),*, G, B>
        {
            type Layer = $layer<$($argument),*, $gamma, $beta>;
        }
    };
}
pub(super) use scale_and_center;

/// A channel's gamma, or 1 if there is none.
#[inline(always)]
pub(super) fn gamma_at(gamma: &[f32], channel: usize) -> f32 {
    if gamma.is_empty() { 1.0 } else { gamma[channel] }
}

/// y = f(x)·gamma + beta, of a row, where gamma and beta may be missing.
#[inline(always)]
pub(super) fn write_row(x: &[f32], y: &mut [f32], gamma: &[f32], beta: &[f32], f: impl Fn(f32) -> f32) {
    let row = y.iter_mut().zip(x);
    match (gamma.is_empty(), beta.is_empty()) {
        (false, false) => {
            row.zip(gamma.iter().zip(beta)).for_each(|((y, x), (gamma, beta))| *y = f(*x) * gamma + beta);
        }
        (false, true) => row.zip(gamma).for_each(|((y, x), gamma)| *y = f(*x) * gamma),
        (true, false) => row.zip(beta).for_each(|((y, x), beta)| *y = f(*x) + beta),
        (true, true) => row.for_each(|(y, x)| *y = f(*x)),
    }
}

/// dx = gamma·dy, of a row.
#[inline(always)]
pub(super) fn scale_row(dy: &[f32], dx: &mut [f32], gamma: &[f32]) {
    if gamma.is_empty() {
        dx.copy_from_slice(dy);
    } else {
        dx.iter_mut().zip(dy).zip(gamma).for_each(|((dx, dy), gamma)| *dx = gamma * dy);
    }
}

/// The gamma, the beta and the rest of a reference's parameters: gamma is 1 and beta 0 where they are left out.
#[cfg(test)]
pub(super) fn split(
    [has_gamma, has_beta]: [bool; 2],
    channels: usize,
    parameters: &[f64],
) -> (std::vec::Vec<f64>, std::vec::Vec<f64>, &[f64]) {
    let (gamma, rest) = parameters.split_at(if has_gamma { channels } else { 0 });
    let (beta, rest) = rest.split_at(if has_beta { channels } else { 0 });
    let or = |values: &[f64], default| {
        if values.is_empty() { std::vec![default; channels] } else { values.to_vec() }
    };
    (or(gamma, 1.0), or(beta, 0.0), rest)
}
