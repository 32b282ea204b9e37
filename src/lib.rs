//! facade
pub use cornu_engine::*;
pub use cornu_macros::model;
