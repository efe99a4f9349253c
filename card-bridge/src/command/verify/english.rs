//! In English.

use super::shown::Words;

pub(super) fn words(rule: &str) -> Option<Words> {
    let (rule, broken) = match rule {
        "shape" => (
            "It has the parts of an SD-JWT",
            "It is cut off, or something else: take the whole text, which has “~” in it.",
        ),
        "binding_present" => (
            "A key binding is there if it has to be",
            "It is bound to nobody: ask for a presentation to this audience and nonce.",
        ),
        "header" => (
            "Its header can be read and names a good algorithm",
            "It cannot be read, or asks for an algorithm or an extension that is not taken: ask the issuer for another one.",
        ),
        "issuer" => (
            "The issuer's key is known to be theirs",
            "Nothing leads to a key that may be believed: give --issuer-key, or --anchor for a certificate.",
        ),
        "signature" => (
            "The signature is good",
            "It was changed, or signed with another key: do not rely on it.",
        ),
        "typ" => (
            "It has the type that was asked for",
            "It is meant for something else: if that is what you want, give --typ.",
        ),
        "_sd_alg" => (
            "Its disclosures are hashed with a good hash",
            "The hash is unknown or too short: ask the issuer for another one.",
        ),
        "open_claims" => (
            "What a credential says of itself is open",
            "Something that must be open is hidden: ask the issuer for another one.",
        ),
        "disclosures" => (
            "Every disclosure stands once where the issuer put its digest",
            "One was added, changed, repeated or left without what it belongs to: do not rely on it.",
        ),
        "vct" => (
            "It says what type of credential it is",
            "There is no `vct`: it is no SD-JWT VC.",
        ),
        "required_claims" => (
            "What has to be in it is in it",
            "Something was left out: ask for it.",
        ),
        "exp" => (
            "It has not expired",
            "It counts no more: ask for a new one.",
        ),
        "nbf" => (
            "It is valid already",
            "It does not count yet: wait, and look at this machine's clock.",
        ),
        "aud" => (
            "It is for this audience, if it names one",
            "It is for somebody else: do not take it.",
        ),
        "cnf" => (
            "It names the key of its holder",
            "There is no such key, or none that is taken: nobody can be bound to it.",
        ),
        "binding_header" => (
            "The header of the key binding can be read and names a good algorithm",
            "It cannot be read, or asks for something that is not taken: ask the holder again.",
        ),
        "binding_signature" => (
            "The holder's signature is good",
            "Somebody else signed: do not take it.",
        ),
        "binding_typ" => (
            "The key binding has its type",
            "It was signed for something else: do not take it.",
        ),
        "binding_iat" => (
            "The key binding was made just now",
            "It is too old, or from the future: ask again; --max-age says how old it may be.",
        ),
        "binding_aud" => (
            "The key binding is for this audience",
            "It was made for somebody else: do not take it.",
        ),
        "binding_nonce" => (
            "The key binding answers this nonce",
            "It answers another request, and may be a repetition: do not take it.",
        ),
        "sd_hash" => (
            "The key binding is for this token and these disclosures",
            "Token or disclosures were changed after it was signed: do not take it.",
        ),
        "status_reference" => (
            "It says where its status is written",
            "Its status cannot be known: ask the issuer.",
        ),
        "status_list" => (
            "The status list is the one it refers to, signed and current",
            "It is another list, an old one, or signed by somebody else: fetch it again; --status-key names its signer.",
        ),
        "status" => (
            "Its status is valid",
            "The issuer has taken it back, for now or for good: do not take it.",
        ),
        "message" => (
            "It is an encrypted message of a kind that is taken",
            "It is cut off, or encrypted in another way: ask for ECDH-ES with AES-GCM.",
        ),
        "decryption" => (
            "The key opens it",
            "It is for another key, or was changed on the way: give the private key that it was made for.",
        ),
        _ => return None,
    };
    Some(Words { rule, broken })
}
