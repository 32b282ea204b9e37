// Nor may the type bring a body along.
#![forbid(unsafe_code)]

struct NotSend {
    _pointer: *const u8,
}

struct Dummy<T = u8> {
    a: f32,
    _kind: std::marker::PhantomData<T>,
}

cornu::block! { impl [] NotSend {} unsafe impl Send for Dummy { a, _kind } }

fn main() {}
