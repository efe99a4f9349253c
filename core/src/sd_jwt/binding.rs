//! The verification of a key binding (RFC 9901 §7.3 step 5), in its place behind a token or by itself.

use super::parts::Parts;
use super::rules::{Judge, Report, Rule};
use super::verify::{Binding, Expected, Jwt, Verified, check_begun, check_not_ended, time};
use super::{BINDING_TYPE, SdJwtError};
use crate::jose::Jwk;
use alloc::string::String;
use serde_json::{Map, Value};

pub(super) fn verify_binding(
    parts: &Parts<'_>,
    token: &Verified,
    expected: &Expected<'_>,
    binding: &Binding<'_>,
    judge: &mut impl Judge,
) -> Result<(), SdJwtError> {
    if matches!(binding, Binding::NotRequired) {
        return Ok(());
    }
    let jwt = parts.binding.ok_or(SdJwtError::BindingMissing)?;
    let holder = judge.need(Rule::HolderKey, token.holder_key())?;
    let hash = token.hash.digest(parts.token);
    check(jwt, Some(&holder), Some(&hash), expected, binding, judge)
}

/// Says of a key binding JWT by itself how each rule came out that needs no token: without one there is no `sd_hash` to compare.
/// `holder` is the key of `cnf`, if it is known; of what is expected only the time is looked at.
pub fn examine_binding(
    jwt: &str,
    holder: Option<&Jwk>,
    expected: &Expected<'_>,
    binding: &Binding<'_>,
) -> Report {
    let mut report = Report::default();
    // What stops it is in the report.
    let _ = check(jwt, holder, None, expected, binding, &mut report);
    report
}

fn check(
    jwt: &str,
    holder: Option<&Jwk>,
    sd_hash: Option<&str>,
    expected: &Expected<'_>,
    binding: &Binding<'_>,
    judge: &mut impl Judge,
) -> Result<(), SdJwtError> {
    let Binding::Required {
        audience,
        nonce,
        max_age,
    } = *binding
    else {
        return Ok(());
    };
    let jwt = Jwt::read(jwt).map_err(SdJwtError::BindingInvalid);
    let jwt = judge.need(Rule::BindingHeader, jwt)?;
    if let Some(holder) = holder {
        let signed = jwt.jws.check(holder).map_err(SdJwtError::BindingInvalid);
        judge.judge(Rule::BindingSignature, signed)?;
    }
    let payload = &jwt.payload;
    let text = |name| payload.get(name).and_then(Value::as_str);
    let mut check = |rule, holds: bool, error| judge.judge(rule, holds.then_some(()).ok_or(error));
    let is_typ = jwt.typ() == Some(BINDING_TYPE);
    check(Rule::BindingType, is_typ, SdJwtError::BindingTypeWrong)?;
    let is_now = is_current(payload, expected, max_age);
    check(Rule::BindingTime, is_now, SdJwtError::BindingTimeWrong)?;
    let is_for = text("aud") == Some(audience);
    check(
        Rule::BindingAudience,
        is_for,
        SdJwtError::BindingAudienceWrong,
    )?;
    let is_answer = text("nonce") == Some(nonce);
    check(Rule::BindingNonce, is_answer, SdJwtError::BindingNonceWrong)?;
    match sd_hash {
        None => Ok(()),
        Some(_) => {
            let is_of_this = text("sd_hash") == sd_hash;
            check(Rule::BindingHash, is_of_this, SdJwtError::BindingHashWrong)
        }
    }
}

/// Whether a key binding was made within its window. It is a JWT: if it has `exp` or `nbf`, they hold too.
fn is_current(binding: &Map<String, Value>, expected: &Expected<'_>, max_age: u64) -> bool {
    let Ok(Some(made)) = time(binding, "iat") else {
        return false;
    };
    let latest = made.plus_seconds(max_age).plus_seconds(expected.leeway);
    made <= expected.now.plus_seconds(expected.leeway)
        && latest >= expected.now
        && check_not_ended(binding, expected).is_ok()
        && check_begun(binding, expected).is_ok()
}
