#[allow(non_snake_case)]
mod __mistakes_in_Twins {
    ::core::compile_error! {
        "sizes stand in angle brackets: write `Input<4>`"
    }
    ::core::compile_error! {
        "a value does not change: leave out `mut`"
    }
    ::core::compile_error! {
        "a value is made by `let`: write `let encoder = …;`"
    }
    ::core::compile_error! {
        "an activation is a type: write `Tanh`"
    }
    ::core::compile_error! {
        "expected `=` behind the name: write `let b = …;`"
    }
    ::core::compile_error! {
        "values stand in the parentheses alone: leave out `[` and `]`"
    }
    ::core::compile_error! {
        "several outputs have names: write `let y = …;` in a line above, and `y` here"
    }
    ::core::compile_error! {
        "several outputs have names: write `let y = …;` in a line above, and `y` here"
    }
    pub type Twins = __ModelThatCouldNotBeRead;
}
pub use __mistakes_in_Twins::Twins;
