//! What must be on the machine before anything else works. Every command calls this first; when nothing is missing it
//! asks a few local questions and is quick.

mod apt;
mod node;
mod second_card;
mod tool;
pub(crate) mod wasm_target;

use crate::{error::Result, shell::Project};
pub(crate) use tool::Tool;
use wasm_target::{Choice, WasmToolchain};

/// What a command needs.
#[derive(Clone, Copy, Default)]
pub(crate) struct Needs {
    /// Node, and the npm packages of `web/`.
    pub(crate) node: bool,
    /// A compiler for wasm32.
    pub(crate) wasm: Option<Choice>,
    /// What the bridge is compiled with.
    pub(crate) native: bool,
    /// PC/SC, the virtual reader and what the virtual card is compiled with.
    pub(crate) cards: bool,
    /// The second OpenPGP card, for the suite that every card goes through.
    pub(crate) second_card: bool,
    /// Chromium and Firefox.
    pub(crate) browsers: bool,
    /// Programs that ours are measured beside.
    pub(crate) peers: bool,
    /// Tools from crates.io.
    pub(crate) tools: &'static [Tool],
}

impl Needs {
    /// Everything that any command needs, but for what only `bench vault` does: that is a desktop's program with its toolkit.
    pub(crate) const fn all(wasm: Choice) -> Self {
        Self {
            node: true,
            wasm: Some(wasm),
            native: true,
            cards: true,
            second_card: true,
            browsers: true,
            peers: false,
            tools: &Tool::ALL,
        }
    }
}

/// What was found or installed and must be told to later steps.
#[derive(Default)]
pub(crate) struct Ready {
    /// The compiler for wasm32, where one was asked for.
    pub(crate) wasm: Option<WasmToolchain>,
}

/// Installs what is missing, and nothing else.
///
/// # Errors
/// When something cannot be had; the failure says what to do.
pub(crate) fn ensure(project: &Project, needs: &Needs) -> Result<Ready> {
    let wasm = needs
        .wasm
        .map(|choice| wasm_target::choose(project, choice))
        .transpose()?;
    let mut packages = Vec::new();
    if needs.native || needs.cards {
        packages.extend(apt::NATIVE);
    }
    if needs.cards {
        packages.extend(apt::CARDS);
    }
    if needs.second_card {
        packages.extend(apt::SECOND_CARD);
    }
    if needs.browsers {
        packages.extend(apt::BROWSERS);
    }
    if needs.peers {
        packages.extend(apt::PEERS);
    }
    if wasm == Some(WasmToolchain::Debian) {
        packages.extend(apt::WASM);
    }
    apt::ensure(project, &packages)?;
    if let Some(toolchain) = wasm {
        toolchain.verify(project)?;
    }
    if needs.node {
        node::ensure(project)?;
    }
    if needs.second_card {
        second_card::ensure(project)?;
    }
    for tool in needs.tools {
        tool.ensure(project)?;
    }
    Ok(Ready { wasm })
}
