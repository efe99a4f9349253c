use super::*;

const OTHER: &str = "battery staple";
const PRIVATE_KEY: [u8; 32] = [7; 32];

fn labels(wallet: &Wallet) -> Vec<String> {
    let unlockers = wallet.unlockers();
    unlockers
        .map(|(unlocker, _)| unlocker.label().into())
        .collect()
}

#[allow(clippy::unwrap_used, reason = "a helper of tests")]
fn add(scene: &mut Scene, means: Means, label: Option<&str>) -> Result<String, Failure> {
    let mut wallet = scene.open(Some("Passphrase")).unwrap();
    wallet.add_unlocker(means, label, &mut scene.desk())
}

#[test]
fn an_added_passphrase_is_given_twice_and_opens_the_vault() {
    let mut scene = Scene::with_vault(&[RIGHT, OTHER, OTHER, OTHER]);
    let added = add(&mut scene, Means::Passphrase, Some("At work"));
    assert_eq!(added.as_deref(), Ok("At work"));
    let occasions: Vec<Occasion> = scene.asked().into_iter().map(|asked| asked.0).collect();
    let open = Occasion::Open { label: None };
    assert_eq!(occasions, [open, Occasion::Another, Occasion::Repeat]);
    let mut wallet = scene.open(Some("At work")).unwrap();
    assert_eq!(labels(&wallet), ["Passphrase", "At work"]);
    assert_eq!(count(&mut wallet), 1);
}

#[test]
fn an_added_card_has_opened_the_vault_before_it_is_written() {
    let mut scene = Scene::with_vault(&[RIGHT, "271828", RIGHT, "271828", "271828"]);
    scene.readers = FakeReaders::new([FakeCard::default()]);
    let outcome = add(&mut scene, Means::Card(None), None);
    assert_eq!(outcome, Err(VaultError::CardWrong.into()), "the fake one");
    scene.readers = FakeReaders::new([FakeCard::with_private_key(PRIVATE_KEY)]);
    let added = add(&mut scene, Means::Card(None), None);
    assert_eq!(added.as_deref(), Ok("Card 000F:A1B2C3D4"));
    assert_eq!(scene.prompt.pins_asked().len(), 2);
    let mut wallet = scene.open(None).unwrap();
    assert_eq!(labels(&wallet), ["Passphrase", "Card 000F:A1B2C3D4"]);
    assert_eq!(count(&mut wallet), 1);
    assert_eq!(scene.prompt.pins_asked().len(), 3, "by the card");
}

#[test]
fn a_label_is_given_once_and_that_is_found_out_before_anybody_is_asked() {
    let mut scene = Scene::with_vault(&[RIGHT, OTHER, OTHER]);
    let mut wallet = scene.open(None).unwrap();
    let taken = |label: &str| {
        let label = label.into();
        Err(Failure::LabelTaken { label })
    };
    let again = wallet.add_unlocker(Means::Passphrase, None, &mut scene.desk());
    assert_eq!(again.map(drop), taken("Passphrase"));
    assert_eq!(scene.asked().len(), 1);
    wallet
        .add_unlocker(Means::Passphrase, Some("Other"), &mut scene.desk())
        .unwrap();
    assert_eq!(
        wallet.rename_unlocker("Other", "Passphrase"),
        taken("Passphrase")
    );
    assert_eq!(wallet.rename_unlocker("Other", "Other"), Ok(()));
    assert_eq!(wallet.rename_unlocker("Other", "Another"), Ok(()));
    let invalid = wallet.rename_unlocker("Another", "");
    assert_eq!(invalid, Err(VaultError::LabelInvalid.into()));
    let label = "Nobody".into();
    let outcome = wallet.rename_unlocker("Nobody", "x");
    assert_eq!(outcome, Err(Failure::UnlockerUnknown { label }));
    assert_eq!(labels(&wallet), ["Passphrase", "Another"]);
}

#[test]
fn a_removed_unlocker_opens_nothing_more_and_the_last_one_stays() {
    let mut scene = Scene::with_vault(&[RIGHT, OTHER, OTHER, OTHER, RIGHT]);
    let mut wallet = scene.open(None).unwrap();
    let last = wallet.remove_unlocker("Passphrase");
    assert_eq!(last, Err(VaultError::UnlockerLast.into()));
    wallet
        .add_unlocker(Means::Passphrase, Some("Other"), &mut scene.desk())
        .unwrap();
    wallet.remove_unlocker("Passphrase").unwrap();
    // The one that is open goes on under the new root.
    wallet.change(&[email("ada@work.example")], WRITER).unwrap();
    assert_eq!(labels(&wallet), ["Other"]);
    assert_eq!(count(&mut scene.open(None).unwrap()), 2);
    let outcome = scene.open(None).unwrap_err();
    assert_eq!(
        outcome,
        Failure::PassphraseCancelled,
        "the old one is wrong"
    );
}

#[test]
fn of_two_with_one_label_none_is_removed_until_one_is_renamed() {
    let mut scene = Scene::with_vault(&[RIGHT]);
    let mut wallet = scene.open(None).unwrap();
    let card = NewUnlocker::Card {
        label: "Passphrase",
        key: CardKey {
            application: Application::Openpgp,
            serial: "000F:A1B2C3D4",
            slot: 0,
            curve: Curve::X25519,
            public_key: PUBLIC_KEY,
        },
        local: None,
    };
    // Another program does not mind.
    let prepared = wallet
        .vault
        .prepare_unlocker(&card, entropy::seed().unwrap());
    at_once(
        wallet
            .vault
            .keep::<Failure>(&wallet.store, prepared.unwrap()),
    )
    .unwrap();
    let label = "Passphrase".into();
    let outcome = wallet.remove_unlocker("Passphrase");
    assert_eq!(outcome, Err(Failure::LabelShared { label }));
    wallet.rename_unlocker("Passphrase", "Words").unwrap();
    wallet.remove_unlocker("Passphrase").unwrap();
    assert_eq!(labels(&wallet), ["Words"]);
}

#[test]
fn the_last_use_is_written_down_with_the_next_change() {
    let mut scene = Scene::with_vault(&[RIGHT, OTHER, OTHER, OTHER]);
    let before = clock::now();
    add(&mut scene, Means::Passphrase, Some("Other")).unwrap();
    let wallet = scene.open(Some("Other")).unwrap();
    let uses: Vec<_> = wallet.unlockers().map(|(_, at)| at).collect();
    assert_eq!(uses.len(), 2);
    assert!(uses.iter().all(|at| *at >= Some(before)), "{uses:?}");
}
