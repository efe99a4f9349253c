// A stand-in for the wallet module, in memory, for looking at the screens without the Rust build. Never shipped.
const TYPES = {
  'urn:hailstone:person:1': [['person', ['name', 'given_name', 'family_name', 'birthdate']]],
  'urn:hailstone:contact:1': [
    ['email', ['email']],
    ['phone', ['phone_number']],
  ],
  'urn:hailstone:address:1': [
    ['address', ['address.street_address', 'address.locality', 'address.postal_code', 'address.country']],
  ],
};

const PLAIN = { card: null, threshold: null, passkey: null, relyingParty: null };

export default async function initialise() {}

export class Wallet {
  #status = { state: 'none' };
  #passphrase = '';
  #records = [];
  #receipts = [];
  #releases = new Map();

  static async open() {
    return new Wallet();
  }

  status() {
    return this.#status;
  }

  async createWithPassphrase(label, passphrase) {
    wait(700);
    this.#passphrase = passphrase;
    this.#status = {
      state: 'unlocked',
      vaultId: 'v',
      restoring: false,
      unlockers: [
        { ...PLAIN, id: 'u1', kind: 'passphrase', label },
        {
          ...PLAIN,
          id: 'u2',
          kind: 'card',
          label: 'Card 0006 1234',
          card: { application: 'openpgp', serial: '00061234' },
        },
      ],
      notes: { openedBy: 'u1', used: [1_790_000_000, null], rehearsed: null, revision: 7, excerpt: false },
    };
  }

  async unlock(_id, secret) {
    wait(700);
    if (new TextDecoder().decode(secret) !== this.#passphrase)
      throw fault('vault.passphrase_wrong', 'person');
    this.#status = { ...this.#status, state: 'unlocked' };
  }

  beginWithCard() {
    return { card: 'openpgp:0006:00001234', point: new Uint8Array(32), free() {} };
  }

  lock() {
    this.#status = { ...this.#status, state: 'locked' };
  }

  openEpoch() {
    return this.#status.state === 'unlocked' ? 1 : undefined;
  }

  park() {
    return new Uint8Array(88);
  }

  resume() {
    throw fault('vault.parked_stale', 'person');
  }

  async records() {
    return this.#records;
  }

  checkWhole() {}

  recall() {}

  newlySeen() {}

  async acceptOlder() {}

  async backUp() {
    return new Uint8Array(2_000_000);
  }

  async changeUnlockers(change, id, label) {
    const { unlockers, notes } = this.#status;
    if (change === 'rename') unlockers.find((one) => one.id === id).label = label;
    if (change === 'remove')
      unlockers.splice(
        unlockers.findIndex((one) => one.id === id),
        1,
      );
    if (change === 'rehearse') notes.rehearsed = 1_790_000_000;
    if (!change.startsWith('add-')) return;
    const kind = change.slice('add-'.length);
    unlockers.push({ ...PLAIN, id: `u${unlockers.length + 1}`, kind, label });
    notes.used.push(null);
  }

  unlockersOf() {
    throw fault('vault.backup_malformed', 'person');
  }

  async merge() {
    throw fault('vault.backup_malformed', 'person');
  }

  async settle() {}

  restore() {
    throw fault('vault.backup_malformed', 'person');
  }

  async insertDrafts(drafts) {
    const added = JSON.parse(new TextDecoder().decode(drafts));
    for (const record of added)
      this.#records.push({
        id: `r${this.#records.length}`,
        label: null,
        choices: [],
        disputed: false,
        ...record,
      });
    return added.length;
  }

  async receipts() {
    return this.#receipts;
  }

  beginRelease(origin, _protocol, data) {
    const release = this.#releases.size + 1;
    const request = JSON.parse(data);
    const error = request.nonce === undefined ? { code: 'request.nonce_missing', class: 'hostile' } : null;
    this.#releases.set(release, {
      origin,
      request,
      error,
      ticks: new Map(),
      chosen: new Map(),
      included: new Map(),
    });
    return { release, origin, purpose: purposeOf(request), error };
  }

  async propose(release) {
    if (this.#status.state !== 'unlocked') throw fault('wallet.locked', 'person');
    return this.#view(release);
  }

  choose(release, choice, credential, name, number) {
    const held = this.#releases.get(release);
    if (choice === 'tick') held.ticks.set(name, number === 1);
    if (choice === 'include') held.included.set(credential, number === 1);
    if (choice === 'record') held.chosen.set(`${credential}.${number}`, name);
    return this.#view(release);
  }

  async share(release) {
    wait(200);
    const { credentials } = this.#view(release);
    const items = credentials
      .filter(({ claims }) => claims.some(({ sent }) => sent))
      .map(({ vct, claims }) => ({
        vct,
        claims: claims.filter(({ sent }) => sent).map(({ claim }) => claim),
      }));
    this.#receipt(release, 'shared', items);
    return JSON.stringify({ response: 'fake' });
  }

  async endRelease(release, outcome) {
    this.#receipt(release, this.#releases.get(release).error ? 'invalid' : outcome, []);
  }

  #receipt(release, outcome, items) {
    const { origin, request, error } = this.#releases.get(release);
    this.#receipts.unshift({
      id: `x${this.#receipts.length}`,
      at: Math.floor(Date.now() / 1000),
      origin,
      outcome,
      error: error?.code ?? null,
      purpose: purposeOf(request),
      items,
      subject: null,
      tokenHash: null,
    });
  }

  #view(release) {
    const { origin, request, ticks, chosen, included } = this.#releases.get(release);
    const optional = (request.dcql_query.credential_sets ?? [])
      .filter((set) => set.required === false)
      .flatMap((set) => set.options.flat());
    const credentials = request.dcql_query.credentials.map((query) => {
      const vct = query.meta.vct_values[0];
      const slots = (TYPES[vct] ?? []).map(([kind]) => {
        const index = (TYPES[vct] ?? []).findIndex((slot) => slot[0] === kind);
        const alternatives = this.#records
          .filter((record) => record.kind === kind)
          .map(({ id, title, label }) => ({ id, title, label: label ?? null }));
        return {
          kind,
          chosen: chosen.get(`${query.id}.${index}`) ?? alternatives[0]?.id ?? '',
          alternatives,
        };
      });
      const isIncluded = included.get(query.id) ?? true;
      const always = query.claim_sets?.at(-1);
      const claims = query.claims.flatMap(({ id, path }) => {
        const claim = path.join('.');
        const slot = (TYPES[vct] ?? []).findIndex(([, names]) => names.includes(claim));
        const record = this.#records.find((one) => one.id === slots[slot]?.chosen);
        const value = record?.fields.find(({ name }) => name === claim)?.value;
        if (value === undefined) return [];
        const required = always === undefined || always.includes(id);
        const ticked = required || (ticks.get(claim) ?? true);
        return [{ claim, slot, value, required, ticked, sent: ticked && isIncluded }];
      });
      return {
        id: query.id,
        vct,
        required: !optional.includes(query.id),
        included: isIncluded,
        satisfied: claims.length > 0,
        purpose: [],
        slots,
        claims,
      };
    });
    const any = credentials.some(({ claims }) => claims.length > 0);
    const encrypted = request.response_mode === 'dc_api.jwt';
    return {
      origin,
      purpose: purposeOf(request),
      encrypted,
      state: any ? 'ready' : 'nothing-matches',
      whole: true,
      credentials,
    };
  }
}

function purposeOf(request) {
  const purpose = request.verifier_info?.[0]?.data?.purpose;
  if (purpose === undefined) return [];
  if (typeof purpose === 'string') return [{ language: '', text: purpose }];
  return Object.entries(purpose).map(([language, text]) => ({ language, text }));
}

function wait(ms) {
  const until = Date.now() + ms;
  while (Date.now() < until);
}

function fault(code, faultClass) {
  return Object.assign(new Error(code), { code, class: faultClass, triesLeft: null });
}
