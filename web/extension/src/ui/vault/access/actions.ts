/** Ways to open the vault: added, renamed, removed and tried. */
import type { Unlocker } from '@hailstone/protocol/views';
import type { CardView, UnlockerChange } from '@hailstone/protocol/wire';
import { faultOf, makeFault } from '../../../shared/fault.js';
import type { Words } from '../../i18n/words.js';
import type { Link } from '../../link.js';
import { readPaper } from '../../parts/paper.js';
import { passphraseSecret } from '../../parts/secret.js';
import { painted } from '../../screen.js';
import { askPasskey } from '../passkey/ceremony.js';
import { adviceOn } from '../state.js';
import { makeSheet } from './sheet.js';
import {
  ACCESS_START,
  type AccessState,
  type Doing,
  type Done,
  freeLabel,
  type OpenStatus,
} from './state.js';

export interface AccessActions {
  begin(step: 'rename' | 'remove' | 'rehearse', unlocker: Unlocker): void;
  cancel(): void;
  rename(unlocker: Unlocker, label: string): void;
  remove(unlocker: Unlocker): void;
  rehearseWithPassphrase(unlocker: Unlocker, passphrase: string): void;
  rehearseWithPaper(unlocker: Unlocker, typed: readonly string[]): void;
  rehearseWithPasskey(unlocker: Unlocker): void;
  addPassphrase(): void;
  passphraseTyped(passphrase: string): void;
  passphraseMade(label: string, passphrase: string, again: string): void;
  addSheet(): void;
  sheetOnPaper(): void;
  sheetTyped(typed: readonly string[]): void;
  lookForCards(): void;
  addCard(card: CardView): void;
}

export interface AccessPage {
  words(): Words;
  status(): OpenStatus | null;
  state(): AccessState;
  set(state: AccessState): void;
  /** Reads anew what opens the vault. */
  refresh(): Promise<void>;
}

export function accessActions(link: Link, page: AccessPage): AccessActions {
  const set = (change: Partial<AccessState>): void => page.set({ ...ACCESS_START, ...change });

  /** What is being done stays where it is when it fails, so that it can be tried again. */
  const run = async (
    busy: NonNullable<AccessState['busy']>,
    work: () => Promise<Partial<AccessState>>,
  ): Promise<void> => {
    const { doing } = page.state();
    set({ doing, busy });
    await painted();
    try {
      set(await work());
    } catch (thrown) {
      set({ doing: page.state().doing, fault: faultOf(thrown) });
    }
  };
  const change = async (
    takes: Partial<UnlockerChange> & Pick<UnlockerChange, 'change'>,
    key: Done['key'],
    label: string,
  ): Promise<Partial<AccessState>> => {
    await link.call('change-unlockers', { unlocker: '', label: '', secret: '', ...takes });
    await page.refresh();
    return { done: { key, label } };
  };
  const rehearse = (unlocker: Unlocker, read: () => string | Promise<string>): void =>
    void run('access.busy.rehearsing', async () =>
      change(
        { change: 'rehearse', unlocker: unlocker.id, secret: await read() },
        'access.done.rehearsed',
        unlocker.label,
      ),
    );
  const unlockers = (): readonly Unlocker[] => page.status()?.unlockers ?? [];
  const sheetOf = (doing: Doing) =>
    doing.step === 'sheet' || doing.step === 'sheet-typed' ? doing.sheet : null;

  return {
    begin: (step, { id }) => set({ doing: { step, unlocker: id } }),
    cancel: () => set({}),
    rename: ({ id }, label) =>
      void run('access.busy.changing', () =>
        change({ change: 'rename', unlocker: id, label }, 'access.done.renamed', label),
      ),
    remove: ({ id, label }) =>
      void run('access.busy.changing', () =>
        change({ change: 'remove', unlocker: id }, 'access.done.removed', label),
      ),
    rehearseWithPassphrase: (unlocker, passphrase) => rehearse(unlocker, () => passphraseSecret(passphrase)),
    rehearseWithPaper: (unlocker, typed) => rehearse(unlocker, () => readPaper(typed)),
    rehearseWithPasskey: (unlocker) => rehearse(unlocker, () => askPasskey(unlocker)),
    addPassphrase: () => set({ doing: { step: 'passphrase', advice: 'none', mismatch: false } }),
    passphraseTyped: (passphrase) =>
      set({ doing: { step: 'passphrase', advice: adviceOn(passphrase), mismatch: false } }),
    passphraseMade(label, passphrase, again) {
      if (passphrase !== again) {
        set({ doing: { step: 'passphrase', advice: adviceOn(passphrase), mismatch: true } });
        document.querySelector<HTMLInputElement>('#create-again')?.focus();
        return;
      }
      const secret = passphraseSecret(passphrase);
      void run('access.busy.adding', () =>
        change({ change: 'add-passphrase', label, secret }, 'access.done.added', label),
      );
    },
    addSheet: () =>
      void run('access.busy.changing', async () => {
        const label = freeLabel(unlockers(), (number) => page.words().t('sheet.label', { number }));
        return { doing: { step: 'sheet', sheet: await makeSheet(label, page.status()?.vaultId ?? '') } };
      }),
    sheetOnPaper() {
      const sheet = sheetOf(page.state().doing);
      if (sheet !== null) set({ doing: { step: 'sheet-typed', sheet } });
    },
    sheetTyped: (typed) =>
      void run('access.busy.rehearsing', async () => {
        const sheet = sheetOf(page.state().doing);
        if (sheet === null) return {};
        const { label, secret } = sheet;
        if ((await readPaper(typed)) !== secret) throw makeFault('sheet.other_words', 'person');
        // It is there already where it was added before and everything did not open with it.
        const added = () => unlockers().find((one) => one.kind === 'recovery' && one.label === label);
        if (added() === undefined) {
          await link.call('change-unlockers', { change: 'add-recovery', unlocker: '', label, secret });
          await page.refresh();
        }
        const unlocker = added()?.id ?? '';
        return change({ change: 'rehearse', unlocker, secret }, 'access.done.sheet', label);
      }),
    lookForCards: () =>
      void run('card.busy.looking', async () => {
        const cards = await link.call('list-cards', {}).catch((thrown: unknown) => {
          // It is waited for.
          if (faultOf(thrown).code !== 'card.absent') throw thrown;
          return [];
        });
        return { doing: { step: 'card', cards } };
      }),
    addCard: ({ card, name }) =>
      void run('card.busy.asking', async () => {
        const label = page.words().t('card.name', { name });
        const { language } = page.words();
        await link.call('add-card', { label, card, language });
        await page.refresh();
        return { done: { key: 'access.done.added', label } };
      }),
  };
}
