//! How our programs are linked.

use std::env;
use std::path::Path;
use std::process::Command;

/// GCC's unwinder is linked in where the compiler has it as an archive. As a library it is looked for, mapped and bound at every start of
/// every program, which is a tenth of the time that an empty one takes; and it would be there for nothing but panics.
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|set| set == value);
    let is_gnu = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    // Another machine's archives are not known to this one's compiler.
    let is_here = env::var("HOST") == env::var("TARGET");
    if is_gnu && is_here && has_archive("libgcc_eh.a") {
        println!("cargo:rustc-link-lib=static:-bundle=gcc_eh");
    }
}

fn has_archive(name: &str) -> bool {
    let asked = Command::new("cc")
        .arg(format!("-print-file-name={name}"))
        .output();
    // A name that is not found is given back as it is.
    asked.is_ok_and(|said| {
        let said = String::from_utf8_lossy(&said.stdout);
        Path::new(said.trim()).is_absolute()
    })
}
