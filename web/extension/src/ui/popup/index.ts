import { faultOf } from '../../shared/fault.js';
import { readLanguage } from '../i18n/language.js';
import { Link } from '../link.js';
import { rootElement, Screen } from '../screen.js';
import { type PopupState, popupView } from './view.js';

const RECENT = 3;

const { words } = await readLanguage();
const link = new Link({
  onPush: (push) => {
    if (push.type === 'vault-changed') void refresh();
  },
  onLost: () => undefined,
});

const initial: PopupState = { words, status: null, receipts: [], fault: null };
const screen: Screen<PopupState> = new Screen(rootElement(), initial, (state) =>
  popupView(state, {
    open: () =>
      void attempt(async () => {
        await link.call('open-vault', {});
        window.close();
      }),
    lock: () =>
      void attempt(async () => {
        await link.call('lock', {});
        await refresh();
      }),
  }),
);
await refresh();

async function refresh(): Promise<void> {
  await attempt(async () => {
    const status = await link.call('status', {});
    const receipts = status.state === 'unlocked' ? await link.call('receipts', { limit: RECENT }) : [];
    screen.set({ status, receipts, fault: null });
  });
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    screen.set({ fault: faultOf(thrown) });
  }
}
