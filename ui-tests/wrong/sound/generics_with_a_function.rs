// Nor may another item stand in front.
#![forbid(unsafe_code)]

struct NotSend {
    _pointer: *const u8,
}

struct Dummy<T = u8> {
    a: f32,
    _kind: std::marker::PhantomData<T>,
}

cornu::block! { impl [>() {} fn other<] Dummy { a, _kind } }

fn main() {}
