// Every field is named, once, and a block; and what has the fields is a struct.
#![forbid(unsafe_code)]

use std::ops::Deref;

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

// A field that a reference turns into a float is not one.
struct Pointer {
    value: f32,
    _other: u64,
}

impl Deref for Pointer {
    type Target = f32;
    fn deref(&self) -> &f32 {
        &self.value
    }
}

struct Behind {
    a: Pointer,
}

cornu::block! { impl [] Behind { a } }

fn main() {}
