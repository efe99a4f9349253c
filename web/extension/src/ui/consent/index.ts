import type { Choice, VaultStatus } from '@hailstone/protocol/views';
import type { ConsentView, Push } from '@hailstone/protocol/wire';
import { faultOf } from '../../shared/fault.js';
import { CardLine } from '../card-line.js';
import { onLanguage, readLanguage } from '../i18n/language.js';
import { Link } from '../link.js';
import { canAsk } from '../parts/passkey.js';
import { afterCardStep, UNLOCK_IDLE, unlockActions, withoutCardFault } from '../parts/unlock.js';
import { painted, rootElement, Screen } from '../screen.js';
import { Guard } from './guard.js';
import { isOwnChoice } from './model.js';
import { type ConsentActions, type ConsentState, consentView } from './view.js';

const request = location.hash.slice(1);
const { words } = await readLanguage();

const link = new Link({ onPush, onLost });
const initial: ConsentState = {
  words,
  view: null,
  guarded: true,
  sharing: false,
  cardStep: null,
  choosing: 0,
  fault: null,
  unlock: UNLOCK_IDLE,
  hasCard: null,
};
const guard = new Guard(
  { setTimeout: (work, ms) => setTimeout(work, ms), clearTimeout: (timer) => clearTimeout(timer as number) },
  (guarded) => screen.set({ guarded }),
);

const actions: ConsentActions = {
  ...unlockActions(
    link,
    () => screen.state.words,
    (unlock) => screen.set({ unlock }),
    refresh,
    {
      words: 'unlock.passkey.in-vault',
      can: canAsk,
      ask: () => link.call('open-vault', {}),
    },
  ),
  choose: (choice) => void choose(choice),
  share: (revision) => void share(revision),
  refuse: () => void end('refused'),
  close: () => void end('closed'),
  openVault: () => void link.call('open-vault', {}),
};

const cards = new CardLine((readers) => {
  const hasCard = readers?.some((reader) => reader.hasCard) ?? null;
  const { unlock } = screen.state;
  screen.set({ hasCard, unlock: hasCard === true ? withoutCardFault(unlock) : unlock });
});
const screen: Screen<ConsentState> = new Screen(
  rootElement(),
  initial,
  (state) => consentView(state, actions),
  (_, { view }) => cards.want(view?.state === 'locked' && opensWithCard(view.status)),
);

onLanguage((spoken) => screen.set({ words: spoken.words }));
window.addEventListener('focus', () => guard.raise());
document.addEventListener('visibilitychange', () => guard.raise());
guard.raise();
await refresh();

async function refresh(): Promise<void> {
  // What is shown next may be something else than what a click was meant for.
  guard.raise();
  await change(() => link.call('consent-state', { request }));
}

function opensWithCard(status: VaultStatus): boolean {
  return status.state === 'locked' && status.unlockers.some(({ kind }) => kind === 'card');
}

async function change(ask: () => Promise<ConsentView>): Promise<void> {
  try {
    show(await ask());
  } catch (thrown) {
    screen.set({ fault: faultOf(thrown), sharing: false });
    // The ticks show what the core holds, whatever was clicked.
    if (screen.state.view !== null) screen.set({ view: { ...screen.state.view } });
  }
}

async function choose(choice: Choice): Promise<void> {
  screen.set({ choosing: screen.state.choosing + 1 });
  await change(() => link.call('consent-choose', { request, choice }));
  screen.set({ choosing: screen.state.choosing - 1 });
}

function show(view: ConsentView): void {
  if (hasEnded()) return;
  const before = screen.state.view;
  // What came by itself may be something else than what a click on its way was meant for.
  if (!isOwnChoice(before, view)) guard.raise();
  screen.set({ view, fault: null, sharing: false });
  if (view.state !== before?.state) void startAtTop();
}

/** Where the window shows something new, those who do not see it begin at its heading; a field keeps the focus. */
async function startAtTop(): Promise<void> {
  await painted();
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body) {
    document.querySelector<HTMLElement>('h1')?.focus();
  }
}

async function share(revision: number): Promise<void> {
  screen.set({ sharing: true, cardStep: null, fault: null });
  await painted();
  await change(() =>
    link.call('consent-share', { request, revision, language: screen.state.words.language }),
  );
  const { fault } = screen.state;
  if (fault === null) return;
  // Nothing went out. The proposal is made anew, so that what is shown is what another try would send.
  await refresh();
  screen.set({ fault });
}

/** The background closes the window. */
async function end(reason: 'refused' | 'closed'): Promise<void> {
  await link.call('consent-end', { request, reason }).catch((thrown: unknown) => {
    screen.set({ fault: faultOf(thrown) });
  });
}

function onPush(push: Push): void {
  screen.set({ unlock: afterCardStep(screen.state.unlock, push) });
  if (push.type === 'card-step' && screen.state.sharing) screen.set({ cardStep: push.step });
  if (push.type === 'consent-ended' && push.request === request) {
    show({ state: 'ended', reason: push.reason });
  }
  // While an unlock of this window is under way, it looks itself.
  if (push.type === 'vault-changed' && screen.state.unlock.busy === null && !screen.state.sharing)
    void refresh();
}

function onLost(): void {
  // An answer that was on its way may have gone out; nobody is left who could say so.
  if (!hasEnded()) show({ state: 'ended', reason: screen.state.sharing ? 'unknown' : 'interrupted' });
}

function hasEnded(): boolean {
  return screen.state.view?.state === 'ended';
}
