import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const root = process.env.HAILSTONE_EXTENSION ?? '.';
const { makeManifest } = await import(pathToFileURL(join(root, 'scripts', 'manifest.mjs')).href);
const identity = JSON.parse(readFileSync(join(root, 'identity.json'), 'utf8'));

test('the permissions are these and no more', () => {
  const both = ['storage', 'unlimitedStorage', 'nativeMessaging', 'idle'];
  assert.deepEqual(makeManifest('chromium').permissions, [...both, 'offscreen']);
  assert.deepEqual(makeManifest('firefox').permissions, both);
  for (const target of ['chromium', 'firefox']) {
    const manifest = makeManifest(target);
    assert.equal(manifest.host_permissions, undefined);
    assert.equal(manifest.web_accessible_resources, undefined);
    assert.equal(manifest.externally_connectable, undefined);
    for (const script of manifest.content_scripts) {
      assert.equal(script.all_frames, false);
      assert.equal(script.match_about_blank, undefined);
    }
  }
});

test('the Chromium identifier is the one that the key gives', () => {
  const digest = createHash('sha256')
    .update(new Uint8Array(Buffer.from(identity.chromiumKey, 'base64')))
    .digest('hex')
    .slice(0, 32);
  const id = [...digest].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
  assert.equal(id, identity.chromiumId);
  assert.equal(makeManifest('chromium').key, identity.chromiumKey);
});
