//! Which vector instructions the machine has, and code compiled for them.
//!
//! A binary is usually built for the oldest machine it must run on, so what a newer one can do is
//! found out when the program runs. Without the feature `std` there is no way to ask, and the
//! answer is what the build was told with `-C target-feature` or `-C target-cpu`.

use core::fmt;

/// The instruction set that the kernels run on. A later one includes those before it.
///
/// ```
/// use cornu_engine::InstructionSet;
///
/// assert!(InstructionSet::Avx512 > InstructionSet::Avx2);
/// assert_eq!(InstructionSet::Avx512.to_string(), "AVX-512");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum InstructionSet {
    /// Whatever the build is for: plain loops.
    Portable = 1,
    /// AVX2 and FMA.
    Avx2 = 2,
    /// AVX-512 with the parts that every processor but the first Xeon Phi has: F, BW, DQ and VL.
    Avx512 = 3,
}

impl InstructionSet {
    /// The best that this machine has. Cheap: after the first call it is one load.
    ///
    /// ```
    /// use cornu_engine::InstructionSet;
    ///
    /// let found = InstructionSet::detect();
    /// println!("Kernels run on {found} instructions.");
    /// assert!(found >= InstructionSet::Portable);
    /// ```
    #[inline]
    pub fn detect() -> Self {
        #[cfg(all(feature = "std", target_arch = "x86_64"))]
        {
            use core::sync::atomic::{AtomicU8, Ordering::Relaxed};
            // Relaxed, since all threads that find it empty write the same value.
            static FOUND: AtomicU8 = AtomicU8::new(0);
            match FOUND.load(Relaxed) {
                1 => Self::Portable,
                2 => Self::Avx2,
                3 => Self::Avx512,
                _ => {
                    let found = Self::ask_the_processor();
                    FOUND.store(found as u8, Relaxed);
                    found
                }
            }
        }
        #[cfg(not(all(feature = "std", target_arch = "x86_64")))]
        Self::of_the_build()
    }

    #[cfg(all(feature = "std", target_arch = "x86_64"))]
    #[cold]
    fn ask_the_processor() -> Self {
        use std::is_x86_feature_detected as has;
        if !(has!("avx2") && has!("fma")) {
            Self::Portable
        } else if has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl") {
            Self::Avx512
        } else {
            Self::Avx2
        }
    }

    #[cfg(not(all(feature = "std", target_arch = "x86_64")))]
    fn of_the_build() -> Self {
        if !cfg!(all(target_feature = "avx2", target_feature = "fma")) {
            Self::Portable
        } else if cfg!(all(
            target_feature = "avx512f",
            target_feature = "avx512bw",
            target_feature = "avx512dq",
            target_feature = "avx512vl"
        )) {
            Self::Avx512
        } else {
            Self::Avx2
        }
    }

    /// Runs `work` compiled for this instruction set, or for the best of the machine if it lacks
    /// this one.
    ///
    /// ```
    /// use cornu_engine::InstructionSet;
    ///
    /// let mut values = [1.0_f32; 1000];
    /// InstructionSet::Avx2.run(|| values.iter_mut().for_each(|x| *x *= 2.0));
    /// assert_eq!(values, [2.0; 1000]);
    /// ```
    #[inline(always)]
    pub fn run<R>(self, work: impl FnOnce() -> R) -> R {
        match self.min(Self::detect()) {
            // SAFETY: `detect` found these instructions, or later ones that include them.
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => unsafe { run_avx512(work) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { run_avx2(work) },
            _ => work(),
        }
    }
}

impl fmt::Display for InstructionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Portable => "portable",
            Self::Avx2 => "AVX2",
            Self::Avx512 => "AVX-512",
        })
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn run_avx2<R>(work: impl FnOnce() -> R) -> R {
    work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl")]
fn run_avx512<R>(work: impl FnOnce() -> R) -> R {
    work()
}
