// Its floats are aligned less than floats are.
#[repr(packed)]
struct Packed {
    a: f32,
    b: f32,
}

cornu::block! { impl [] Packed { a, b } }

fn main() {}
