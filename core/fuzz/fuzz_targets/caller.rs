//! Whoever starts the host may say anything, and so may the list of further extensions: ours is always let in, another
//! only when it is on the list, and the list reads back as it was written.
#![no_main]
#![allow(
    dead_code,
    reason = "whole files of the bridge, of which only the parsers are called"
)]
// The files themselves, without the bridge around them, which would bring SQLite and PC/SC.
#[path = "../../../card-bridge/src/host/caller.rs"]
mod caller;
#[path = "../../../card-bridge/src/error.rs"]
mod error;
#[path = "../../../card-bridge/src/host/manifest.rs"]
mod manifest;

use caller::{Allowed, CHROMIUM_ID, Extension, FIREFOX_ID};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let list = Allowed::parse(bytes);
    if let Some(list) = &list {
        let written = serde_json::to_vec(list).unwrap();
        assert_eq!(Allowed::parse(&written).as_ref(), Some(list));
        for ours in [CHROMIUM_ID, FIREFOX_ID] {
            assert!(list.check(Extension::parse(ours).ok().as_ref()).is_ok());
        }
    }

    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    if let Ok(extension) = Extension::parse(text) {
        let mut list = list.unwrap_or_default();
        list.add(&extension);
        assert!(list.check(Some(&extension)).is_ok());
        // It goes into manifests: an id can have nothing in it that ends a text there.
        assert!(!text.contains(['"', '\\', '/']));
    }
    let arguments: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let caller = caller::from_arguments(&arguments);
    if let Some(extension) = &caller {
        assert!(caller::looks_like_a_browser(&arguments));
        let (Extension::Chromium(id) | Extension::Firefox(id)) = extension;
        let ours = [CHROMIUM_ID, FIREFOX_ID].contains(&id.as_str());
        assert_eq!(Allowed::default().check(Some(extension)).is_ok(), ours);
    }
});
