//! Credentials from issuers: verified, and read to the person. The vault's own module keeps them.

use crate::Anchors;
use hailstone_core::credential::{
    Credential, CredentialError, Holder, Issuer, Place, Received, text_of, types,
};
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::RecordId;
use hailstone_core::sd_jwt;
use hailstone_core::time::Timestamp;
use hailstone_wasm_host::error::Failure;
use hailstone_wasm_host::given::now;
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

/// A credential that was verified, and where it goes.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Examined {
    record: Vec<u8>,
    place: Option<RecordId>,
    known: bool,
}

#[wasm_bindgen]
impl Examined {
    /// The record, `postcard`, for `Wallet.changeCredentials`.
    #[wasm_bindgen(getter)]
    pub fn record(&self) -> Vec<u8> {
        self.record.clone()
    }

    /// The record of the key that waits for it; empty when none does.
    #[wasm_bindgen(getter)]
    pub fn place(&self) -> String {
        self.place
            .map(|place| place.to_string())
            .unwrap_or_default()
    }

    /// Whether it is there already.
    #[wasm_bindgen(getter)]
    pub fn known(&self) -> bool {
        self.known
    }
}

/// Verifies a credential from an issuer, in either serialisation. The issuer's key is the one that the person gave, a JWK; where that is empty, it is the one in the
/// credential's certificate, for which an authority has to vouch, or its `did:jwk`. `records` is the JSON of the vault's records of credentials.
///
/// # Errors
/// `credential.*`, `certificate.*`.
#[wasm_bindgen(js_name = examineCredential)]
pub fn examine_credential(
    token: &str,
    key: &str,
    label: &str,
    records: &str,
    anchors: &Anchors,
) -> Result<Examined, Failure> {
    let examine = || {
        let token = &*sd_jwt::compact(token).map_err(CredentialError::Token)?;
        let issuer = Issuer::find(
            token,
            Some(key).filter(|key| !key.is_empty()),
            &anchors.0,
            now(),
        )?;
        let (record, place) =
            Received::verify(token, &issuer, now())?.place(&known(records), label)?;
        Ok(Examined {
            record: postcard::to_allocvec(&record).map_err(|_| CredentialError::RecordDamaged)?,
            place: match place {
                Place::Waiting(id) => Some(id),
                Place::Known | Place::New => None,
            },
            known: place == Place::Known,
        })
    };
    examine().map_err(|error: CredentialError| error.into())
}

/// What credentials say, as JSON: of each record of `records` its `id`, `label`, `vct`, `key`, `card` and `says`, all but the first `null` where there is none.
/// `says` has `issuer`, `proof`, `until`, `valid` and `claims`, each of these with `claim`, `value` and `open`.
#[wasm_bindgen(js_name = readCredentials)]
pub fn read_credentials(records: &str) -> String {
    let now = now();
    let read = known(records).into_iter().map(|(id, record)| {
        json!({
            "id": id.to_string(),
            "label": record.field(Field::Label),
            "vct": types(&record).next(),
            "key": record.field(Field::HolderJwk),
            "card": match Holder::of(&record) {
                Ok(Some(Holder::Card(holder))) => Some(holder.card().name()),
                _ => None,
            },
            "says": Credential::read(&record).ok().map(|read| says(&read, now)),
        })
    });
    Value::from_iter(read).to_string()
}

fn says(credential: &Credential, now: Timestamp) -> Value {
    let open = credential.open().into_iter();
    let open = open.map(|(claim, value)| json!({"claim": claim, "value": value, "open": true}));
    let all = credential.claims().as_object().into_iter().flatten();
    let withheld = all.filter(|(name, _)| credential.can_withhold(name));
    let withheld = withheld
        .map(|(name, value)| json!({"claim": name, "value": text_of(value), "open": false}));
    json!({
        "issuer": credential.issuer(),
        "proof": credential.proof().as_str(),
        "until": credential.validity().1.map(Timestamp::as_unix),
        "valid": credential.is_valid(now),
        "claims": withheld.chain(open).collect::<Value>(),
    })
}

/// The records as the vault's module gives them.
fn known(records: &str) -> Vec<(RecordId, Record)> {
    let records: Vec<Value> = serde_json::from_str(records).unwrap_or_default();
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    records
        .iter()
        .filter_map(|view| {
            let id = RecordId::parse(&text(view, "id")?)?;
            let label = text(view, "label").unwrap_or_default();
            let mut record = Record::new(Kind::Credential).with(Field::Label, &label);
            for field in view
                .get("fields")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                let name = Field::from_full_name(&text(field, "name")?)?;
                record.set(name, &text(field, "value")?);
            }
            Some((id, record))
        })
        .collect()
}
