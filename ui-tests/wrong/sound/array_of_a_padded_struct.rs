// Whoever looks at an array asks its items first whether they are blocks.
use cornu::Block;

#[derive(Clone, Copy)]
#[repr(C, align(8))]
struct Padded {
    value: f32,
}

cornu::block! { impl [] Padded { value } }

#[repr(C)]
struct Outer {
    inside: [Padded; 0],
}

cornu::block! { impl [] Outer { inside } }

const _: usize = <[Padded; 1]>::LENGTH;
const _: usize = <[[Padded; 0]; 3]>::LENGTH;
const _: usize = Outer::LENGTH;
const _: Padded = cornu::from_bytes(&[0; 8]);

fn main() {}
