//! The application linked as a card would have it, to measure: code, constants, working memory. The platform around it is as small
//! as can be: a memory, random numbers and a wire, each behind addresses of a machine that is nobody's.
//!
//! ```sh
//! cargo xtask card-image
//! ```
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod machine;

/// On a desktop there is nothing to run; the file is here so that lints see it.
#[cfg(not(target_os = "none"))]
fn main() {}
