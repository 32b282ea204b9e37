#![forbid(unsafe_code)]

struct NotSend {
    _pointer: *const u8,
}

struct Dummy {
    a: f32,
}

cornu::parameters! { impl [> Send for NotSend {} #[cfg(any())] impl<] Dummy { a } }

fn main() {}
