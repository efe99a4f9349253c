/** The module under test, as people get it, with what a benchmark calls. */

export interface Contacts {
  /** Each text ended by U+0000. */
  list(): Promise<string>;
  lookUp(id: string): Promise<string | undefined>;
  search(words: string): Promise<string[]>;
  save(id: string, text: string): Promise<void>;
  readAll(): Promise<string>;
}

export interface Contents {
  seal(content: Uint8Array): Uint8Array[] | Promise<Uint8Array[]>;
  sealInModule(content: Uint8Array): Uint8Array[];
  open(sealed: Uint8Array[]): Uint8Array[] | Promise<Uint8Array[]>;
}

export interface Testkit {
  /** As the extension does while the person types. */
  warmUp(): void;
  readonly Contents: new () => Contents;
  readonly Contacts: {
    make(database: string, texts: readonly string[]): Promise<void>;
    open(database: string): Promise<Contacts>;
  };
  deriveArgon2id(
    passphrase: string,
    salt: Uint8Array,
    memory: number,
    passes: number,
    lanes: number,
  ): Uint8Array;
}

interface Module extends Testkit {
  default(options: { module_or_path: string }): Promise<unknown>;
}

export async function loadTestkit(): Promise<Testkit> {
  const path = '/testkit/hailstone_wasm';
  const testkit = (await import(`${path}.js`)) as Module;
  await testkit.default({ module_or_path: `${path}_bg.wasm` });
  return testkit;
}
