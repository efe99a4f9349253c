/** The background: puts the parts together, and gives each port to the part that its caller may speak to. */
import { type CardStep, type Place, PORTS, type RelayToBackground } from '@hailstone/protocol/wire';
import { ownId, ownOrigin } from '../platform/extension.js';
import { onPresence, presence, setIdleSeconds } from '../platform/idle.js';
import { connectNative } from '../platform/native.js';
import { onConnect, type Port } from '../platform/port.js';
import { readSession, removeSession, writeSession } from '../platform/session.js';
import { onSettingChanged, readSetting, writeSetting } from '../platform/settings.js';
import { closeTab, closeWindow, onWindowClosed, openPopup, showTab } from '../platform/windows.js';
import { AUTHORITIES_SETTING, authoritiesOf } from '../shared/authorities.js';
import { AUTO_LOCK_SETTING } from '../shared/auto-lock.js';
import { CARD_LOCK_SETTING } from '../shared/card-lock.js';
import { isObject } from '../shared/parse.js';
import { AutoLock, secondsOf } from './auto-lock.js';
import { BRIDGE_HOST, Bridge } from './bridge.js';
import { callerOf } from './callers.js';
import { Cards, OPENED_IN } from './cards.js';
import { Consents } from './consent.js';
import { LocalCore, OffscreenCore } from './core.js';
import { coreAsks } from './core-asks.js';
import { FileStore } from './file-store.js';
import { type Routes, route } from './router.js';
import { cardRoutes } from './routes/card.js';
import { CARD_COPIES_SETTING, cardCopyRoutes } from './routes/card-copy.js';
import { consentRoutes } from './routes/consent.js';
import { copiesRoutes } from './routes/copies.js';
import { credentialRoutes } from './routes/credentials.js';
import { PLACE_SETTING, placeOf, placeRoutes } from './routes/place.js';
import { unlockerRoutes } from './routes/unlockers.js';
import { vaultRoutes } from './routes/vault.js';
import { windowRoutes } from './routes/window.js';
import { Screens } from './screens.js';
import { SEEN_SETTING, Seen } from './seen.js';
import { SESSION_KEY, SessionKey } from './session-key.js';
import { signNext } from './signing.js';

const LOCKS_SEEN = 'locks-seen';
const CONSENT_SIZE = { width: 460, height: 720 } as const;

const readPlace = async (): Promise<Place> => placeOf(await readSetting(PLACE_SETTING));
const file = new FileStore({
  connect: () => connectNative(BRIDGE_HOST),
  changed: () => void othersWrote(),
  lock: () => forgetKeys(),
  answered: () => void restFile(),
  readSeen: async () => {
    const seen = await readSession(LOCKS_SEEN);
    return typeof seen === 'number' ? seen : null;
  },
  writeSeen: (seen) => writeSession(LOCKS_SEEN, seen),
});
const seen = new Seen({
  read: () => readSetting(SEEN_SETTING),
  write: (text) => writeSetting(SEEN_SETTING, text),
});
const sessionKey = new SessionKey({
  read: () => readSession(SESSION_KEY),
  write: (key) => writeSession(SESSION_KEY, key),
  remove: async () => {
    await removeSession(SESSION_KEY);
    cards.lock.opened(null);
    await removeSession(OPENED_IN);
  },
  isSomebodyThere: async () => {
    if ((await presence(secondsOf(await readSetting(AUTO_LOCK_SETTING)))) !== 'active') return false;
    await cardLockKnown;
    return cards.lock.allows();
  },
});
const cards = new Cards({ connect: () => connectNative(BRIDGE_HOST), lock: lockVault });
const authorities = async (): Promise<readonly string[]> =>
  authoritiesOf(await readSetting(AUTHORITIES_SETTING)).map(({ certificate }) => certificate);
const answerCore = coreAsks(readPlace, file, seen, sessionKey, coreGone, authorities);
const offscreen = TARGET === 'chromium' ? new OffscreenCore(coreGone, answerCore) : null;
const core = offscreen ?? new LocalCore(coreGone, answerCore);
const bridge = new Bridge(() => connectNative(BRIDGE_HOST));
const screens = new Screens((caller, type, takes) => route(routes, caller, type, takes));
const onStep = (step: CardStep): void => screens.push({ type: 'card-step', step });
const consents = new Consents({
  core,
  sign: (release, language) => signNext(core, bridge, release, language, onStep),
  openWindow: (request) => openPopup(`consent.html#${request}`, CONSENT_SIZE),
  closeWindow,
  closeTab,
  push: (push) => screens.push(push),
  makeRequestId,
});
const routes: Routes = {
  ...vaultRoutes(core, vaultChanged, lockVault),
  ...cardRoutes(core, bridge, vaultChanged, onStep, openedIn),
  ...cardCopyRoutes({
    core,
    bridge,
    changed: vaultChanged,
    onStep,
    read: () => readSetting(CARD_COPIES_SETTING),
    write: (text) => writeSetting(CARD_COPIES_SETTING, text),
    now: () => Math.floor(Date.now() / 1000),
  }),
  ...unlockerRoutes(core, ownOrigin(), vaultChanged),
  ...consentRoutes(consents),
  ...copiesRoutes(core, vaultChanged),
  ...credentialRoutes(core, vaultChanged),
  ...placeRoutes({
    core,
    bridge,
    file,
    read: readPlace,
    write: (place) => writeSetting(PLACE_SETTING, place),
    moved: coreGone,
  }),
  ...windowRoutes(() => showTab('vault.html')),
};

onConnect((port) => {
  const caller = callerOf(port.sender, { id: ownId(), origin: ownOrigin() });
  if (caller === null) return port.close();
  if (caller.kind === 'content') {
    if (port.name !== PORTS.request) return port.close();
    return takeRequest(port, caller.origin, caller.tabId);
  }
  if (caller.kind === 'core-host') {
    if (port.name !== PORTS.core || offscreen === null) return port.close();
    return offscreen.accept(port);
  }
  if (port.name === PORTS.cards) return caller.kind === 'popup' ? port.close() : cards.accept(port);
  if (port.name !== PORTS.screen) return port.close();
  screens.accept(port, caller, () => void restFile());
  void listenToFile();
});

const autoLock = new AutoLock({
  lock: lockVault,
  setIdleSeconds,
});
onPresence((presence) => autoLock.heard(presence));
onSettingChanged((name, value) => {
  if (name === AUTO_LOCK_SETTING) autoLock.choose(value);
  if (name === CARD_LOCK_SETTING) cards.lock.choose(value);
});
void readSetting(AUTO_LOCK_SETTING).then((value) => autoLock.choose(value));

// A card that was taken out while this background was stopped is missed now.
const cardLockKnown = recallCard();

// A vault that stayed unlocked while this background was stopped listens again.
void listenToFile().then(restFile);

onWindowClosed((windowId) => void consents.windowClosed(windowId));

/** One request per port. */
function takeRequest(port: Port, origin: string, tabId: number): void {
  let taken = false;
  port.onMessage((message) => {
    const ask = parseAsk(message);
    if (taken || ask === null) return port.close();
    taken = true;
    consents.ask(port, origin, tabId, ask.protocol, ask.data);
  });
}

function parseAsk(message: unknown): RelayToBackground | null {
  if (!isObject(message) || message.type !== 'ask') return null;
  const { protocol, data } = message;
  return typeof protocol === 'string' && typeof data === 'string' ? { type: 'ask', protocol, data } : null;
}

async function recallCard(): Promise<void> {
  const reader = await readSession(OPENED_IN).catch(() => null);
  if (typeof reader === 'string') cards.lock.opened(reader);
  cards.lock.choose(await readSetting(CARD_LOCK_SETTING));
}

/** Remembered as long as the key of the session is: until the vault is locked, in whatever way. */
async function openedIn(reader: string): Promise<void> {
  cards.lock.opened(reader);
  const kept = await sessionKey.whileKept(() => writeSession(OPENED_IN, reader)).catch(() => true);
  if (!kept) cards.lock.opened(null);
}

async function lockVault(): Promise<void> {
  await forgetKeys();
  void restFile();
}

async function forgetKeys(): Promise<void> {
  await sessionKey.lock(() => core.call('lock', {}));
  vaultChanged();
}

async function othersWrote(): Promise<void> {
  // What cannot be read now is said to who asks for it; that there is something to ask for is said in any case.
  await core.call('refresh', {}).catch(() => undefined);
  vaultChanged();
}

/** Somebody is looking: what others write is shown, and a vault that was open before is locked when it is to be. */
async function listenToFile(): Promise<void> {
  if ((await readPlace()) === 'file') await file.wake().catch(() => undefined);
}

/** Nobody looks, and nothing is unlocked: the bridge need not run. */
async function restFile(): Promise<void> {
  if (!file.isOpen || screens.count > 0) return;
  // A core that was stopped goes on with the key, and until then has to hear that it is not to.
  const kept = await sessionKey.isKept().catch(() => false);
  const unlocked = kept || (await core.call('isUnlocked', {}).catch(() => false));
  if (!unlocked && screens.count === 0) file.close();
}

function vaultChanged(): void {
  consents.vaultChanged();
  screens.push({ type: 'vault-changed' });
}

function coreGone(): void {
  consents.coreGone();
  screens.push({ type: 'vault-changed' });
}

function makeRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
