use super::desk::{Desk, code, text};
use hailstone_core::entropy::Seed;
use hailstone_core::jose::SigningKey;
use hailstone_core::sd_jwt::{Credential, HashAlgorithm, Pointer};
use serde_json::{Value, json};
use std::fs;

/// The key of RFC 7515 Appendix A.3.
fn issuer() -> SigningKey {
    SigningKey::parse(&json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
    }))
    .unwrap()
}

/// A degree for whoever has this key.
fn degree(header: &Value, iss: &str, jwk: &str) -> String {
    let jwk: Value = serde_json::from_str(jwk).unwrap();
    let payload = json!({
        "iss": iss, "vct": "https://uni.example/degree", "exp": 4_000_000_000_u64, "cnf": {"jwk": jwk},
        "degree": "Doctor\u{7} of Letters", "given_name": "Ada", "awarded": 1840
    });
    let disclosable = ["degree", "given_name"].map(|name| Pointer::default().name(name));
    let credential = Credential {
        header,
        payload: payload.as_object().unwrap(),
        disclosable: &disclosable,
        decoys: &[],
        hash: HashAlgorithm::SHA256,
    };
    let token = credential.issue(&issuer(), Seed::take(&mut [3; 32]));
    token.unwrap().as_str().into()
}

#[test]
fn a_credential_is_asked_for_taken_in_shown_and_removed() {
    let mut desk = Desk::with_ada();
    let passphrase = "correct horse";
    let made = desk.run(&["credential", "key", "--label", "University"], passphrase);
    assert_eq!(code(&made), "");
    let jwk = text(&made.stdout);
    assert!(text(&made.stderr).contains("hailstone credential add"));
    let waiting = text(&desk.run(&["credential", "list"], passphrase).stdout);
    assert!(
        waiting.ends_with(" a key that waits for its credential (University)\n"),
        "{waiting}"
    );

    let file = desk.home.path().join("degree.txt");
    let name = file.to_str().unwrap();
    let token = degree(&json!({"typ": "dc+sd-jwt"}), "https://uni.example", &jwk);
    fs::write(&file, format!("{token}\n")).unwrap();
    desk.told();
    let add = ["credential", "add", name];
    assert_eq!(
        code(&desk.run(&add, passphrase)),
        "credential.issuer_key_unknown"
    );
    assert_eq!(desk.told(), "", "nobody was asked");
    let key = desk.home.path().join("issuer.jwk");
    fs::write(&key, issuer().public_jwk().to_json()).unwrap();
    let add = [
        "credential",
        "add",
        name,
        "--issuer-key",
        key.to_str().unwrap(),
    ];
    let added = desk.run(&add, passphrase);
    assert_eq!(code(&added), "");
    assert_eq!(
        text(&added.stdout),
        concat!(
            "Added credential: https://uni.example/degree, https://uni.example\n",
            "  issuer                 https://uni.example\n",
            "                         by the key that you gave; nobody else vouches for it\n",
            "  valid until            2096-10-02T07:06:40Z\n",
            "  bound to               a key of this vault\n"
        )
    );
    let again = desk.run(&add, passphrase);
    assert!(text(&again.stdout).starts_with("This credential was there already: "));

    let listed = text(&desk.run(&["credential", "list"], passphrase).stdout);
    let (id, first) = listed.lines().next().unwrap().split_once(' ').unwrap();
    assert_eq!(first, "https://uni.example/degree (University)");
    assert_eq!(
        listed.lines().count(),
        5,
        "the key waits no more:\n{listed}"
    );
    let shown = text(&desk.run(&["credential", "show", id], passphrase).stdout);
    let claims: Vec<&str> = shown.lines().skip(5).collect();
    assert_eq!(
        claims,
        [
            "  awarded                1840 [always sent]",
            "  degree                 Doctor\u{fffd} of Letters",
            "  given_name             Ada",
            &format!("  key                    {}", jwk.trim()),
        ]
    );
    let all = text(&desk.run(&["show"], passphrase).stdout);
    assert!(
        all.ends_with("credential (University)\n  credential_type        https://uni.example/degree\n  issuer                 https://uni.example\n"),
        "{all}"
    );

    // A backup has it, and what is restored shows it as it was.
    let backup = desk.home.path().join("backup");
    let other = desk.home.path().join("other.db");
    let (backup, other) = (backup.to_str().unwrap(), other.to_str().unwrap());
    assert_eq!(code(&desk.run(&["backup", backup], passphrase)), "");
    let restore = ["restore", backup, "--vault", other];
    assert_eq!(code(&desk.run(&restore, passphrase)), "");
    let restored = ["credential", "show", id, "--vault", other];
    assert_eq!(text(&desk.run(&restored, passphrase).stdout), shown);

    desk.locale = "de_DE.UTF-8";
    let german = text(&desk.run(&["credential", "show", id], passphrase).stdout);
    assert!(
        german.contains("nach dem Schlüssel, den Sie angegeben haben"),
        "{german}"
    );
    let unknown = desk.run(&["credential", "remove", "zz"], passphrase);
    assert_eq!(code(&unknown), "tool.record_unknown");
    let removed = desk.run(&["credential", "remove", id], passphrase);
    assert_eq!(
        text(&removed.stdout),
        "Nachweis entfernt: https://uni.example/degree (University)\n"
    );
    let none = text(&desk.run(&["credential", "list"], passphrase).stdout);
    assert_eq!(none, "Es gibt keine Nachweise von Ausstellern.\n");
}

#[test]
fn a_credential_says_itself_who_issued_it_and_that_is_nobody_in_particular() {
    let desk = Desk::with_ada();
    let passphrase = "correct horse";
    let jwk = text(&desk.run(&["credential", "key"], passphrase).stdout);
    let did = issuer().public_jwk().to_did();
    let header = json!({"typ": "dc+sd-jwt", "kid": format!("{did}#0")});
    let file = desk.home.path().join("degree.txt");
    let name = file.to_str().unwrap();
    fs::write(&file, degree(&header, &did, &jwk)).unwrap();
    let added = desk.run(&["credential", "add", name], passphrase);
    assert_eq!(code(&added), "");
    assert!(text(&added.stdout).contains("anybody can make such a one"));

    let others = issuer().public_jwk().to_json();
    fs::write(&file, degree(&header, &did, &others)).unwrap();
    assert_eq!(
        code(&desk.run(&["credential", "add", name], passphrase)),
        "credential.key_not_ours"
    );
    fs::write(&file, degree(&header, "did:jwk:other", &jwk)).unwrap();
    assert_eq!(
        code(&desk.run(&["credential", "add", name], passphrase)),
        "credential.issuer_mismatch"
    );
    for broken in ["", "x", "{", "a.b.c~", "eyJ.eyJ.x~y~"] {
        fs::write(&file, broken).unwrap();
        let refused = code(&desk.run(&["credential", "add", name], passphrase));
        assert!(!refused.is_empty(), "{broken}");
    }
}
