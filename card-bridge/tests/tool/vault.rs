use super::desk::{ADA, ADA_SHOWN, Desk, code, text};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;

#[test]
fn a_vault_is_made_filled_and_shown() {
    let desk = Desk::new();
    let made = desk.run(&["create"], "correct horse\ncorrect horse");
    assert_eq!(code(&made), "");
    assert!(text(&made.stdout).starts_with("Made the vault "));
    let told = desk.told();
    assert!(told.contains("SETDESC Choose a passphrase for your new vault."));
    assert!(told.contains("SETDESC Enter the same passphrase once more."));
    let mode = fs::metadata(desk.vault()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let empty = desk.run(&["show"], "correct horse");
    assert_eq!(text(&empty.stdout), "The vault is empty.\n");
    let added = desk.run(&["import", ADA], "correct horse");
    assert_eq!(
        text(&added.stdout),
        "Added person: Ada Lovelace\n\
         Added e-mail address: ada.lovelace@example.org\n\
         Added e-mail address: ada@analytical.example\n\
         Added telephone number: +44-20-7946-0123\n\
         Added telephone number: +44 20 7946 0999\n\
         Added postal address: 12 St James's Square, SW1Y 4LB, London\n\
         Added postal address: 7 Dorset Street, W1U 6QR, London\n"
    );
    let again = desk.run(&["import", ADA], "correct horse");
    assert_eq!(text(&again.stdout), "7 records were there already.\n");
    let shown = desk.run(&["show"], "correct horse");
    assert_eq!(text(&shown.stdout), ADA_SHOWN);
    // Nothing lies in the clear.
    for file in fs::read_dir(desk.vault().parent().unwrap()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(8).any(|part| part == b"Lovelace"));
    }
}

#[test]
fn what_is_shown_can_be_read_by_programs() {
    let desk = Desk::with_ada();
    let shown = desk.run(&["show", "--json", "--receipts"], "correct horse");
    let shown: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(shown["records"][0]["kind"], "person");
    assert_eq!(
        shown["records"][1]["fields"],
        json!({"email": "ada.lovelace@example.org", "label": "home"})
    );
    assert_eq!(shown["records"].as_array().unwrap().len(), 7);
    assert_eq!(shown["receipts"], json!([]));
    assert_eq!(shown["tampered"], json!([]));
    let status = text(&desk.run(&["status"], "").stdout);
    assert!(
        status.contains(shown["vault"].as_str().unwrap()),
        "{status}"
    );
}

#[test]
fn a_wrong_passphrase_is_asked_for_three_times_and_giving_up_ends() {
    let desk = Desk::with_ada();
    desk.told();
    let shown = desk.run(&["show"], "wrong\ncorrect horse");
    assert_eq!(text(&shown.stdout), ADA_SHOWN);
    assert!(desk.told().contains("SETERROR Wrong passphrase\n"));
    let shown = desk.run(&["show"], "a\nb\nc\ncorrect horse");
    assert_eq!(code(&shown), "vault.passphrase_wrong");
    assert!(shown.stdout.is_empty());
    assert_eq!(code(&desk.run(&["show"], "")), "tool.passphrase_cancelled");
}

#[test]
fn without_opening_it_a_vault_says_what_opens_it() {
    let mut desk = Desk::new();
    let make = ["create", "--label", "At home", "--vault"];
    let file = desk.home.path().join("my.db");
    let file = file.to_str().unwrap();
    let made = desk.run(
        &[&make[..], &[file]].concat(),
        "correct horse\ncorrect horse",
    );
    let id: String = text(&made.stdout)
        .split(' ')
        .nth(3)
        .expect("Made the vault ID")
        .into();
    desk.told();
    let status = desk.run(&["status", "--vault", file], "");
    assert_eq!(
        text(&status.stdout),
        format!(
            "Vault {id}\n  file            {file}\n  last change     1\n  opened by       passphrase “At home”\n  rehearsed       never, as far as this machine knows: `hailstone rehearse`\n"
        )
    );
    desk.locale = "de_DE.UTF-8";
    let status = desk.run(&["status", "--vault", file], "");
    assert!(text(&status.stdout).contains("  geöffnet von    Passphrase „At home“\n"));
    assert_eq!(desk.told(), "", "nobody was asked");
    let unknown = desk.run(&["show", "--vault", file, "--with", "Blue"], "");
    assert_eq!(
        text(&unknown.stderr),
        "hailstone: Nichts, was diesen Tresor öffnet, heißt „Blue“.\n  \
         `hailstone status` nennt, was ihn öffnet.\n  [tool.unlocker_unknown, person]\n"
    );
}

#[test]
fn a_second_vault_in_the_same_place_is_refused() {
    let desk = Desk::with_ada();
    desk.told();
    let again = desk.run(&["create"], "other\nother");
    assert_eq!(code(&again), "tool.vault_exists");
    assert_eq!(desk.told(), "", "nobody was asked");
    assert_eq!(
        text(&desk.run(&["show"], "correct horse").stdout),
        ADA_SHOWN
    );
}

#[test]
fn without_a_vault_or_a_vcard_nobody_is_asked_for_anything() {
    let desk = Desk::new();
    for verb in ["show", "status"] {
        assert_eq!(code(&desk.run(&[verb], "x")), "tool.vault_absent");
    }
    let notes = desk.home.path().join("notes.txt");
    fs::write(&notes, "only notes").unwrap();
    let import = desk.run(&["import", notes.to_str().unwrap()], "x");
    assert_eq!(code(&import), "import.malformed");
    assert_eq!(code(&desk.run(&["import", "/nowhere"], "x")), "tool.file");
    let create = desk.run(&["create", "--card"], "x");
    assert!(code(&create).starts_with("card."));
    assert_eq!(desk.told(), "");
}

#[test]
fn records_that_were_tampered_with_are_noticed_and_the_others_are_shown() {
    let desk = Desk::with_ada();
    // More than fits into one page.
    let cards: String = (0..80)
        .map(|number| format!("EMAIL:{number:02}.{}@example.org\r\n", "x".repeat(200)))
        .collect();
    let file = desk.home.path().join("many.vcf");
    let card = format!("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Many\r\n{cards}END:VCARD\r\n");
    fs::write(&file, card).unwrap();
    let added = desk.run(&["import", file.to_str().unwrap()], "correct horse");
    assert!(added.status.success(), "{added:?}");
    let all = |shown: &Value| {
        let count = |part: &str| shown[part].as_array().unwrap().len();
        (count("records"), count("tampered"))
    };
    let show = || {
        let shown = desk.run(&["show", "--json"], "correct horse");
        (code(&shown), serde_json::from_slice::<Value>(&shown.stdout))
    };
    let (_, shown) = show();
    let (total, none) = all(&shown.unwrap());
    assert_eq!((total > 80, none), (true, 0));

    let file = Connection::open(desk.vault()).unwrap();
    let pages: Vec<(i64, Vec<u8>)> = file
        .prepare("SELECT number, sealed FROM pages")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let write = "UPDATE pages SET sealed = ?2 WHERE number = ?1";
    let (mut of_records, mut of_leaves, mut tops) = (0, 0, 0);
    for (number, sealed) in &pages {
        let mut flipped = sealed.clone();
        flipped[40] ^= 1;
        file.execute(write, (number, &flipped)).unwrap();
        let (code, shown) = show();
        assert_eq!(code, "vault.tampered");
        match shown {
            Ok(shown) => {
                let (had, lost) = all(&shown);
                assert!(had > 0 && had < total, "{had} {lost}");
                if lost > 0 {
                    assert_eq!(had + lost, total);
                    of_records += 1;
                } else {
                    of_leaves += 1;
                }
            }
            // The top of the index: nothing is shown rather than a vault that looks empty.
            Err(_) => tops += 1,
        }
        file.execute(write, (number, sealed)).unwrap();
    }
    assert!(of_records > 1 && of_leaves > 1, "{of_records} {of_leaves}");
    assert_eq!(tops, 1);
    assert_eq!(all(&show().1.unwrap()), (total, 0));
}
