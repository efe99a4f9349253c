//! What can be typed of `verify`.

use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct Verify {
    /// A credential or its presentation (SD-JWT, also in JSON), a key binding (KB-JWT), a JWS or a JWE; - reads what is piped in
    pub(in crate::cli) file: PathBuf,
    /// As JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
    /// For whom it has to be (`aud`)
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) audience: Option<String>,
    /// The nonce that it has to answer
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) nonce: Option<String>,
    /// The issuer's key, a file with a JWK, from the issuer themselves
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) issuer_key: Option<PathBuf>,
    /// Trust this authority, too, for the issuer's certificate (PEM or DER; may be given several times)
    #[arg(long, value_name = "FILE", conflicts_with = "issuer_key")]
    pub(in crate::cli) anchor: Vec<PathBuf>,
    /// The status list token that the credential refers to
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) status_list: Option<PathBuf>,
    /// The key of who signed the status list, if it is not the issuer's
    #[arg(long, value_name = "FILE", requires = "status_list")]
    pub(in crate::cli) status_key: Option<PathBuf>,
    /// A file with a JWK: the private key for a JWE, the public one for a JWS or a key binding by itself
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) key: Option<PathBuf>,
    /// The type that the token has to have (`typ`)
    #[arg(long, value_name = "TEXT", default_value = "dc+sd-jwt")]
    pub(in crate::cli) typ: String,
    /// For how many seconds a key binding is good
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub(in crate::cli) max_age: u64,
    /// As of this moment, in seconds since 1970, and not now
    #[arg(long, value_name = "SECONDS")]
    pub(in crate::cli) at: Option<u64>,
}
