// A type is a type, without a clause.
#![forbid(unsafe_code)]

struct NotSend {
    _pointer: *const u8,
}

struct Dummy<T = u8> {
    a: f32,
    _kind: std::marker::PhantomData<T>,
}

cornu::block! { impl [T] Dummy<T> where T: Copy { a, _kind } }

fn main() {}
