//! Lengths as typenum numbers: what code that is generic over models calculates with.

use typenum::{B0, B1, UInt, UTerm};

/// Appends a binary digit to a typenum number; a leading zero appends nothing.
#[doc(hidden)]
pub trait Push<const DIGIT: bool> {
    type Number;
}

impl Push<false> for UTerm {
    type Number = UTerm;
}

impl Push<true> for UTerm {
    type Number = UInt<UTerm, B1>;
}

impl<U, B> Push<false> for UInt<U, B> {
    type Number = UInt<UInt<U, B>, B0>;
}

impl<U, B> Push<true> for UInt<U, B> {
    type Number = UInt<UInt<U, B>, B1>;
}

#[doc(hidden)]
pub const fn digit(number: usize, place: u32) -> bool {
    number >> place & 1 == 1
}

/// Any constant below 2²⁵ as a typenum number (`typenum::U<N>` alone stops at 1,024).
///
/// ```
/// use cornu_engine::{length, typenum::Unsigned};
///
/// const VALUES: usize = 32 * 32 * 3;
/// assert_eq!(<length!(VALUES)>::USIZE, 3072);
/// ```
#[macro_export]
macro_rules! length {
    ($n:expr) => {
        $crate::length!(@ $n, $crate::typenum::UTerm, 24 23 22 21 20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0)
    };
    (@ $n:expr, $t:ty,) => { $t };
    (@ $n:expr, $t:ty, $place:literal $($rest:literal)*) => {
        $crate::length!(@ $n, <$t as $crate::Push<{ $crate::digit($n, $place) }>>::Number, $($rest)*)
    };
}
