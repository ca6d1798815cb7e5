const c1 = 0xcc9e2d51;
const c2 = 0x1b873593;
const utf8 = new TextEncoder();
/** Room for the bytes of one key: written into, since an array of its own for each costs more than hashing it. */
const room = new Uint8Array(512);
const { imul } = Math;

/**
 * MurmurHash3_x86_32 of a text's UTF-8 bytes (Austin Appleby, public domain), an unsigned 32-bit number. Chosen since it
 * spreads short, similar texts evenly, any language has it, and so an analyst can compute an arm without our code.
 */
export function murmur3(text: string, seed = 0): number {
  const bytes = bytesOf(text);
  const tailAt = bytes.length - (bytes.length % 4);
  let hash = seed;
  for (let at = 0; at < tailAt; at += 4) {
    hash ^= scrambled(blockAt(bytes, at));
    hash = (imul(rotated(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = bytes.length - 1; at >= tailAt; at--) tail = (tail << 8) | bytes[at]!;
  return mixed(hash ^ scrambled(tail) ^ bytes.length);
}

/** The UTF-8 bytes of a text, valid until the next call: a UTF-16 unit is three bytes at most. */
function bytesOf(text: string): Uint8Array {
  if (text.length * 3 > room.length) return utf8.encode(text);
  return room.subarray(0, utf8.encodeInto(text, room).written);
}

/** Four bytes, the lowest first. */
const blockAt = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
const rotated = (bits: number, by: number): number => (bits << by) | (bits >>> (32 - by));
const scrambled = (block: number): number => imul(rotated(imul(block, c1), 15), c2);

/**
 * The last step (`fmix32`): every bit of the input changes every bit of the output with a chance of a half, so that
 * neighbouring numbers become unlike ones.
 */
export function mixed(bits: number): number {
  let hash = bits;
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** FNV-1a of a text's UTF-8 bytes, an unsigned 32-bit number: what was sorted by it, as cohorts are, stays by it. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of bytesOf(text)) hash = imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
