//! Models, activations and outputs that are larger than the stack. What a debug build puts on the stack on its way
//! to somewhere else ends these tests by a stack overflow.

use cornu::{Block, prelude::*, view_floats_mut, zeroed_vec};
use std::{fs, path::Path, thread};

const STACK: usize = 256 * 1024;

fn on_a_small_stack(work: fn()) {
    thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
}

model! { struct Big < Dense<2048, 2048, Relu>, Dense<2048, 2> >; }
const _: () = assert!(Big::FLASH_BYTES > 16 << 20);

#[test]
fn a_large_model() {
    on_a_small_stack(|| {
        let (x, y) = (zeroed_vec::<[f32; 2048]>(3), vec![[1.0, 2.0]; 3]);
        let mut big = Big::new(7).compile(Adam::default(), MeanSquaredError);
        assert_eq!(big.predict(&x[0]), [0.0; 2]);
        let history = big.fit(&x, &y).batch_size(2).verbose(Verbose::Silent).run().unwrap();
        assert_eq!(history.epochs(), 1);
        let one = big.predict(&x[0]);
        assert!(one[0] > 0.0 && one[1] > 0.0);
        assert_eq!(big.predict_batch(&x).len(), 3);
        assert!(big.evaluate(&x, &y).unwrap().loss < 2.5);
        let big: Box<Big> = big.into_model();

        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("big.safetensors");
        big.save(&path).unwrap();
        let again = Big::load(&path).unwrap();
        fs::remove_file(path).unwrap();
        assert!(again.floats() == big.floats());
    });
}

model! { struct Wide < Dense<4, 70_000, Relu>, Dense<70_000, 2, Softmax> >; }
const _: () = assert!(Wide::INFERENCE_BYTES > STACK);

#[test]
fn large_activations() {
    on_a_small_stack(|| {
        let wide = Wide::new(7);
        let one = wide.predict(&[1.0, -1.0, 0.5, 2.0]);
        assert!((one[0] + one[1] - 1.0).abs() < 1e-6);
        assert!((wide.predict_batch(&[[1.0, -1.0, 0.5, 2.0]; 2])[1][0] - one[0]).abs() < 1e-4);
    });
}

model! { struct Image < Dense<4, 70_000, Sigmoid> >; }
const OUTPUT_BYTES: usize = size_of::<<Image as Model>::Output>();
const _: () = assert!(OUTPUT_BYTES > STACK);

#[test]
fn large_outputs_and_targets() {
    on_a_small_stack(|| {
        let (x, y) = ([[1.0, -1.0, 0.5, 2.0]; 3], zeroed_vec::<[f32; 70_000]>(3));
        let mut image = Image::new(7).compile(SGD::default(), MeanSquaredError);
        image.fit(&x, &y).batch_size(2).verbose(Verbose::Silent).run().unwrap();
        let batch = image.predict_batch(&x);
        let mut one = zeroed_vec::<[f32; 70_000]>(1);
        image.predict_into(&x[0], &mut one[0]);
        let distance = one[0].iter().zip(&batch[2]).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(distance < 1e-5, "{distance}");
        let mut image = image.into_model().compile(Adam::default(), BinaryCrossentropy);
        assert!(image.evaluate(&x, &y).unwrap().loss > 0.0);
    });
}

model! {
    struct Pictures <
        Input<64, 64, 3>, Conv2D<3, 32, 3, Relu> { padding: Same }, BatchNorm<32>, MaxPool2D<2>, Dropout,
        Conv2D<32, 64, 3, Relu> { padding: Same }, GlobalAveragePool, Dense<64, 2, Softmax>
    >;
}
const _: () = assert!(Pictures::INFERENCE_BYTES > 3 * STACK);

/// One step forward and back, and what is asked of the model afterwards.
#[test]
fn large_images() {
    on_a_small_stack(|| {
        let mut x = zeroed_vec::<[[[f32; 3]; 64]; 64]>(2);
        for (place, value) in view_floats_mut(&mut x).iter_mut().enumerate() {
            *value = (place % 17) as f32 / 17.0;
        }
        let y = [Class::new(0).unwrap(), Class::new(1).unwrap()];
        let mut pictures = Pictures::new(7).compile(Adam::default(), SparseCategoricalCrossentropy);
        pictures.fit(&x, &y).batch_size(2).verbose(Verbose::Silent).run().unwrap();
        let one = pictures.predict(&x[0]);
        assert!((one[0] + one[1] - 1.0).abs() < 1e-6);
        assert!((pictures.predict_batch(&x)[0][0] - one[0]).abs() < 1e-5);
    });
}
