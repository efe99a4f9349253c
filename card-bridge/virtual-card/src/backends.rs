//! The services that the applications ask of their firmware, routed to software implementations.

use trussed::{
    backend::{Backend as _, BackendId},
    platform::Platform,
    serde_extensions::{ExtensionDispatch, ExtensionId, ExtensionImpl},
    service::ServiceResources,
    types::Context,
};
use trussed_auth::AuthExtension;
use trussed_auth_backend::{AuthBackend, AuthContext, FilesystemLayout};
use trussed_chunked::ChunkedExtension;
use trussed_core::{
    Error,
    api::{Reply, Request, reply, request},
    types::Location,
};
use trussed_fs_info::FsInfoExtension;
use trussed_hkdf::HkdfExtension;
use trussed_hpke::HpkeExtension;
use trussed_rsa_alloc::SoftwareRsa;
use trussed_staging::{StagingBackend, StagingContext};
use trussed_wrap_key_to_file::WrapKeyToFileExtension;

/// Who may answer a request, asked in the order of [`ORDER`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Service {
    /// RSA keys and signatures, which the core lacks.
    Rsa,
    /// Chunked files, wrapped and sealed keys, derivation.
    Staging,
    /// PINs and their counters.
    Auth,
}

/// RSA stands before the core, which would refuse an RSA mechanism rather than pass it on.
pub(crate) const ORDER: &[BackendId<Service>] = &[
    BackendId::Custom(Service::Rsa),
    BackendId::Custom(Service::Staging),
    BackendId::Custom(Service::Auth),
    BackendId::Core,
];

/// The extensions of the service's interface which the applications use, numbered for the wire between the two.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Extension {
    /// PINs.
    Auth,
    /// Files read and written in parts.
    Chunked,
    /// Keys kept encrypted in a file.
    WrapKeyToFile,
    /// How full a file system is.
    FsInfo,
    /// RFC 5869.
    Hkdf,
    /// RFC 9180.
    Hpke,
}

impl Extension {
    const ALL: [Self; 6] = [
        Self::Auth,
        Self::Chunked,
        Self::WrapKeyToFile,
        Self::FsInfo,
        Self::Hkdf,
        Self::Hpke,
    ];
}

impl From<Extension> for u8 {
    fn from(extension: Extension) -> Self {
        match extension {
            Extension::Auth => 0,
            Extension::Chunked => 1,
            Extension::WrapKeyToFile => 2,
            Extension::FsInfo => 3,
            Extension::Hkdf => 4,
            Extension::Hpke => 5,
        }
    }
}

impl TryFrom<u8> for Extension {
    type Error = Error;

    fn try_from(number: u8) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|extension| u8::from(*extension) == number)
            .ok_or(Error::InternalError)
    }
}

/// The backends themselves.
pub(crate) struct Backends {
    auth: AuthBackend,
    staging: StagingBackend,
}

impl Backends {
    /// PINs are kept in `location`, next to the keys.
    pub(crate) fn new(location: Location) -> Self {
        Self {
            auth: AuthBackend::new(location, FilesystemLayout::V1),
            staging: StagingBackend::new(),
        }
    }
}

/// What the backends remember between two requests of one application.
#[derive(Default)]
pub(crate) struct Contexts {
    auth: AuthContext,
    staging: StagingContext,
}

/// Which number stands for which extension.
macro_rules! numbered {
    ($($extension:ty => $number:ident),+ $(,)?) => {
        $(impl ExtensionId<$extension> for Backends {
            type Id = Extension;
            const ID: Extension = Extension::$number;
        })+
    };
}

numbered! {
    AuthExtension => Auth,
    ChunkedExtension => Chunked,
    WrapKeyToFileExtension => WrapKeyToFile,
    FsInfoExtension => FsInfo,
    HkdfExtension => Hkdf,
    HpkeExtension => Hpke,
}

impl ExtensionDispatch for Backends {
    type BackendId = Service;
    type Context = Contexts;
    type ExtensionId = Extension;

    fn core_request<P: Platform>(
        &mut self,
        service: &Service,
        ctx: &mut Context<Contexts>,
        request: &Request,
        resources: &mut ServiceResources<P>,
    ) -> Result<Reply, Error> {
        let (core, own) = (&mut ctx.core, &mut ctx.backends);
        match service {
            Service::Rsa => SoftwareRsa.request(core, &mut (), request, resources),
            Service::Staging => self
                .staging
                .request(core, &mut own.staging, request, resources),
            Service::Auth => self.auth.request(core, &mut own.auth, request, resources),
        }
    }

    fn extension_request<P: Platform>(
        &mut self,
        service: &Service,
        extension: &Extension,
        ctx: &mut Context<Contexts>,
        request: &request::SerdeExtension,
        resources: &mut ServiceResources<P>,
    ) -> Result<reply::SerdeExtension, Error> {
        let (core, own) = (&mut ctx.core, &mut ctx.backends);
        /// Hands the request to the backend as this extension.
        macro_rules! serve {
            ($extension:ty, $backend:ident) => {
                ExtensionImpl::<$extension>::extension_request_serialized(
                    &mut self.$backend,
                    core,
                    &mut own.$backend,
                    request,
                    resources,
                )
            };
        }
        match (service, extension) {
            (Service::Auth, Extension::Auth) => serve!(AuthExtension, auth),
            (Service::Staging, Extension::Chunked) => serve!(ChunkedExtension, staging),
            (Service::Staging, Extension::WrapKeyToFile) => {
                serve!(WrapKeyToFileExtension, staging)
            }
            (Service::Staging, Extension::FsInfo) => serve!(FsInfoExtension, staging),
            (Service::Staging, Extension::Hkdf) => serve!(HkdfExtension, staging),
            (Service::Staging, Extension::Hpke) => serve!(HpkeExtension, staging),
            _ => Err(Error::RequestNotAvailable),
        }
    }
}
