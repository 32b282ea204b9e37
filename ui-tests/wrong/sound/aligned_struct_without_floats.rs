// An empty slice of it would be a pointer to nowhere.
use cornu::Block;
use std::marker::PhantomData;

#[repr(align(64))]
struct Aligned {
    kind: PhantomData<u8>,
}

cornu::block! { impl [] Aligned { kind } }

#[repr(C, align(8))]
struct Even<const N: usize> {
    values: [f32; N],
}

cornu::block! { impl [const N: usize] Even<N> { values } }

const _: usize = Aligned::LENGTH;
const _: usize = <[Aligned; 2]>::LENGTH;
const _: usize = Even::<2>::LENGTH;

fn main() {}
