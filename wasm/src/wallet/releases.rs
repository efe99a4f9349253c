//! Requests under way: from what a page sent to what goes back to it.

use super::numbered::Numbered;
use super::{One, State, Wallet};
use crate::error::Failure;
use crate::host::{make_seed, now};
use crate::typed;
use crate::types::{ErrorView, ProposalView, ReleaseStart, sentences_of};
use core::fmt;
use hailstone_core::data::{Kind, Outcome, Receipt, Record};
use hailstone_core::id::RecordId;
use hailstone_core::release::{
    Choice, Consented, Examined, Origin, Proof, Proposal, ReleaseError, Request, RequestError,
    Unsigned,
};
use hailstone_core::vault::{Content, Edit};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

/// The requests that have not ended, by number.
#[derive(Debug, Default)]
pub(super) struct Releases {
    last: u32,
    open: Numbered<Release>,
}

#[allow(
    clippy::large_enum_variant,
    reason = "there are a handful at a time, most of which become the large one"
)]
enum Release {
    Invalid {
        site: String,
        code: String,
    },
    Asked(Request),
    Proposed {
        request: Request,
        proposal: Proposal,
    },
    /// Consented to, and waiting for a card.
    Signing {
        request: Request,
        unsigned: Unsigned,
    },
}

impl fmt::Debug for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid { .. } => "Invalid",
            Self::Asked(_) => "Asked",
            Self::Proposed { .. } => "Proposed",
            Self::Signing { .. } => "Signing",
        })
    }
}

impl Release {
    /// The receipt of a release that ends with nothing shared.
    fn end(self, outcome: Outcome) -> Receipt {
        match self {
            Self::Invalid { site, code } => RequestError::receipt_of(&code, &site, now()),
            Self::Asked(request) | Self::Signing { request, .. } => request.end(outcome, now()),
            Self::Proposed { proposal, .. } if proposal.matches_nothing() => {
                proposal.end(Outcome::NothingMatched, now())
            }
            Self::Proposed { proposal, .. } => proposal.end(outcome, now()),
        }
    }
}

impl Releases {
    /// Forgets the values of every proposal; the requests stay.
    pub(super) fn forget_values(&mut self) {
        self.open.change(|release| match release {
            Release::Proposed { request, .. } | Release::Signing { request, .. } => {
                Release::Asked(request)
            }
            release => release,
        });
    }

    fn take(&mut self, number: u32) -> Result<Release, Failure> {
        self.open.remove(&number).ok_or(Failure::OUT_OF_ORDER)
    }

    /// What waits for a card.
    pub(super) fn unsigned(&mut self, number: u32) -> Result<&mut Unsigned, Failure> {
        match self.open.get_mut(&number) {
            Some(Release::Signing { unsigned, .. }) => Ok(unsigned),
            _ => Err(Failure::OUT_OF_ORDER),
        }
    }

    fn proposal(&mut self, number: u32) -> Result<&mut Proposal, Failure> {
        match self.open.get_mut(&number) {
            Some(Release::Proposed { proposal, .. }) => Ok(proposal),
            _ => Err(Failure::OUT_OF_ORDER),
        }
    }
}

#[wasm_bindgen]
impl Wallet {
    /// Takes a request in. `origin` is the browser's word for the page, never the page's own; `data` is the JSON text
    /// of the request. A request that breaks a rule is taken in as well, so that the person can be told and a receipt
    /// is kept: end it with [`Wallet::end_release`].
    ///
    /// # Errors
    /// `request.origin_invalid`, when there is not even an origin to tell the person of.
    #[wasm_bindgen(js_name = beginRelease)]
    pub fn begin_release(
        &self,
        origin: &str,
        protocol: &str,
        data: &str,
    ) -> Result<Ts<ReleaseStart>, Failure> {
        let origin = Origin::parse(origin)?;
        self.begin(origin.clone(), Request::parse(protocol, origin, data))
    }

    /// [`Wallet::begin_release`] for a signed request: `examined` is what `examineRequest` of the module for signatures returned.
    ///
    /// # Errors
    /// `request.origin_invalid`.
    #[wasm_bindgen(js_name = beginExamined)]
    pub fn begin_examined(
        &self,
        origin: &str,
        examined: &str,
    ) -> Result<Ts<ReleaseStart>, Failure> {
        let origin = Origin::parse(origin)?;
        let request = Examined::parse(examined)
            .and_then(|examined| Request::from_examined(origin.clone(), examined));
        self.begin(origin, request)
    }

    /// [`Wallet::begin_release`] for a signed request that the module for signatures refused, by the code and class of its error.
    ///
    /// # Errors
    /// `request.origin_invalid`.
    #[wasm_bindgen(js_name = beginRefused)]
    pub fn begin_refused(
        &self,
        origin: &str,
        code: &str,
        class: &str,
    ) -> Result<Ts<ReleaseStart>, Failure> {
        let origin = Origin::parse(origin)?;
        self.begin_invalid(&origin, ErrorView::new(code, class))
    }

    /// What would answer the request, from the records as they are now.
    ///
    /// # Errors
    /// `wallet.locked`, `wallet.out_of_order`, `store.*`.
    pub async fn propose(&self, release: u32) -> Result<Ts<ProposalView>, Failure> {
        let request = match self.releases.borrow().open.get(&release) {
            Some(
                Release::Asked(request)
                | Release::Proposed { request, .. }
                | Release::Signing { request, .. },
            ) => request.clone(),
            _ => return Err(Failure::OUT_OF_ORDER),
        };
        let kinds = request.kinds();
        let contents = self
            .unlocked(async |vault| self.contents(vault, &kinds).await)
            .await?;
        let proposal = request
            .clone()
            .propose(contents.into_iter().filter_map(data).collect(), now());
        let view = typed(&ProposalView::new(proposal.view(), self.is_whole.get()));
        self.releases
            .borrow_mut()
            .open
            .insert(release, Release::Proposed { request, proposal });
        view
    }

    /// Changes what would go out of the token that answers the credential query `credential`, and returns what would go out then, by `choice`:
    ///
    /// - `include`: the token is included (`number` 1) or left out (0).
    /// - `tick`: the claim with this `name` is ticked (1) or not (0).
    /// - `record`: the record with the identifier `name` stands in the slot with this `number`.
    /// - `answer`: the issuer's credential in the record `name`, or without a name the person's own data, is taken (1) or not (0).
    /// - `tick-issued`: of the credential in a record the claim is ticked (1) or not (0); `name` is the record, a space, and the claim.
    /// - `option`: the option with this `number` of the credential set with the number `name` is taken.
    ///
    /// # Errors
    /// `wallet.out_of_order`, `wallet.argument_invalid`, `release.*`; the proposal stays as it was.
    pub fn choose(
        &self,
        release: u32,
        choice: &str,
        credential: String,
        name: String,
        number: u32,
    ) -> Result<Ts<ProposalView>, Failure> {
        let choice = match choice {
            "include" => Choice::Include {
                credential,
                included: number == 1,
            },
            "tick" => Choice::Tick {
                credential,
                claim: name,
                ticked: number == 1,
            },
            "record" => Choice::Record {
                credential,
                slot: number.try_into().map_err(|_| Failure::ARGUMENT)?,
                record: RecordId::parse(&name).ok_or(Failure::ARGUMENT)?,
            },
            "answer" => Choice::Answer {
                credential,
                record: match name.as_str() {
                    "" => None,
                    name => Some(RecordId::parse(name).ok_or(Failure::ARGUMENT)?),
                },
                chosen: number == 1,
            },
            "tick-issued" => {
                let (record, claim) = name.split_once(' ').ok_or(Failure::ARGUMENT)?;
                Choice::TickIssued {
                    credential,
                    record: RecordId::parse(record).ok_or(Failure::ARGUMENT)?,
                    claim: claim.to_owned(),
                    ticked: number == 1,
                }
            }
            "option" => Choice::Option {
                set: name.parse().map_err(|_| Failure::ARGUMENT)?,
                option: number.try_into().map_err(|_| Failure::ARGUMENT)?,
            },
            _ => return Err(Failure::ARGUMENT),
        };
        let mut releases = self.releases.borrow_mut();
        let proposal = releases.proposal(release)?;
        proposal.choose(&choice)?;
        typed(&ProposalView::new(proposal.view(), self.is_whole.get()))
    }

    /// The person's consent: makes the token, stores the receipt, and only then resolves with the JSON text of
    /// `DigitalCredential.data`. Where a card is to sign first, that is an error, `beginWithCard` asks it, and sharing goes on with what it signed.
    ///
    /// # Errors
    /// `release.card_needed`, as often as another card is to sign.
    /// `release.incomplete`, `release.nothing_matches`, `wallet.locked`, `store.*`; nothing has gone out then, and
    /// the proposal stays for another try where the person can mend it.
    pub async fn share(&self, release: u32) -> Result<String, Failure> {
        if !matches!(&*self.state.borrow(), State::Unlocked(_)) {
            return Err(Failure::LOCKED);
        }
        let taken = self.releases.borrow_mut().take(release)?;
        let (request, begun) = match taken {
            Release::Signing { request, unsigned } => (request, Ok(unsigned)),
            Release::Proposed { request, proposal } => match proposal.consent() {
                Ok(consented) => (request, self.begun(consented)),
                Err((proposal, error)) => {
                    let proposal = *proposal;
                    let back = Release::Proposed { request, proposal };
                    self.releases.borrow_mut().open.insert(release, back);
                    return Err(error.into());
                }
            },
            other => {
                self.releases.borrow_mut().open.insert(release, other);
                return Err(Failure::OUT_OF_ORDER);
            }
        };
        let token = match begun {
            Ok(unsigned) if unsigned.wanted().is_some() => {
                let waiting = Release::Signing { request, unsigned };
                self.releases.borrow_mut().open.insert(release, waiting);
                return Err(ReleaseError::CardNeeded.into());
            }
            Ok(unsigned) => unsigned.finish().map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        let outcome = match token {
            Ok(token) => {
                let receipt = Content::Receipt(Box::new(token.receipt().clone()));
                let written = self.edit(vec![Edit::Insert(receipt)]).await;
                written.map(|()| token.data().to_owned())
            }
            Err(failure) => Err(failure),
        };
        if outcome.is_err() {
            self.releases
                .borrow_mut()
                .open
                .insert(release, Release::Asked(request));
        }
        outcome
    }

    /// Ends a request with nothing shared, and writes its receipt: at once, or at the next unlock where the vault is
    /// locked. Without a vault there is nowhere to write it.
    ///
    /// # Errors
    /// `wallet.out_of_order`, `wallet.argument_invalid`, `store.*`; the request has ended all the same.
    #[wasm_bindgen(js_name = endRelease)]
    pub async fn end_release(&self, release: u32, outcome: &str) -> Result<(), Failure> {
        let outcome = match outcome {
            "refused" => Outcome::Refused,
            "closed" => Outcome::Closed,
            "aborted" => Outcome::Aborted,
            _ => return Err(Failure::ARGUMENT),
        };
        let receipt = self.releases.borrow_mut().take(release)?.end(outcome);
        if matches!(&*self.state.borrow(), State::None) {
            return Ok(());
        }
        self.unwritten.borrow_mut().push(receipt);
        match self.write_waiting_receipts().await {
            Err(failure) if failure.code() == Failure::LOCKED.code() => Ok(()),
            outcome => outcome,
        }
    }
}

impl Wallet {
    fn begin(
        &self,
        origin: Origin,
        request: Result<Request, RequestError>,
    ) -> Result<Ts<ReleaseStart>, Failure> {
        let request = match request {
            Ok(request) => request,
            Err(error) => {
                return self.begin_invalid(&origin, ErrorView::from(&Failure::from(error)));
            }
        };
        let start = ReleaseStart {
            release: 0,
            origin: request.site().name().into(),
            purpose: sentences_of(request.purpose()),
            proof: request.proof().clone(),
            error: None,
        };
        self.take_in(Release::Asked(request), start)
    }

    fn begin_invalid(
        &self,
        origin: &Origin,
        error: ErrorView,
    ) -> Result<Ts<ReleaseStart>, Failure> {
        let release = Release::Invalid {
            site: origin.as_str().into(),
            code: error.code().into(),
        };
        let start = ReleaseStart {
            release: 0,
            origin: origin.as_str().into(),
            purpose: Vec::new(),
            proof: Proof::Address,
            error: Some(error),
        };
        self.take_in(release, start)
    }

    fn take_in(&self, release: Release, start: ReleaseStart) -> Result<Ts<ReleaseStart>, Failure> {
        let mut releases = self.releases.borrow_mut();
        releases.last = releases.last.wrapping_add(1);
        let number = releases.last;
        releases.open.insert(number, release);
        typed(&ReleaseStart {
            release: number,
            ..start
        })
    }
}

impl Wallet {
    fn begun(&self, consented: Consented) -> Result<Unsigned, Failure> {
        match &*self.state.borrow() {
            State::Unlocked(vault) => {
                Ok(consented.begin(vault.site_secret(), now(), make_seed()?)?)
            }
            _ => Err(Failure::LOCKED),
        }
    }
}

fn data(one: One) -> Option<(RecordId, Record)> {
    match one.opened.into_content() {
        Content::Data(record) if record.kind() != Kind::Receipt => Some((one.id, record)),
        _ => None,
    }
}
