//! Reading DCQL: every MUST on the shape of a query, in the order of OpenID4VP 1.0 §6.

use super::{
    ClaimsQuery, CredentialQuery, CredentialSet, Format, Path, Query, QueryError, TrustedAuthority,
};
use crate::release::RequestError;
use crate::release::mask::Mask;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use serde_json::{Map, Value};

type Members = Map<String, Value>;

pub(super) fn query(value: &Value) -> Result<Query, RequestError> {
    let members = object(value, "dcql_query: an object")?;
    let credentials = required(members, "credentials", "credentials: a non-empty array")?;
    let credentials = list(credentials, "credentials: a non-empty array")?;
    limit(credentials, Query::MAX_CREDENTIALS, "credentials")?;
    let credentials = credentials
        .iter()
        .map(credential_query)
        .collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<&str> = credentials.iter().map(CredentialQuery::id).collect();
    unique(&ids, "credentials: each id once")?;
    let sets = match members.get("credential_sets") {
        None => vec![CredentialSet {
            required: true,
            options: vec![(0..credentials.len()).collect()],
        }],
        Some(sets) => {
            let sets = list(sets, "credential_sets: a non-empty array")?;
            limit(sets, Query::MAX_CREDENTIAL_SETS, "credential_sets")?;
            sets.iter()
                .map(|set| credential_set(set, &ids))
                .collect::<Result<_, _>>()?
        }
    };
    Ok(Query { credentials, sets })
}

fn credential_query(value: &Value) -> Result<CredentialQuery, RequestError> {
    let members = object(value, "credentials: objects")?;
    let id = required(members, "id", "credential id: required")?;
    let id = identifier(id, "credential id: letters, digits, _ and -")?;
    let format = format(members)?;
    let multiple = flag(members, "multiple", false, "multiple: a boolean")?;
    let holder_binding = flag(
        members,
        "require_cryptographic_holder_binding",
        true,
        "require_cryptographic_holder_binding: a boolean",
    )?;
    let trusted_authorities = match members.get("trusted_authorities") {
        None => Vec::new(),
        Some(authorities) => {
            let authorities = list(authorities, "trusted_authorities: a non-empty array")?;
            limit(authorities, Query::MAX_VALUES, "trusted_authorities")?;
            authorities
                .iter()
                .map(trusted_authority)
                .collect::<Result<_, _>>()?
        }
    };
    let (claims, claim_sets) = claims(members, &format)?;
    Ok(CredentialQuery {
        id: id.into(),
        format,
        multiple,
        holder_binding,
        trusted_authorities,
        claims,
        claim_sets,
    })
}

fn format(members: &Members) -> Result<Format, RequestError> {
    let expected = "format: a string";
    let format = text(required(members, "format", expected)?, expected)?;
    let meta = required(members, "meta", "meta: required")?;
    let meta = object(meta, "meta: an object")?;
    Ok(match format {
        "dc+sd-jwt" => {
            // Appendix B.3.5.
            let expected = "vct_values: a non-empty array of strings";
            let values = list(required(meta, "vct_values", expected)?, expected)?;
            limit(values, Query::MAX_VALUES, "vct_values")?;
            Format::SdJwtVc {
                vct_values: texts(values, expected)?,
            }
        }
        "mso_mdoc" => {
            // Appendix B.2.3.
            let expected = "doctype_value: a string";
            let doctype = required(meta, "doctype_value", expected)?;
            Format::Mdoc {
                doctype_value: text(doctype, expected)?.into(),
            }
        }
        other => Format::Other(other.into()),
    })
}

fn trusted_authority(value: &Value) -> Result<TrustedAuthority, RequestError> {
    let members = object(value, "trusted_authorities: objects")?;
    let expected = "trusted_authorities type: a string";
    let kind = text(required(members, "type", expected)?, expected)?.into();
    let expected = "trusted_authorities values: a non-empty array of strings";
    let values = list(required(members, "values", expected)?, expected)?;
    limit(values, Query::MAX_VALUES, "trusted_authorities values")?;
    let values = texts(values, expected)?;
    Ok(TrustedAuthority { kind, values })
}

/// `claims` and `claim_sets` (§6.1, §6.3, §6.4.1), the sets always there.
fn claims(
    members: &Members,
    format: &Format,
) -> Result<(Vec<ClaimsQuery>, Vec<Mask>), RequestError> {
    let sets = members.get("claim_sets");
    let Some(claims) = members.get("claims") else {
        // Nothing selectively disclosable is asked for: one set, with no claim in it.
        return match sets {
            None => Ok((Vec::new(), vec![Mask::EMPTY])),
            Some(_) => Err(QueryError("claim_sets: only with claims").into()),
        };
    };
    let claims = list(claims, "claims: a non-empty array")?;
    limit(claims, Query::MAX_CLAIMS, "claims")?;
    let mut queries = Vec::new();
    let mut ids = Vec::new();
    for claim in claims {
        let members = object(claim, "claims: objects")?;
        let id = members
            .get("id")
            .map(|id| identifier(id, "claim id: letters, digits, _ and -"));
        ids.extend(id.transpose()?);
        queries.push(claims_query(members, format)?);
    }
    unique(&ids, "claims: each id once")?;
    let Some(sets) = sets else {
        let all = (0..queries.len()).collect();
        return Ok((queries, vec![all]));
    };
    if ids.len() != queries.len() {
        return Err(QueryError("claim id: required with claim_sets").into());
    }
    let sets = list(sets, "claim_sets: a non-empty array")?;
    limit(sets, Query::MAX_CLAIM_SETS, "claim_sets")?;
    let sets = sets
        .iter()
        .map(|set| claim_set(set, &ids))
        .collect::<Result<_, _>>()?;
    Ok((queries, sets))
}

fn claims_query(members: &Members, format: &Format) -> Result<ClaimsQuery, RequestError> {
    let path = Path::parse(required(members, "path", "path: required")?)?;
    if matches!(format, Format::Mdoc { .. }) {
        // §7.2.1: the namespace and the data element.
        let names = path.steps().iter();
        let names = names.filter(|step| matches!(step, super::Step::Name(_)));
        if path.steps().len() != 2 || names.count() != 2 {
            return Err(QueryError("path: two strings for mso_mdoc").into());
        }
    }
    let values = match members.get("values") {
        None => None,
        Some(values) => {
            let expected = "values: a non-empty array of strings, integers and booleans";
            let values = list(values, expected)?;
            limit(values, Query::MAX_VALUES, "values")?;
            let good = |value: &Value| {
                value.is_string() || value.is_i64() || value.is_u64() || value.is_boolean()
            };
            if !values.iter().all(good) {
                return Err(QueryError(expected).into());
            }
            Some(values.to_vec())
        }
    };
    Ok(ClaimsQuery { path, values })
}

/// One element of `claim_sets`. An empty one is taken as it stands: none of the claims is necessary.
fn claim_set(value: &Value, ids: &[&str]) -> Result<Mask, RequestError> {
    let set = value
        .as_array()
        .ok_or(QueryError("claim_sets: arrays of claim ids"))?;
    limit(set, Query::MAX_CLAIMS, "claim_sets")?;
    let places = set
        .iter()
        .map(|id| place(id, ids, "claim_sets: ids of claims"));
    Ok(places.collect::<Result<_, _>>()?)
}

fn credential_set(value: &Value, ids: &[&str]) -> Result<CredentialSet, RequestError> {
    let members = object(value, "credential_sets: objects")?;
    let required_flag = flag(members, "required", true, "required: a boolean")?;
    let expected = "options: a non-empty array of non-empty arrays";
    let options = list(required(members, "options", expected)?, expected)?;
    limit(options, Query::MAX_CREDENTIAL_SETS, "options")?;
    let mut read = Vec::new();
    for option in options {
        let option = list(option, expected)?;
        limit(option, Query::MAX_CREDENTIALS, "options")?;
        let places = option
            .iter()
            .map(|id| place(id, ids, "options: ids of credentials"));
        read.push(places.collect::<Result<_, _>>()?);
    }
    Ok(CredentialSet {
        required: required_flag,
        options: read,
    })
}

fn object<'a>(value: &'a Value, expected: &'static str) -> Result<&'a Members, QueryError> {
    value.as_object().ok_or(QueryError(expected))
}

fn required<'a>(
    members: &'a Members,
    name: &str,
    expected: &'static str,
) -> Result<&'a Value, QueryError> {
    members.get(name).ok_or(QueryError(expected))
}

fn list<'a>(value: &'a Value, expected: &'static str) -> Result<&'a [Value], QueryError> {
    match value.as_array() {
        Some(elements) if !elements.is_empty() => Ok(elements),
        _ => Err(QueryError(expected)),
    }
}

fn limit(list: &[Value], most: usize, what: &'static str) -> Result<(), RequestError> {
    if list.len() > most {
        return Err(RequestError::LimitExceeded(what));
    }
    Ok(())
}

fn text<'a>(value: &'a Value, expected: &'static str) -> Result<&'a str, QueryError> {
    value.as_str().ok_or(QueryError(expected))
}

fn texts(values: &[Value], expected: &'static str) -> Result<Vec<String>, QueryError> {
    values
        .iter()
        .map(|value| text(value, expected).map(String::from))
        .collect()
}

fn flag(
    members: &Members,
    name: &str,
    default: bool,
    expected: &'static str,
) -> Result<bool, QueryError> {
    match members.get(name) {
        None => Ok(default),
        Some(value) => value.as_bool().ok_or(QueryError(expected)),
    }
}

/// §6.1, §6.3: a non-empty string of letters, digits, underscores and hyphens.
fn identifier<'a>(value: &'a Value, expected: &'static str) -> Result<&'a str, QueryError> {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    match value.as_str() {
        Some(id) if !id.is_empty() && id.bytes().all(good) => Ok(id),
        _ => Err(QueryError(expected)),
    }
}

fn unique(ids: &[&str], expected: &'static str) -> Result<(), QueryError> {
    // There are few: a set of them would be a kilobyte more in the browser's module.
    let mut before = ids.iter().enumerate();
    let is_new = |(place, id): (usize, &&str)| !ids.iter().take(place).any(|other| other == id);
    if before.all(is_new) {
        Ok(())
    } else {
        Err(QueryError(expected))
    }
}

fn place(value: &Value, ids: &[&str], expected: &'static str) -> Result<usize, QueryError> {
    let id = value.as_str();
    ids.iter()
        .position(|other| Some(*other) == id)
        .ok_or(QueryError(expected))
}
