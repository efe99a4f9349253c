/** An authenticator that the browser plays itself, for one page (Chrome DevTools Protocol, domain WebAuthn). */
import type { CDPSession, Page } from 'playwright-core';

export interface AuthenticatorOptions {
  readonly hasPrf?: boolean;
  /** Whether it finds that the person is the right one. The browser says of one who is not what it says of one who cancels. */
  readonly verifies?: boolean;
}

export class Authenticator {
  readonly #session: CDPSession;
  readonly #id: string;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
  }

  static async plug(
    page: Page,
    { hasPrf = true, verifies = true }: AuthenticatorOptions = {},
  ): Promise<Authenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: verifies,
        automaticPresenceSimulation: true,
        hasPrf,
      },
    });
    return new Authenticator(session, authenticatorId);
  }

  async count(): Promise<number> {
    return (await this.#credentials()).length;
  }

  /** For whom the credentials were made, as an authenticator is told. */
  async relyingParties(): Promise<(string | undefined)[]> {
    return (await this.#credentials()).map(({ rpId }) => rpId);
  }

  async #credentials() {
    const authenticatorId = this.#id;
    return (await this.#session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  }

  async forget(): Promise<void> {
    await this.#session.send('WebAuthn.clearCredentials', { authenticatorId: this.#id });
  }

  async unplug(): Promise<void> {
    await this.#session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#id });
    await this.#session.detach();
  }
}
