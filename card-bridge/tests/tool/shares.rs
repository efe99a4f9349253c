use super::desk::{ADA_SHOWN, Desk, code, text};
use std::fs;
use std::process::Output;

/// As the desk's own, but reads the words that are asked for singly from the share that was printed.
const READER: &str = r#"#!/bin/sh
cd "$HOME"
echo OK
while read -r line; do
  echo "$line" >> told
  case "$line" in
    SETDESC*) share=$(echo "$line" | sed -n 's/.*share \([0-9]*\) can be read.*/\1/p')
      place=$(echo "$line" | sed -n 's/.*enter word \([0-9]*\) .*/\1/p'); echo OK ;;
    GETPIN)
      if [ -n "$share" ]; then
        answer=$(sed -n 's/^<li>\([a-z]*\)<.*/\1/p' "shares-$share.html" | sed -n "${place}p")
      else
        answer=$(head -n 1 answers)
        sed 1d answers > rest && mv rest answers
      fi
      if [ -n "$answer" ]; then echo "D $answer"; echo OK; else echo 'ERR 83886179 cancelled'; fi ;;
    BYE) echo OK; exit ;;
    *) echo OK ;;
  esac
done
"#;

impl Desk {
    fn add_shares(&self, of: &str) -> Output {
        fs::write(self.home.path().join("bin/pinentry"), READER).unwrap();
        let page = self.home.path().join("shares.html");
        let page = page.to_str().unwrap();
        let add = ["unlocker", "add", "--shares", of, "--html", page];
        self.run(&add, "correct horse")
    }

    fn share(&self, number: u8) -> String {
        let page = self.home.path().join(format!("shares-{number}.html"));
        let page = fs::read_to_string(page).unwrap();
        let words = page.lines().filter_map(|line| line.strip_prefix("<li>"));
        let words = words.map(|line| line.strip_suffix("</li>").unwrap());
        words.collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn shares_are_printed_rehearsed_and_enough_of_them_bring_their_person_back() {
    let desk = Desk::with_ada();
    desk.told();
    let added = desk.add_shares("2/3");
    assert_eq!(code(&added), "");
    assert!(
        text(&added.stdout).starts_with("“Recovery shares” open the vault, too.\n"),
        "{added:?}"
    );
    assert_eq!(desk.told().matches("can be read: enter word").count(), 3);
    let status = text(&desk.run(&["status"], "").stdout);
    assert!(
        status.contains("recovery shares, 2 of 3 “Recovery shares”\n"),
        "{status}"
    );
    let (one, two, three) = (desk.share(1), desk.share(2), desk.share(3));
    assert_eq!(one.split(' ').count(), 15);

    // The same one again and a word that is none are asked for once more; the third one will do.
    let answers = [&three, &three, "zuckerhut", &one].join("\n");
    desk.told();
    let shown = desk.run(&["show", "--with", "Recovery shares"], &answers);
    assert_eq!(text(&shown.stdout), ADA_SHOWN, "{shown:?}");
    let told = desk.told();
    assert!(
        told.contains("SETDESC Recovery share 1 of the 2 that it takes"),
        "{told}"
    );
    assert!(
        told.contains("SETDESC Recovery share 2 of the 2 that it takes"),
        "{told}"
    );
    assert!(
        told.contains("SETERROR This share was entered before\n"),
        "{told}"
    );
    assert!(told.contains("SETERROR Word 1 is none"), "{told}");

    let rehearsed = desk.run(&["rehearse"], &["correct horse", &two, &one].join("\n"));
    assert_eq!(code(&rehearsed), "");
    let back = desk.run(&["recover"], &[&two, &three, "new", "new"].join("\n"));
    assert_eq!(code(&back), "");
    let shown = desk.run(&["show", "--with", "Passphrase 2"], "new");
    assert_eq!(text(&shown.stdout), ADA_SHOWN);
}

#[test]
fn too_few_shares_and_those_of_another_set_bring_nobody_back() {
    let desk = Desk::with_ada();
    assert_eq!(code(&desk.add_shares("2/2")), "");
    let (one, two) = (desk.share(1), desk.share(2));
    assert_eq!(
        code(&desk.run(&["recover"], &one)),
        "tool.recovery_cancelled"
    );
    let remove = ["unlocker", "remove", "Recovery shares"];
    assert_eq!(code(&desk.run(&remove, "correct horse")), "");
    for number in [1, 2] {
        fs::remove_file(desk.home.path().join(format!("shares-{number}.html"))).unwrap();
    }
    assert_eq!(code(&desk.add_shares("2/2")), "");
    desk.told();
    let new = desk.share(1);
    let mixed = [&new[..], &two, &two, &two].join("\n");
    assert_eq!(
        code(&desk.run(&["recover"], &mixed)),
        "vault.shares_missing"
    );
    assert!(
        desk.told()
            .contains("SETERROR This share belongs to another set\n")
    );
    let old = [&one[..], &one, &one].join("\n");
    assert_eq!(code(&desk.run(&["recover"], &old)), "vault.recovery_wrong");
    for of in ["1/3", "4/3", "2/9", "2", "a/b"] {
        let outcome = desk.run(&["unlocker", "add", "--shares", of], "");
        assert_eq!(code(&outcome), "vault.shares_out_of_range", "{of}");
    }
}
