// Nor may the trait be another.
#![forbid(unsafe_code)]

struct NotSend {
    _pointer: *const u8,
}

struct Dummy<T = u8> {
    a: f32,
    _kind: std::marker::PhantomData<T>,
}

cornu::block! { impl [T> Send for Dummy<T] Dummy { a, _kind } }

fn main() {}
