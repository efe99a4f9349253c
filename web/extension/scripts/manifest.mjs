// The manifest of each browser. They differ in where the background runs and in how the extension is known.
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

const SITES = ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*'];
/** `unlimitedStorage`: a browser that runs out of room evicts what sites keep, and must not evict a vault. */
const PERMISSIONS = ['storage', 'unlimitedStorage', 'nativeMessaging', 'idle'];
const ICON_SIZES = [16, 32, 48, 128];
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function makeManifest(target) {
  const { version } = read('../package.json');
  const identity = read('../identity.json');
  const icons = Object.fromEntries(ICON_SIZES.map((size) => [size, `icons/hailstone-${size}.png`]));
  const script = (file, world) => ({
    matches: SITES,
    js: [file],
    run_at: 'document_start',
    all_frames: false,
    world,
  });
  const common = {
    manifest_version: 3,
    name: 'Hailstone',
    version,
    description:
      'A wallet for your own data, with no host. Sites ask by name; you see what would go, and decide.',
    icons,
    action: { default_title: 'Hailstone', default_popup: 'popup.html', default_icon: icons },
    options_ui: { page: 'vault.html', open_in_tab: true },
    // The relay first, so that it listens before the page can ask.
    content_scripts: [script('relay.js', 'ISOLATED'), script('shim.js', 'MAIN')],
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
  };
  if (target === 'firefox') {
    return {
      ...common,
      permissions: PERMISSIONS,
      background: { scripts: ['background.js'], type: 'module' },
      browser_specific_settings: {
        gecko: {
          id: identity.firefoxId,
          strict_min_version: '142.0',
          data_collection_permissions: { required: ['none'] },
        },
      },
    };
  }
  return {
    ...common,
    key: identity.chromiumKey,
    minimum_chrome_version: '125',
    permissions: [...PERMISSIONS, 'offscreen'],
    background: { service_worker: 'background.js', type: 'module' },
  };
}
