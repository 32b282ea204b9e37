//! Work on all processors, with the feature `threads`; without it, on the one that asks.
//!
//! Work is cut where no sum is: a thread computes rows of a product, or updates a part of the
//! parameters, bit for bit as one thread would.

/// How many threads share large work: the processors, or what the environment variable
/// `RAYON_NUM_THREADS` says. 1 without the feature `threads`.
///
/// ```
/// assert!(cornu_engine::threads() >= 1);
/// ```
pub fn threads() -> usize {
    #[cfg(feature = "threads")]
    return rayon::current_num_threads();
    #[cfg(not(feature = "threads"))]
    1
}

/// Does both, at the same time if a thread is free.
pub(crate) fn join(a: impl FnOnce() + Send, b: impl FnOnce() + Send) {
    #[cfg(feature = "threads")]
    rayon::join(a, b);
    #[cfg(not(feature = "threads"))]
    {
        a();
        b();
    }
}

/// Runs work with 1, 2, 3 and 4 threads, and asserts that all give the same.
#[cfg(all(test, feature = "threads"))]
pub(crate) fn same_on_any_number<R: PartialEq + core::fmt::Debug + Send>(work: impl Fn() -> R + Sync) {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            assert_eq!(self::threads(), threads);
            work()
        })
    };
    let alone = on(1);
    for threads in 2..=4 {
        assert!(on(threads) == alone, "{threads} threads give other bits than one");
    }
}
