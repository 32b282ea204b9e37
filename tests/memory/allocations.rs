//! After the first step nothing allocates.

use cornu::{InstructionSet, Optimizer, Training, inference_floats, pass, prelude::*, training_floats};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    hint::black_box,
    thread,
};

/// The system's allocator, which counts by thread: other tests run beside these.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

thread_local!(static COUNT: Cell<usize> = const { Cell::new(0) });

fn count() {
    // A thread that ends has no counter any more, and nobody asks for it.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: every call goes to the system's allocator as it came; counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller's promise.
        unsafe { System.realloc(old, layout, size) }
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(old, layout) }
    }
}

/// How often `work` allocates.
pub(super) fn allocations<R>(work: impl FnOnce() -> R) -> usize {
    let before = COUNT.get();
    black_box(work());
    COUNT.get() - before
}

model! { struct Small < Dense<8, 10, Tanh>, Dense<10, 3, Softmax> >; }
// Its products are packed, and one sample's memory does not stand on the stack.
model! { struct Wide < Dense<64, 5000, Relu>, Dense<5000, 3, Softmax> >; }
const _: () = assert!(Wide::INFERENCE_BYTES > 16 * 1024);

fn samples<const N: usize>(count: usize) -> (Vec<[f32; N]>, Vec<Class<3>>) {
    let x = (0..count).map(|n| std::array::from_fn(|i| ((n * 7 + i * 3) % 11) as f32 / 11.0));
    (x.collect(), (0..count).map(|n| Class::new(n % 3).unwrap()).collect())
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| 1 + 1), 0);
    assert_eq!(allocations(|| Box::new(1)), 1);
    assert_eq!(allocations(|| vec![0; 100]), 1);
    assert_eq!(allocations(|| Vec::<u8>::with_capacity(1).reserve_exact(1000)), 2);
    // Each thread counts its own.
    let elsewhere = thread::spawn(|| allocations(|| Box::new(1)));
    assert_eq!(allocations(|| while !elsewhere.is_finished() {}), 0);
    assert_eq!(elsewhere.join().unwrap(), 1);
}

fn steps_allocate_nothing<N, const I: usize>(optimizer: impl Optimizer)
where
    N: Network<Input = [f32; I], Output = [f32; 3], Head = Softmax> + Train,
{
    const BATCH: usize = 9;
    let (x, y) = samples::<I>(BATCH);
    let mut network = N::new(7);
    let memory = vec![0.0; training_floats::<N>(BATCH, optimizer.moments())];
    let mut training = Training::new(optimizer, SparseCategoricalCrossentropy, memory);
    let mut step = |batch: usize| training.step(&mut *network, &x[..batch], &y[..batch]).unwrap();
    step(BATCH);
    for batch in [BATCH, 1, 5] {
        assert_eq!(allocations(|| step(batch)), 0, "a step of {}, batch {batch}", N::NAME);
    }
    for batch in [BATCH, 1, 5] {
        let evaluate = || training.evaluate(&network, &x[..batch], &y[..batch]).unwrap();
        assert_eq!(allocations(evaluate), 0, "an evaluation of {}, batch {batch}", N::NAME);
    }
}

#[test]
fn a_step_and_an_evaluation_allocate_nothing() {
    steps_allocate_nothing::<Small, 8>(SGD { momentum: 0.9, ..SGD::default() });
    steps_allocate_nothing::<Small, 8>(RMSprop::default());
    steps_allocate_nothing::<Small, 8>(Adam::default());
    // Without kernels of Cornu's own, large products fall to matrixmultiply, which allocates.
    if InstructionSet::detect() != InstructionSet::Portable {
        steps_allocate_nothing::<Wide, 64>(Adam::default());
    }
}

/// Many epochs allocate as often as a few: the lists of the history, the order and one batch.
#[test]
fn epochs_allocate_nothing() {
    let (x, y) = samples::<8>(50);
    let mut small = Small::new(7).compile(Adam::default(), SparseCategoricalCrossentropy);
    for shuffle in [true, false] {
        let mut fit = |epochs| {
            let fit = small.fit(&x, &y).epochs(epochs).batch_size(8).validation_split(0.3).shuffle(shuffle);
            fit.verbose(Verbose::Silent).run().unwrap()
        };
        fit(1);
        let few = allocations(|| fit(2));
        assert_eq!(allocations(|| fit(20)), few, "with shuffle: {shuffle}");
    }
    assert_eq!(
        allocations(|| small.evaluate(&x, &y).unwrap()),
        1,
        "the memory grows to a larger batch, once"
    );
    assert_eq!(allocations(|| small.evaluate(&x, &y).unwrap()), 0);
}

/// Metrics and callbacks are set up once, and then allocate no more than they do themselves.
#[test]
fn epochs_with_metrics_and_callbacks_allocate_nothing() {
    struct Watch;
    impl<N, O> Callback<N, O> for Watch {
        fn on_batch_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
            state.stop_training = state.get("top_k_categorical_accuracy").is_none_or(f64::is_nan);
            Ok(())
        }
    }
    let (x, y) = samples::<8>(50);
    let mut small = Small::new(7)
        .compile(Adam::default(), SparseCategoricalCrossentropy)
        .metric(metrics::TopKCategoricalAccuracy::new(2));
    let mut fit = |epochs| {
        let fit = small.fit(&x, &y).epochs(epochs).batch_size(8).validation_split(0.3);
        let stopping = callbacks::EarlyStopping::default().patience(epochs).restore_best_weights(true);
        let history = fit.callback(Watch).callback(stopping).verbose(Verbose::Silent).run().unwrap();
        assert_eq!(history.metrics["val_top_k_categorical_accuracy"].len(), epochs);
    };
    fit(1);
    let few = allocations(|| fit(2));
    assert_eq!(allocations(|| fit(20)), few);
}

#[test]
fn predictions_allocate_nothing() {
    let (small, wide) = (Small::new(7), Wide::new(7));
    assert_eq!(allocations(|| small.predict(&[0.5; 8])), 0);
    // The memory of a large model is made once a thread.
    assert_eq!(allocations(|| wide.predict(&[0.5; 64])), 1);
    assert_eq!(allocations(|| wide.predict(&[0.5; 64])), 0);
    let on_another_thread = || allocations(|| [(); 9].map(|()| wide.predict(&[0.5; 64])));
    assert_eq!(thread::scope(|scope| scope.spawn(on_another_thread).join()).unwrap(), 1);

    let (x, _) = samples::<64>(5);
    let (mut y, mut memory) = (vec![[0.0; 3]; 5], vec![0.0; inference_floats::<Wide>(5)]);
    assert_eq!(allocations(|| pass::predict_batch(&*wide, &x, &mut y, &mut memory)), 0);
    assert!(y.iter().all(|y| (y.iter().sum::<f32>() - 1.0).abs() < 1e-5));
}
