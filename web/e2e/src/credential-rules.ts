/**
 * How `navigator.credentials.get` behaves that is asked for a digital credential (W3C Digital Credentials API, ED 2026-08-21; Credential
 * Management Level 1): what the web platform's own tests look at, in our words. Each rule runs in a page of its own, on an origin of its own, by
 * itself or after a click. `docs/release-profile.md` has the same table for people; a test holds the two together.
 */

/** What a rule's page has. */
interface Tools {
  /** A call with one request of ours, and what is to be different. */
  ours(change?: object): object;
  get(options?: unknown): Promise<unknown>;
  /** What a promise came to: `fulfilled`, or the name of the error. */
  nameOf(promise: Promise<unknown>): Promise<string>;
  isActive(): boolean;
}

export interface Rule {
  readonly id: string;
  /** `none`: when the page is loaded, before anybody has touched it. */
  readonly press: 'none' | 'one';
  /**
   * `firefox`: where the browser has no such interface itself; in the other, what is none of ours is its own to say. `chromium`: in Firefox
   * a promise of a document that is gone is settled for nobody.
   */
  readonly only?: 'firefox' | 'chromium';
  readonly expected: string;
  readonly run: (tools: Tools) => Promise<string>;
}

export const RULES: readonly Rule[] = [
  {
    id: 'a call without digital is none of ours',
    press: 'none',
    expected: 'NotSupportedError NotSupportedError NotSupportedError NotSupportedError',
    run: async ({ get, nameOf }) => {
      const { signal } = new AbortController();
      const names: string[] = [];
      for (const options of [undefined, {}, { x: 'y' }, { mediation: 'required', signal }])
        names.push(await nameOf(get(options)));
      return names.join(' ');
    },
  },
  {
    id: 'requests are required, and there has to be one',
    press: 'none',
    expected: 'TypeError TypeError TypeError TypeError',
    run: async ({ get, nameOf }) => {
      const names: string[] = [];
      for (const digital of [{}, { requests: undefined }, { requests: [] }, null])
        names.push(await nameOf(get({ digital })));
      return names.join(' ');
    },
  },
  {
    id: 'data is an object',
    press: 'none',
    expected: 'TypeError TypeError TypeError TypeError TypeError TypeError',
    run: async ({ get, nameOf, ours }) => {
      const names: string[] = [];
      for (const data of [null, '', 123, true, BigInt(123), Symbol('data')])
        names.push(await nameOf(get(ours({ data }))));
      return names.join(' ');
    },
  },
  {
    id: 'data is JSON, which is looked at after who may ask',
    press: 'one',
    expected: 'TypeError',
    run: ({ get, nameOf, ours }) => {
      const data: Record<string, unknown> = {};
      data.self = data;
      return nameOf(get(ours({ data })));
    },
  },
  {
    id: 'without a press nobody may ask, whatever the data is',
    press: 'none',
    expected: 'NotAllowedError NotAllowedError',
    run: async ({ get, nameOf, ours }) => {
      const data: Record<string, unknown> = {};
      data.self = data;
      return `${await nameOf(get(ours()))} ${await nameOf(get(ours({ data })))}`;
    },
  },
  {
    id: 'a signal that is aborted already ends the call before what it asks for is looked at, and uses no press',
    press: 'one',
    expected: 'AbortError AbortError AbortError true',
    run: async ({ get, nameOf, ours, isActive }) => {
      const signal = AbortSignal.abort();
      const calls = [{ signal }, { digital: { requests: [] }, signal }, { ...ours(), signal }];
      const names: string[] = [];
      for (const call of calls) names.push(await nameOf(get(call)));
      return `${names.join(' ')} ${isActive()}`;
    },
  },
  {
    id: 'a signal that is aborted later ends the call with its reason',
    press: 'one',
    expected: 'the reason itself',
    run: async ({ get, ours }) => {
      const control = new AbortController();
      const call = get({ ...ours(), signal: control.signal });
      const reason = new Error('why');
      control.abort(reason);
      return call.then(
        () => 'fulfilled',
        (thrown: unknown) => (thrown === reason ? 'the reason itself' : 'another reason'),
      );
    },
  },
  ...['silent', 'optional', 'conditional', 'required'].map(
    (mediation): Rule => ({
      id: `mediation makes no difference: ${mediation}`,
      press: 'one',
      expected: 'AbortError',
      // The name is a part of the function's own text.
      run: new Function(
        'tools',
        `const control = new AbortController();
         const call = tools.get({ ...tools.ours(), mediation: ${JSON.stringify(mediation)}, signal: control.signal });
         control.abort();
         return tools.nameOf(call);`,
      ) as Rule['run'],
    }),
  ),
  {
    id: 'mediation and signal are of their types',
    press: 'none',
    expected: 'TypeError TypeError TypeError',
    run: async ({ get, nameOf, ours }) => {
      const names: string[] = [];
      for (const wrong of [{ mediation: 'sometimes' }, { signal: {} }, { signal: null }])
        names.push(await nameOf(get({ ...ours(), ...wrong })));
      return names.join(' ');
    },
  },
  {
    id: 'a request of an unknown protocol is passed over, whatever its data is',
    press: 'one',
    expected: 'AbortError',
    run: ({ get, nameOf, ours }) => {
      const control = new AbortController();
      const { digital } = ours() as { digital: { requests: object[] } };
      const unknown = { protocol: 'unknown-protocol', data: BigInt(1) };
      const requests = [unknown, ...digital.requests];
      const call = get({ digital: { requests }, signal: control.signal });
      control.abort();
      return nameOf(call);
    },
  },
  {
    id: 'a protocol is known by its very name',
    press: 'none',
    only: 'firefox',
    expected: 'TypeError TypeError TypeError TypeError TypeError TypeError',
    run: async ({ get, nameOf, ours }) => {
      const names: string[] = [];
      for (const protocol of [
        'OPENID4VP-V1-UNSIGNED',
        '',
        ' openid4vp-v1-unsigned',
        'openid4vp-v1-unsigned ',
        'openid4vp',
        'unknown-protocol',
      ])
        names.push(await nameOf(get(ours({ protocol }))));
      return names.join(' ');
    },
  },
  {
    id: 'the page can learn which protocols are allowed',
    press: 'none',
    expected: 'true true true TypeError',
    run: async () => {
      const { DigitalCredential } = window as unknown as {
        DigitalCredential: { userAgentAllowsProtocol(...given: unknown[]): boolean };
      };
      const said: unknown[] = [
        'openid4vp-v1-unsigned',
        'openid4vp-v1-signed',
        'openid4vp-v1-multisigned',
      ].map((protocol) => DigitalCredential.userAgentAllowsProtocol(protocol));
      try {
        said.push(DigitalCredential.userAgentAllowsProtocol());
      } catch (thrown) {
        said.push((thrown as Error).name);
      }
      return said.join(' ');
    },
  },
  {
    id: 'the interface inherits from Credential, has its members, and cannot be made',
    press: 'none',
    expected: 'true function protocol,data,toJSON TypeError TypeError',
    run: async () => {
      const { DigitalCredential: Digital } = window as unknown as {
        DigitalCredential: { new (): object; prototype: Record<string, unknown> };
      };
      const inherits = Object.getPrototypeOf(Digital.prototype) === Credential.prototype;
      const members = ['protocol', 'data', 'toJSON'].filter((name) => name in Digital.prototype);
      const errors: string[] = [];
      for (const wrong of [() => new Digital(), () => Digital.prototype.protocol]) {
        try {
          wrong();
          errors.push('nothing');
        } catch (thrown) {
          errors.push((thrown as Error).name);
        }
      }
      return `${inherits} ${typeof Digital} ${members} ${errors.join(' ')}`;
    },
  },
  {
    id: 'a document that is gone is in a wrong state, before its signal is looked at',
    press: 'one',
    only: 'chromium',
    expected: 'InvalidStateError',
    run: async ({ nameOf, ours }) => {
      const other = window.open('/') as Window & typeof globalThis;
      await new Promise((resolve) => {
        other.addEventListener('load', resolve);
      });
      const { credentials } = other.navigator;
      const { document } = other;
      const signal = other.AbortSignal.abort();
      other.close();
      for (let round = 0; round < 100 && document.defaultView !== null; round += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      return nameOf(credentials.get({ ...ours(), signal } as object));
    },
  },
  {
    id: 'an opaque origin may not ask',
    press: 'none',
    only: 'firefox',
    expected: 'TypeError SecurityError',
    run: async ({ get, nameOf, ours }) =>
      `${await nameOf(get({ digital: { requests: [] } }))} ${await nameOf(get(ours()))}`,
  },
];

/** Served with this header, a page has an opaque origin. */
export const SANDBOX = 'sandbox allow-scripts';
export const OPAQUE = 'an opaque origin may not ask';

/** The page of one rule. What came of it is the text of `#outcome`. */
export function pageOf(rule: Rule): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A rule</title><link rel="icon" href="data:,"></head>
<body><button id="press" type="button">Press</button><output id="outcome"></output><script>
const tools = {
  ours: (change = {}) => ({ digital: { requests: [{ protocol: 'openid4vp-v1-unsigned', data: { some: 'data' }, ...change }] } }),
  get: (options) => navigator.credentials.get(options),
  nameOf: (promise) => promise.then(() => 'fulfilled', (error) => error.name),
  isActive: () => navigator.userActivation.isActive,
};
const rule = ${rule.run.toString()};
async function run() {
  let outcome;
  try { outcome = await rule(tools); } catch (error) { outcome = 'threw ' + error.name + ': ' + error.message; }
  document.getElementById('outcome').textContent = outcome;
}
document.getElementById('press').addEventListener('click', run);
${rule.press === 'none' ? "addEventListener('load', run);" : ''}
</script></body></html>`;
}
