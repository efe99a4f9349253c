//! What is said while a link is answered, in both languages.

use hailstone_core::credential::IssuerProof;
use hailstone_core::release::Proof;
use hailstone_core::wire::Language::{self, English, German};

macro_rules! words {
    ($($name:ident: $english:literal, $german:literal;)*) => {
        $(pub(super) const fn $name(language: Language) -> &'static str {
            match language {
                English => $english,
                German => $german,
            }
        })*
    };
}

words! {
    fetching: "The request is being fetched …", "Die Anfrage wird geholt …";
    sending: "The answer is being sent …", "Die Antwort wird gesendet …";
    sent: "Sent.", "Gesendet.";
    goes_on: "It goes on at:", "Es geht weiter unter:";
    damaged: "Some records that could be a part of this could not be opened.",
        "Einige Einträge, die dazu gehören könnten, ließen sich nicht öffnen.";
    incomplete: "Something that the site needs is missing. Tick it, or refuse.",
        "Es fehlt etwas, das die Website braucht. Kreuzen Sie es an, oder lehnen Sie ab.";
    unknown: "Type a number, `share` or `refuse`.", "Tippen Sie eine Zahl, `teilen` oder `ablehnen`.";
    prompt: "A number changes that line; `share` sends what is ticked, `refuse` sends nothing:",
        "Eine Zahl ändert diese Zeile; `teilen` sendet, was angekreuzt ist, `ablehnen` sendet nichts:";
    share: "share", "teilen";
    refuse: "refuse", "ablehnen";
    asks: "asks for your data.", "fragt nach Ihren Daten.";
    encrypted: "The answer is encrypted for it, and goes to", "Die Antwort ist dafür verschlüsselt und geht an";
    in_the_clear: "The answer is NOT encrypted beyond the way there, and goes to",
        "Die Antwort ist über den Weg dorthin hinaus NICHT verschlüsselt und geht an";
    site_says: "The site says:", "Die Website sagt:";
    no_purpose: "The site does not say what for.", "Die Website sagt nicht, wofür.";
    needed: "needed", "nötig";
    if_you_like: "if you like", "wenn Sie mögen";
    one_of: "One of these is enough:", "Eines davon genügt:";
    own_data: "your own data", "eigene Angaben";
    goes_along: "goes along", "geht mit";
    until: "until", "gültig bis";
    bound: "bound to a key that every site sees the same of", "an einen Schlüssel gebunden, an dem jede Website dasselbe sieht";
}

/// A type of own data.
pub(super) fn kind(vct: &str, language: Language) -> Option<&'static str> {
    Some(match (vct, language) {
        ("urn:hailstone:person:1", English) => "About you",
        ("urn:hailstone:person:1", German) => "Über Sie",
        ("urn:hailstone:contact:1", English) => "How to reach you",
        ("urn:hailstone:contact:1", German) => "Wie Sie erreichbar sind",
        ("urn:hailstone:address:1", English) => "Postal address",
        ("urn:hailstone:address:1", German) => "Postanschrift",
        _ => return None,
    })
}

/// What was proved about who asks.
pub(super) fn proof(proof: &Proof, language: Language) -> String {
    use crate::cli::plain;
    match (proof, language) {
        (Proof::Address, English) => {
            "Known by the address that the answer goes to, and by nothing else.".into()
        }
        (Proof::Address, German) => {
            "Bekannt ist nur die Adresse, an die die Antwort geht.".into()
        }
        (Proof::Certificate { name, authority: None }, English) => format!(
            "It has signed its request with a certificate for {}, from an authority that browsers trust.",
            plain(name)
        ),
        (Proof::Certificate { name, authority: None }, German) => format!(
            "Die Anfrage ist mit einem Zertifikat für {} unterschrieben, von einer Stelle, der Browser vertrauen.",
            plain(name)
        ),
        (Proof::Certificate { name, authority: Some(authority) }, English) => format!(
            "It has signed its request with a certificate for {}, from {}, which you trust.",
            plain(name),
            plain(authority)
        ),
        (Proof::Certificate { name, authority: Some(authority) }, German) => format!(
            "Die Anfrage ist mit einem Zertifikat für {} unterschrieben, von {}; dieser Stelle vertrauen Sie.",
            plain(name),
            plain(authority)
        ),
        (Proof::UnknownSigner { name }, English) => format!(
            "AN UNKNOWN SIGNER: it calls itself “{}”, and nobody that you trust vouches for that. Go by the address of the answer alone.",
            plain(name)
        ),
        (Proof::UnknownSigner { name }, German) => format!(
            "UNBEKANNTE UNTERSCHRIFT: Sie nennt sich „{}“, und niemand, dem Sie vertrauen, verbürgt sich dafür. Verlassen Sie sich nur auf die Adresse der Antwort.",
            plain(name)
        ),
        (Proof::Key { .. }, English) => {
            "It has signed its request with a key of its own. That says only that it is the same as before.".into()
        }
        (Proof::Key { .. }, German) => {
            "Die Anfrage ist mit einem eigenen Schlüssel unterschrieben. Das sagt nur, dass sie von derselben Seite kommt wie zuvor.".into()
        }
        (Proof::Attested { name, authority }, English) => {
            format!("{}, which you trust, attests that this is {}.", plain(authority), plain(name))
        }
        (Proof::Attested { name, authority }, German) => {
            format!("{}, der Sie vertrauen, bestätigt, dass dies {} ist.", plain(authority), plain(name))
        }
    }
}

/// Who issued a credential.
pub(super) fn issued_by(name: &str, proof: IssuerProof, language: Language) -> String {
    let name = crate::cli::plain(name);
    match (proof, language) {
        (IssuerProof::Certificate, English) => format!("issued by {name} (certified)"),
        (IssuerProof::Certificate, German) => format!("ausgestellt von {name} (beglaubigt)"),
        (IssuerProof::Key, English) => format!("issued by {name} (by a key that you gave)"),
        (IssuerProof::Key, German) => {
            format!("ausgestellt von {name} (nach einem Schlüssel, den Sie angaben)")
        }
        (IssuerProof::Did, English) => "issued by a key that is nobody in particular".into(),
        (IssuerProof::Did, German) => {
            "ausgestellt von einem Schlüssel, der niemand Bestimmtes ist".into()
        }
    }
}

pub(super) fn bound_to_card(card: &str, language: Language) -> String {
    match language {
        English => {
            format!("card {card} signs this, with your PIN; every site sees the same key of it")
        }
        German => format!(
            "das unterschreibt die Karte {card}, mit Ihrer PIN; jede Website sieht denselben Schlüssel davon"
        ),
    }
}
