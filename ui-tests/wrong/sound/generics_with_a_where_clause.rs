// Nor may a clause behind the generics take up what follows.
#![forbid(unsafe_code)]

struct NotSend {
    _pointer: *const u8,
}

struct Dummy<T = u8> {
    a: f32,
    _kind: std::marker::PhantomData<T>,
}

cornu::block! { impl [> Send for NotSend where u8: for<'a] Dummy { a, _kind } }

fn main() {}
