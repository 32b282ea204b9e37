// What stands between the brackets may not end the `impl` and begin another, which would be as unsafe as the first.
#![forbid(unsafe_code)]

struct NotSend {
    _pointer: *const u8,
}

struct Dummy {
    a: f32,
}

cornu::block! { impl [> Send for NotSend {} #[cfg(any())] impl<] Dummy { a } }

fn main() {}
