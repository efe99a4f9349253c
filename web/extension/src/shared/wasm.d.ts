/** The generated modules; `build.mjs` puts the real files in their place. */
declare module '@hailstone/wasm' {
  type Module = import('./wallet-api.js').WalletModule;
  const initialise: Module['default'];
  export default initialise;
  export const Wallet: Module['Wallet'];
  export const warmUp: Module['warmUp'];
}

declare module '@hailstone/wasm-copies' {
  type Module = import('./wallet-api.js').CopiesModule;
  const initialise: Module['default'];
  export default initialise;
  export const Beside: Module['Beside'];
}

declare module '@hailstone/wasm-trust' {
  type Module = import('./wallet-api.js').TrustModule;
  const initialise: Module['default'];
  export default initialise;
  export const Anchors: Module['Anchors'];
  export const examineRequest: Module['examineRequest'];
  export const examineCredential: Module['examineCredential'];
  export const readCredentials: Module['readCredentials'];
}

declare module '@hailstone/wasm-interchange' {
  type Module = import('./wallet-api.js').InterchangeModule;
  const initialise: Module['default'];
  export default initialise;
  export const readVcard: Module['readVcard'];
  export const readPaper: Module['readPaper'];
  export const Sheet: Module['Sheet'];
}
