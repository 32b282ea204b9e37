//! The plug-ins one by one against plain references, and in models.

mod models;
mod parts;
mod training;
