/**
 * `meddler.js FOLDER BRIDGE ARGUMENT …`: stands between a browser and the bridge, as the browser's native program. It notes what passes, and
 * plays the trick that the folder says. Messages are framed as browsers do it: four bytes of length, in the machine's own order, then JSON.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { PASSED_FILE, type Passed, TRICK_FILE, type Trick } from './meddler-tricks.js';

interface Message {
  readonly request?: { readonly type?: string };
  readonly response?: { readonly type?: string; readonly bytes?: string; readonly signatures?: string };
}

const [folder = '', program = '', ...words] = process.argv.slice(2);
const isLittle = endianness() === 'LE';
const bridge = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
bridge.once('exit', (code) => process.exit(code ?? 1));
process.stdout.on('error', () => process.exit(0));

/** What comes before something happens to the card that cannot be called back. */
const HELD = ['channel-pin', 'copy-write'];

/** Answers of the card in this channel. */
const answers: string[] = [];

function trick(): Trick {
  const file = join(folder, TRICK_FILE);
  return existsSync(file) ? (readFileSync(file, 'utf8') as Trick) : 'none';
}

function note(to: Passed['to'], message: Message): void {
  appendFileSync(join(folder, PASSED_FILE), `${JSON.stringify({ to, message })}\n`);
}

/** Answers of the card in channels before this one. */
function earlier(): string[] {
  const file = join(folder, PASSED_FILE);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const passed = lines.map((line) => (JSON.parse(line) as { message: Message }).message.response);
  return passed.flatMap((response) =>
    response?.type === 'channel-answer' && response.bytes !== undefined ? [response.bytes] : [],
  );
}

function flipped(text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  return bytes.toString('base64url');
}

function meddled(message: Message): Message {
  const { response } = message;
  if (response?.type === 'signed' && response.signatures !== undefined && trick() === 'flip')
    return { ...message, response: { ...response, signatures: flipped(response.signatures) } };
  if (response?.type !== 'channel-answer' || response.bytes === undefined) return message;
  const { bytes } = response;
  answers.push(bytes);
  const played = (): string => {
    switch (trick()) {
      case 'flip':
        return flipped(bytes);
      case 'lose':
        return '';
      case 'repeat':
        return answers[0] ?? '';
      case 'swap':
        return earlier()[answers.length - 1] ?? '';
      default:
        return bytes;
    }
  };
  return { ...message, response: { ...response, bytes: played() } };
}

async function carry(
  from: Readable,
  to: Writable,
  pass: (message: Message) => Promise<Message>,
): Promise<void> {
  // A character for each byte.
  let waiting = '';
  for await (const chunk of from) {
    waiting += (chunk as Buffer).toString('latin1');
    for (;;) {
      const head = Buffer.from(waiting.slice(0, 4), 'latin1');
      if (head.length < 4) break;
      const length = isLittle ? head.readUInt32LE() : head.readUInt32BE();
      if (waiting.length < 4 + length) break;
      const json = Buffer.from(waiting.slice(4, 4 + length), 'latin1').toString();
      waiting = waiting.slice(4 + length);
      const text = JSON.stringify(await pass(JSON.parse(json) as Message));
      if (isLittle) head.writeUInt32LE(Buffer.byteLength(text));
      else head.writeUInt32BE(Buffer.byteLength(text));
      to.write(head);
      to.write(text);
    }
  }
  to.end();
}

void carry(process.stdin, bridge.stdin, async (message) => {
  note('bridge', message);
  if (HELD.includes(message.request?.type ?? ''))
    while (trick() === 'hold') await new Promise((resolve) => setTimeout(resolve, 50));
  return message;
});
void carry(bridge.stdout, process.stdout, async (message) => {
  const given = meddled(message);
  note('browser', message);
  return given;
});
