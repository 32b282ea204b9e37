//! What a model costs: known before it runs, never on a small stack, and nothing more after the first step.

mod allocations;
mod costs;
mod families;
mod stack;
