/** A kind of model that is kept as bytes. */
export interface PackedFormat {
  /** Four ASCII characters that such bytes begin with. */
  mark: string;
  /** Bytes of another version are refused. */
  version: number;
  /** `fit model`, for errors. */
  what: string;
}

/** The bytes are not what was expected, are damaged, or of another version. */
export class PackedFormatError extends Error {}

export type Numbers = Int32Array | Float32Array | Float64Array;
export interface Packed<About> {
  about: About;
  arrays: Record<string, Numbers>;
}
interface Header<About> {
  about: About;
  arrays: { name: string; kind: Kind; length: number }[];
}
const kinds = { int32: Int32Array, float32: Float32Array, float64: Float64Array };
type Kind = keyof typeof kinds;

/** Mark, version, and length of the header. */
const prefixLength = 10;

/**
 * Numbers and what is said about them as bytes: the mark, the version (2 bytes), the length of a JSON header (4 bytes), the
 * header, then the arrays one after the other, each from a multiple of 8. Numbers are little-endian, as typed arrays have
 * them on every machine that Node runs on.
 */
export function packed<About>({ mark, version }: PackedFormat, { about, arrays }: Packed<About>): Uint8Array {
  const entries = Object.entries(arrays);
  const header: Header<About> = {
    about,
    arrays: entries.map(([name, array]) => ({ name, kind: kindOf(array), length: array.length })),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const offsets = offsetsOf(header, text.length);
  const bytes = new Uint8Array(offsets.at(-1)!);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(mark));
  view.setUint16(4, version, true);
  view.setUint32(6, text.length, true);
  bytes.set(text, prefixLength);
  entries.forEach(([, array], at) => {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offsets[at]);
  });
  return bytes;
}

/** @throws PackedFormatError for bytes that are cut off, or not of this format and version */
export function unpacked<About>(format: PackedFormat, bytes: Uint8Array): Packed<About> {
  const { header, textLength } = headerOf<About>(format, bytes);
  const offsets = offsetsOf(header, textLength);
  if (bytes.length !== offsets.at(-1)) {
    throw new PackedFormatError(`a ${format.what} of ${offsets.at(-1)} bytes has ${bytes.length}`);
  }
  const arrays = header.arrays.map(({ name, kind, length }, at): [string, Numbers] => {
    const ofKind = kinds[kind];
    // Copied, since a typed array must start at a multiple of its size, and the bytes may be a part of a larger buffer. Not
    // by slice(), which does not copy when the bytes are a Buffer (as they are from Postgres).
    const { buffer } = new Uint8Array(bytes.subarray(offsets[at], offsets[at]! + length * ofKind.BYTES_PER_ELEMENT));
    return [name, new ofKind(buffer)];
  });
  return { about: header.about, arrays: Object.fromEntries(arrays) };
}

function headerOf<About>(
  { mark, version, what }: PackedFormat,
  bytes: Uint8Array,
): { header: Header<About>; textLength: number } {
  if (bytes.length < prefixLength || new TextDecoder().decode(bytes.subarray(0, 4)) !== mark) {
    throw new PackedFormatError(`these bytes are not a ${what}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const found = view.getUint16(4, true);
  if (found !== version) {
    throw new PackedFormatError(`the ${what} has format ${found}, this version of Everbox reads ${version}`);
  }
  const textLength = view.getUint32(6, true);
  try {
    const text = new TextDecoder().decode(bytes.subarray(prefixLength, prefixLength + textLength));
    return { header: JSON.parse(text) as Header<About>, textLength };
  } catch {
    throw new PackedFormatError(`the ${what}'s header is not JSON: bytes are missing or damaged`);
  }
}

const kindOf = (array: Numbers): Kind =>
  array instanceof Int32Array ? 'int32' : array instanceof Float32Array ? 'float32' : 'float64';

/** Where each array starts, and at last where the bytes end. */
function offsetsOf({ arrays }: Header<unknown>, textLength: number): number[] {
  const offsets: number[] = [];
  let at = prefixLength + textLength;
  for (const { kind, length } of arrays) {
    at = Math.ceil(at / 8) * 8;
    offsets.push(at);
    at += length * kinds[kind].BYTES_PER_ELEMENT;
  }
  return [...offsets, at];
}
