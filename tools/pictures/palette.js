import { deflateSync, inflateSync } from 'node:zlib';

/**
 * Pictures of pages have few colors: with a palette of 256 they are a third of their size, and look the same.
 * PNG as in https://www.w3.org/TR/png-3/.
 */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const RGB = 2;
const RGBA = 6;
const PALETTE = 3;
const COLORS_MAX = 256;

function chunksIn(png) {
  const chunks = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Whichever of left, up and corner is nearest to left + up - corner. */
function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [left, up, corner].map((value) => Math.abs(guess - value));
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

const predictions = [() => 0, (left) => left, (_left, up) => up, (left, up) => (left + up) >> 1, paeth];

/** Takes the filter off line `y`; the lines before it have none any more. */
function unfilterLine(raw, pixels, y, { stride, step }) {
  const start = y * stride;
  const predict = predictions[raw[y * (stride + 1)]];
  const before = (at, isThere) => (isThere ? pixels[at] : 0);
  for (let x = 0; x < stride; x += 1) {
    const at = start + x;
    const left = before(at - step, x >= step);
    const up = before(at - stride, y > 0);
    const corner = before(at - stride - step, x >= step && y > 0);
    pixels[at] = raw[y * (stride + 1) + 1 + x] + predict(left, up, corner);
  }
}

/** @returns the lines' bytes without their filters */
function unfiltered(raw, { height, stride, step }) {
  const pixels = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y += 1) unfilterLine(raw, pixels, y, { stride, step });
  return pixels;
}

/** @param png 8 bits a channel, not interlaced, as Chromium writes it; what is see-through becomes solid */
function decoded(png) {
  const chunks = chunksIn(png);
  const header = chunks.find(({ type }) => type === 'IHDR').data;
  const [width, height, depth, kind] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8], header[9]];
  if (depth !== 8 || (kind !== RGB && kind !== RGBA)) throw new Error(`a PNG of kind ${kind} with ${depth} bits`);
  const step = kind === RGB ? 3 : 4;
  const raw = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  return { width, height, step, pixels: unfiltered(raw, { height, stride: width * step, step }) };
}

const distance = (one, other) =>
  ((one >> 16) - (other >> 16)) ** 2 +
  (((one >> 8) & 255) - ((other >> 8) & 255)) ** 2 +
  ((one & 255) - (other & 255)) ** 2;

/** Closer than this, two colors share a place in the palette. */
const ALIKE = 3 * 4 ** 2;

/** The colors that are used most, no two of them alike. */
function paletteOf(counts) {
  const palette = [];
  for (const [color] of [...counts].sort(([, one], [, other]) => other - one)) {
    if (palette.length === COLORS_MAX) break;
    if (palette.every((taken) => distance(taken, color) > ALIKE)) palette.push(color);
  }
  return palette;
}

function nearest(palette, color) {
  let best = 0;
  for (let index = 1; index < palette.length; index += 1) {
    if (distance(palette[index], color) < distance(palette[best], color)) best = index;
  }
  return best;
}

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, check]);
}

/** The same picture with a palette. */
export function withPalette(png) {
  const { width, height, step, pixels } = decoded(png);
  const colorAt = (at) => (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += step) counts.set(colorAt(at), (counts.get(colorAt(at)) ?? 0) + 1);
  const palette = paletteOf(counts);
  const places = new Map([...counts.keys()].map((color) => [color, nearest(palette, color)]));
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = places.get(colorAt((y * width + x) * step));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]))),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
