import type { Fault } from '@hailstone/protocol/views';
import type { Push } from '@hailstone/protocol/wire';
import { isStorageKept } from '../../platform/keep-storage.js';
import { onSettingChanged, readSetting, writeSetting } from '../../platform/settings.js';
import { AUTHORITIES_SETTING } from '../../shared/authorities.js';
import { AUTO_LOCK_SETTING } from '../../shared/auto-lock.js';
import { CARD_LOCK_OFF, CARD_LOCK_ON, CARD_LOCK_SETTING } from '../../shared/card-lock.js';
import { faultOf } from '../../shared/fault.js';
import { onLanguage, readLanguage, writeLanguage } from '../i18n/language.js';
import { Link } from '../link.js';
import { canAsk } from '../parts/passkey.js';
import { afterCardStep, UNLOCK_IDLE, unlockActions } from '../parts/unlock.js';
import { painted, rootElement, Screen } from '../screen.js';
import { accessActions } from './access/actions.js';
import { ACCESS_START, accessAfterCardStep } from './access/state.js';
import { AUTHORITIES_START, authoritiesActions } from './authorities.js';
import { CARD_COPY_START, cardCopyActions, closedCopy, copyAfterCardStep } from './card-copy/actions.js';
import { followCards } from './cards.js';
import { SETTLE_START, settleActions } from './choices.js';
import { COPIES_START, copiesActions } from './copies/actions.js';
import { credentialActions, readHeld, TAKING_START } from './credentials/actions.js';
import { EXPORT_START, type ExportPage, exportActions, exportIfAsked } from './export/actions.js';
import { keepFocus } from './focus.js';
import { readContacts } from './import.js';
import { MERGE_START, mergeActions } from './merge/actions.js';
import { askPasskey } from './passkey/ceremony.js';
import { enrollPasskey, PASSKEY_START, passkeyActions } from './passkey/section.js';
import { PLACE_START, type PlaceState, placeActions } from './place.js';
import { adviceOn, CREATE_START, type CreateState, HISTORY_SHOWN, TABS, type VaultState } from './state.js';
import { type VaultActions, vaultView } from './view.js';

const spoken = await readLanguage();
/** Not at once: a background that stops again and again would be called again and again. */
const RETRY_MS = 1000;

const link = new Link({ onPush, onLost: () => setTimeout(() => void refresh(), RETRY_MS), onFault });

/** What the core has locked the vault for. */
const LOCKS = ['wallet.superseded', 'vault.rolled_back'];

const initial: VaultState = {
  spoken,
  status: null,
  fault: null,
  tab: TABS.find((tab) => location.hash === `#${tab}`) ?? 'data',
  create: CREATE_START,
  place: PLACE_START,
  passkey: PASSKEY_START,
  unlock: UNLOCK_IDLE,
  hasCard: null,
  olderAccepted: false,
  records: null,
  receipts: null,
  credentials: null,
  taking: TAKING_START,
  importing: { step: 'idle' },
  copies: COPIES_START,
  cardCopy: CARD_COPY_START,
  access: ACCESS_START,
  merge: MERGE_START,
  settle: SETTLE_START,
  exporting: EXPORT_START,
  storageKept: true,
  autoLock: await readSetting(AUTO_LOCK_SETTING),
  cardLock: await readSetting(CARD_LOCK_SETTING),
  authorities: await readSetting(AUTHORITIES_SETTING),
  adding: AUTHORITIES_START,
};

/** What a vault that is not open shows nothing of. */
const CLOSED = {
  records: null,
  receipts: null,
  credentials: null,
  taking: TAKING_START,
  importing: { step: 'idle' },
  access: ACCESS_START,
  merge: MERGE_START,
  settle: SETTLE_START,
} as const;

const place = placeActions(link, setPlace, refresh);
const exportPage: ExportPage = {
  state: () => screen.state.exporting,
  set: (exporting) => screen.set({ exporting }),
  refresh,
};
const actions: VaultActions = {
  place,
  access: accessActions(link, {
    words,
    status: () => (screen.state.status?.state === 'unlocked' ? screen.state.status : null),
    state: () => screen.state.access,
    set: (access) => screen.set({ access }),
    refresh,
  }),
  merge: mergeActions(
    link,
    words,
    () => screen.state.merge,
    (merge) => screen.set({ merge }),
    refresh,
  ),
  ...settleActions(link, (settle) => screen.set({ settle }), refresh),
  export: exportActions(link, exportPage),
  authorities: authoritiesActions((adding) => screen.set({ adding })),
  credentials: credentialActions(
    link,
    () => screen.state.records ?? [],
    (taking) => screen.set({ taking }),
  ),
  chooseAutoLock: (minutes) => void writeSetting(AUTO_LOCK_SETTING, minutes),
  chooseCardLock: (on) => void writeSetting(CARD_LOCK_SETTING, on ? CARD_LOCK_ON : CARD_LOCK_OFF),
  copies: copiesActions(link, (copies) => screen.set({ copies }), refresh),
  cardCopy: cardCopyActions(
    link,
    words,
    () => screen.state.cardCopy,
    (cardCopy) => screen.set({ cardCopy }),
    refresh,
  ),
  unlock: unlockActions(
    link,
    () => screen.state.spoken.words,
    (unlock) => screen.set({ unlock }),
    refresh,
    {
      words: 'unlock.passkey',
      can: canAsk,
      ask: async (unlocker, open) => open({ unlocker: unlocker.id, secret: await askPasskey(unlocker) }),
    },
  ),
  ...passkeyActions(
    link,
    words,
    () => screen.state.status,
    (passkey) => screen.set({ passkey }),
  ),
  show(tab) {
    history.replaceState(null, '', tab === 'data' ? '#' : `#${tab}`);
    const { kept } = screen.state.cardCopy;
    screen.set({
      tab,
      importing: { step: 'idle' },
      access: ACCESS_START,
      cardCopy: { ...CARD_COPY_START, kept },
    });
  },
  acceptOlder: () =>
    void attempt(async () => {
      await link.call('accept-older', {});
      screen.set({ unlock: UNLOCK_IDLE, olderAccepted: true });
      await painted();
      document.querySelector<HTMLElement>('#unlock-heading')?.focus();
    }),
  lock: () => void attempt(() => link.call('lock', {})),
  speak: (choice) => void writeLanguage(choice),
  again: () => void refresh(),

  chooseMeans: (means) => setCreate({ means, fault: null, mismatch: false }),
  typed: (passphrase) => setCreate({ advice: adviceOn(passphrase), mismatch: false }),
  createWithPassphrase(passphrase, again) {
    if (passphrase !== again) {
      setCreate({ mismatch: true });
      document.querySelector<HTMLInputElement>('#create-again')?.focus();
      return;
    }
    const label = words().t('create.label.passphrase');
    void create('passphrase', () => link.call('create-with-passphrase', { label, passphrase }));
  },
  createWithPasskey: () => void create('passkey', () => enrollPasskey(link, words(), null)),
  lookForCards: () =>
    void create('looking', async () => setCreate({ cards: await link.call('list-cards', {}), news: null })),
  pickCard: ({ card }) => setCreate({ picked: card }),
  createWithCard({ card, name }) {
    const label = words().t('card.name', { name });
    const { language } = words();
    void create('card', () => link.call('create-with-card', { label, card, language }));
  },

  readFile: (file) => void readFile(file),
  addDrafts: () => void addDrafts(),
  dropDrafts: () => screen.set({ importing: { step: 'idle' } }),
};

const cardsDrawn = followCards(link, {
  state: () => screen.state,
  set: (change) => screen.set(change),
});
const screen: Screen<VaultState> = new Screen(
  rootElement(),
  initial,
  (state) => vaultView(state, actions),
  (before, now) => {
    keepFocus(before, now);
    cardsDrawn(now);
  },
);

onLanguage((changed) => screen.set({ spoken: changed }));
onSettingChanged((name, value) => {
  if (name === AUTO_LOCK_SETTING) screen.set({ autoLock: value });
  if (name === CARD_LOCK_SETTING) screen.set({ cardLock: value });
  if (name === AUTHORITIES_SETTING) screen.set({ authorities: value });
});
await refresh();
await place.look();
// The core has asked for it when it started. To Chromium the permission `unlimitedStorage` says it.
screen.set({ storageKept: TARGET === 'chromium' || (await isStorageKept()) });

function words() {
  return screen.state.spoken.words;
}

function setPlace(change: Partial<PlaceState>): void {
  screen.set({ place: { ...screen.state.place, ...change } });
}

function setCreate(change: Partial<CreateState>): void {
  screen.set({ create: { ...screen.state.create, ...change } });
}

async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    screen.set({ fault: faultOf(thrown) });
  }
}

async function refresh(): Promise<void> {
  await attempt(async () => {
    const status = await link.call('status', {});
    if (status.state !== 'unlocked') {
      screen.set({ status, fault: null, ...CLOSED, cardCopy: closedCopy(screen.state.cardCopy) });
      return;
    }
    screen.set({ status, fault: null, olderAccepted: false });
    const records = await link.call('records', {});
    // What could be opened is shown, and that there was more is said.
    await attempt(() => link.call('check-whole', {}));
    const credentials = await readHeld(records);
    const receipts = await link.call('receipts', { limit: HISTORY_SHOWN + 1 });
    const kept = await link.call('card-copy', {});
    screen.set({ records, receipts, credentials, cardCopy: { ...screen.state.cardCopy, kept } });
    await exportIfAsked(link, exportPage, status.vaultId);
  });
}

async function create(busy: CreateState['busy'], work: () => Promise<unknown>): Promise<void> {
  setCreate({ busy, fault: null, mismatch: false });
  await painted();
  try {
    await work();
    setCreate({ busy: null });
    if (busy !== 'looking') setCreate(CREATE_START);
    await refresh();
  } catch (thrown) {
    setCreate({ busy: null, fault: faultOf(thrown) });
  }
}

async function readFile(file: File): Promise<void> {
  screen.set({ importing: { step: 'reading' } });
  await painted();
  try {
    screen.set({ importing: await readContacts(file) });
  } catch (thrown) {
    screen.set({ importing: { step: 'failed', fault: faultOf(thrown) } });
  }
}

async function addDrafts(): Promise<void> {
  const { importing } = screen.state;
  if (importing.step !== 'preview') return;
  screen.set({ importing: { step: 'adding' } });
  await painted();
  try {
    const count = await link.call('insert-drafts', { drafts: importing.drafts });
    await refresh();
    screen.set({ importing: { step: 'done', count } });
  } catch (thrown) {
    screen.set({ importing: { step: 'failed', fault: faultOf(thrown) } });
  }
}

/** A page that was open does not go on showing what is locked, and says why it is. */
function onFault(fault: Fault): void {
  if (LOCKS.includes(fault.code) && screen.state.status?.state === 'unlocked')
    void refresh().then(() => screen.set({ fault }));
}

function onPush(push: Push): void {
  const { create: creating, unlock, access, cardCopy } = screen.state;
  screen.set({
    unlock: afterCardStep(unlock, push),
    access: accessAfterCardStep(access, push),
    cardCopy: copyAfterCardStep(cardCopy, push),
  });
  if (push.type === 'card-step' && creating.busy !== null && creating.means === 'card')
    setCreate({ busy: push.step });
  if (push.type === 'vault-changed' && unlock.busy === null && creating.busy === null) void refresh();
}
