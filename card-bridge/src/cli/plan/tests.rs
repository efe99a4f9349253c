//! What was typed, and what it means.

use super::*;
use crate::command::unlocker::Deed;
use crate::error::Argument;
use clap::Parser;

fn plan(line: &str) -> Result<Plan, Failure> {
    Plan::try_from(Typed::try_parse_from(line.split(' ')).unwrap())
}

#[test]
fn a_browser_is_recognised_by_what_it_says() {
    let arguments = |line: &str| -> Vec<OsString> { line.split(' ').map(Into::into).collect() };
    for line in [
        "hailstone chrome-extension://npnmgkfobdfbedmijlmedgkcicfnblid/",
        "hailstone chrome-extension://npnmgkfobdfbedmijlmedgkcicfnblid/ --parent-window=0",
        "hailstone /h/app.hailstone.bridge.json {8c232140-f437-4ce6-9b74-958d830bec00}",
    ] {
        assert!(started_by_browser(&arguments(line)).is_some(), "{line}");
    }
    for line in [
        "hailstone",
        "hailstone card list",
        "hailstone app.hailstone.bridge.json",
    ] {
        assert!(started_by_browser(&arguments(line)).is_none(), "{line}");
    }
}

#[test]
fn a_card_s_name_is_checked_before_anything_is_done() {
    assert_eq!(
        plan("hailstone card init 000F:A1B2C3D4"),
        Ok(Plan::Card(CardPlan::Init {
            card: "openpgp:000F:A1B2C3D4".parse().ok()
        }))
    );
    assert_eq!(
        plan("hailstone card init 42"),
        Err(Failure::ArgumentInvalid(Argument::Card))
    );
}

#[test]
fn a_key_for_credentials_is_the_vault_s_or_one_on_a_card() {
    use crate::card::Sought;
    use crate::command::credential::Deed;
    let on = |line: &str| match plan(line) {
        Ok(Plan::Credential(credential)) => match credential.deed {
            Deed::Key { on, .. } => Ok(on),
            other => panic!("{other:?}"),
        },
        Ok(other) => panic!("{other:?}"),
        Err(failure) => Err(failure),
    };
    assert_eq!(on("hailstone credential key --label Uni"), Ok(None));
    let usual = Sought::default();
    assert_eq!(
        on("hailstone credential key --card"),
        Ok(Some(usual.clone()))
    );
    assert_eq!(
        on("hailstone credential key --card 000F:A1B2C3D4 --slot 9c"),
        Ok(Some(Sought {
            card: "openpgp:000F:A1B2C3D4".parse().ok(),
            slot: Some(0x9c),
            make: false,
        }))
    );
    assert_eq!(
        on("hailstone credential key --card --make --slot 2"),
        Ok(Some(Sought {
            slot: Some(2),
            make: true,
            ..usual
        }))
    );
    for slot in ["9z", "123", "+1"] {
        assert_eq!(
            on(&format!("hailstone credential key --card --slot {slot}")),
            Err(Failure::ArgumentInvalid(Argument::Slot)),
            "{slot}"
        );
    }
    for line in [
        "hailstone credential key --slot 9c",
        "hailstone credential key --make",
    ] {
        assert!(Typed::try_parse_from(line.split(' ')).is_err(), "{line}");
    }
}

#[test]
fn a_card_may_be_named_when_a_vault_is_made() {
    let with = |line| match plan(line) {
        Ok(Plan::Create(create)) => create.with,
        other => panic!("{other:?}"),
    };
    assert_eq!(with("hailstone create"), Means::Passphrase);
    assert_eq!(with("hailstone create --card"), Means::Card(None));
    assert_eq!(with("hailstone create --fido2 --label Blue"), Means::Fido2);
    assert_eq!(
        with("hailstone create --card 000F:A1B2C3D4 --label Blue"),
        Means::Card(Some("openpgp:000F:A1B2C3D4".parse().unwrap()))
    );
    assert_eq!(
        plan("hailstone create --card blue"),
        Err(Failure::ArgumentInvalid(Argument::Card))
    );
}

#[test]
fn what_is_added_is_a_passphrase_or_a_card() {
    let means = |line| match plan(line) {
        Ok(Plan::Unlocker(Unlocker {
            deed: Deed::Add { means, .. },
            ..
        })) => means,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        means("hailstone unlocker add --passphrase"),
        Means::Passphrase
    );
    assert_eq!(means("hailstone unlocker add --card"), Means::Card(None));
    assert_eq!(means("hailstone unlocker add --fido2"), Means::Fido2);
    assert_eq!(
        means("hailstone unlocker add --card --serial 000F:A1B2C3D4"),
        Means::Card(Some("openpgp:000F:A1B2C3D4".parse().unwrap()))
    );
    for line in [
        "hailstone unlocker add",
        "hailstone unlocker add --card --passphrase",
        "hailstone unlocker add --passphrase --serial 000F:A1B2C3D4",
        "hailstone unlocker add --recovery --card",
        "hailstone unlocker add --fido2 --card",
        "hailstone unlocker add --fido2 --serial 000F:A1B2C3D4",
        "hailstone unlocker add --fido2 --html sheet.html",
        "hailstone create --fido2 --card",
        "hailstone unlocker add --recovery --serial 000F:A1B2C3D4",
        "hailstone unlocker add --passphrase --html sheet.html",
        "hailstone unlocker add --html sheet.html",
    ] {
        assert!(Typed::try_parse_from(line.split(' ')).is_err(), "{line}");
    }
}

#[test]
fn a_sheet_may_be_a_page_and_a_vault_may_be_recovered() {
    let sheet = |line| match plan(line) {
        Ok(Plan::Unlocker(Unlocker {
            deed: Deed::AddSheet { label, html },
            ..
        })) => (label, html),
        other => panic!("{other:?}"),
    };
    assert_eq!(sheet("hailstone unlocker add --recovery"), (None, None));
    assert_eq!(
        sheet("hailstone unlocker add --recovery --html s.html --label Safe"),
        (Some("Safe".into()), Some("s.html".into()))
    );
    assert_eq!(
        plan("hailstone recover --with Safe --label New"),
        Ok(Plan::Recover(Recover {
            vault: None,
            with: Some("Safe".into()),
            label: Some("New".into())
        }))
    );
}

#[test]
fn a_profile_and_an_id_must_fit_the_browser() {
    assert!(plan("hailstone browser install").is_ok());
    assert!(plan("hailstone browser install --browser chromium --profile /tmp/p").is_ok());
    assert_eq!(
        plan("hailstone browser install --profile /tmp/p"),
        Err(Failure::ArgumentInvalid(Argument::BrowserNeeded))
    );
    assert_eq!(
        plan(
            "hailstone browser install --browser firefox --extension-id abcdefghijklmnopabcdefghijklmnop"
        ),
        Err(Failure::ArgumentInvalid(Argument::ExtensionId))
    );
}
