// Draws `static/icons/hailstone.svg` as PNGs. Run by hand when the drawing changes: node scripts/make-icons.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const SIZES = [16, 32, 48, 128];
const VIEW = 32;
const SAMPLES = 6;

const folder = new URL('../static/icons/', import.meta.url);
const svg = readFileSync(new URL('hailstone.svg', folder), 'utf8');
const facets = [...svg.matchAll(/points="([^"]+)" fill="#([0-9a-f]{6})"/g)].map(([, points, fill]) => ({
  points: points.split(' ').map((pair) => pair.split(',').map(Number)),
  colour: [0, 2, 4].map((at) => Number.parseInt(fill.slice(at, at + 2), 16)),
}));

for (const size of SIZES) writeFileSync(new URL(`hailstone-${size}.png`, folder), encode(size, draw(size)));

function draw(size) {
  const pixels = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) pixels.set(pixel(x, y, size), (y * size + x) * 4);
  }
  return pixels;
}

function pixel(x, y, size) {
  const sum = [0, 0, 0];
  let hits = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
    const at = (whole, part) => ((whole + (part + 0.5) / SAMPLES) * VIEW) / size;
    const facet = facetAt(at(x, i % SAMPLES), at(y, Math.floor(i / SAMPLES)));
    if (facet === undefined) continue;
    hits += 1;
    facet.colour.forEach((value, channel) => {
      sum[channel] += value;
    });
  }
  if (hits === 0) return [0, 0, 0, 0];
  return [...sum.map((value) => Math.round(value / hits)), Math.round((hits * 255) / (SAMPLES * SAMPLES))];
}

function facetAt(x, y) {
  return facets.find(({ points: [a, b, c] }) => {
    const sides = [side(a, b), side(b, c), side(c, a)];
    return sides.every((one) => one >= 0) || sides.every((one) => one <= 0);
  });
  function side([ax, ay], [bx, by]) {
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  }
}

function encode(size, pixels) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: size }, (_, y) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(y * size * 4, (y + 1) * size * 4)]),
  );
  const signature = Buffer.of(137, 80, 78, 71, 13, 10, 26, 10);
  const body = deflateSync(Buffer.concat(rows), { level: 9 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', body),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(content) >>> 0);
  return Buffer.concat([length, content, check]);
}
