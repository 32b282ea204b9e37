// Every field is named, once, and a block; and what has the fields is a struct.
#![forbid(unsafe_code)]

struct More {
    a: f32,
    b: u64,
}

cornu::block! { impl [] More { a, b } }

struct Hidden {
    a: f32,
    b: u64,
}

cornu::block! { impl [] Hidden { a } }

struct Twice {
    a: f32,
    b: f32,
}

cornu::block! { impl [] Twice { a, a } }

union Either {
    a: f32,
    b: u32,
}

cornu::block! { impl [] Either { a } }

enum Empty {}

cornu::block! { impl [] Empty {} }

struct Tuple(f32, u64);

cornu::block! { impl [] Tuple {} }

fn main() {}
