//! Values as typed objects of JavaScript.

use crate::error::Failure;
use serde::Serialize;
use tsify::{Ts, Tsify};

/// A value as JavaScript's.
///
/// # Errors
/// `wallet.argument_invalid` for what JavaScript has no number for.
pub fn typed<T: Tsify + Serialize>(value: &T) -> Result<Ts<T>, Failure>
where
    Ts<T>: Sized,
{
    Ts::from_rust(value).map_err(|_| Failure::ARGUMENT)
}
