/** Who signed a request: the module that verifies signatures, loaded when the first signed request comes. */
import initialise, { Anchors, examineRequest } from '@hailstone/wasm-trust';
import { decodeBase64url } from '../shared/base64url.js';

export interface Signatures {
  /** The request as the wallet takes it; rejects with the code of what is wrong with it. */
  examine(protocol: string, origin: string, data: string): Promise<string>;
}

/** `authorities` gives the certificates that the person added, base64url of what was in their files. */
export function signaturesWith(authorities: () => Promise<readonly string[]>): Signatures {
  return {
    async examine(protocol, origin, data) {
      await initialise({ module_or_path: new URL('wasm/hailstone_wasm_trust_bg.wasm', self.location.href) });
      const anchors = new Anchors();
      try {
        for (const certificate of await authorities()) anchors.add(decodeBase64url(certificate));
        return examineRequest(protocol, origin, data, anchors);
      } finally {
        anchors.free();
      }
    },
  };
}
