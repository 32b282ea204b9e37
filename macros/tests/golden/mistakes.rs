#[allow(non_snake_case)]
mod __mistakes_in_Digits {
    ::core::compile_error! {
        "`_` stands for what the layer before gives, and this is the first: write the number, or write `Input<…>` before it"
    }
    ::core::compile_error! {
        "sizes stand in angle brackets: write `Dense<512, 10>`"
    }
    ::core::compile_error! {
        "an activation is a type: write `Softmax`"
    }
    ::core::compile_error! {
        "a setting has a value: write `l2: …`"
    }
    ::core::compile_error! {
        "expected `;` after the layers: write `>;`"
    }
    pub type Digits = __ModelThatCouldNotBeRead;
}
pub use __mistakes_in_Digits::Digits;
