use cornu::prelude::*;

model! { pub struct Net < Input<24, 16>, TimeDistributed<GroupNorm<16> { groups: 5 }>, Flatten, Dense<_, 1> >; }

fn main() {}
