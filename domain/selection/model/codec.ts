import { type About, arraysOf, assembled, type Numbers } from './codecArrays';
import type { SelectionModel } from './model';
import { formatVersion } from './types';

/**
 * A model as bytes: the mark `EBSM`, the version of the format (2 bytes), the length of a JSON header (4 bytes), the header,
 * then its arrays one after the other, each from a multiple of 8. Numbers are little-endian, as typed arrays have them on
 * every machine that Node runs on.
 */
const mark = 'EBSM';
const prefixLength = 10;

/** The bytes are not a model, or one of another version. */
export class ModelFormatError extends Error {}

type Kind = 'int32' | 'float32' | 'float64';
interface Header {
  about: About;
  arrays: { kind: Kind; length: number }[];
}

export function encodeModel(model: SelectionModel): Uint8Array {
  const arrays = arraysOf(model);
  const { facts, skus, typicalSpread, attributes } = model;
  const header: Header = {
    about: { facts, skus, typicalSpread, attributeNames: attributes.names },
    arrays: arrays.map((array) => ({ kind: kindOf(array), length: array.length })),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const offsets = offsetsOf(header, prefixLength + text.length);
  const bytes = new Uint8Array(offsets.at(-1)!);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(mark));
  view.setUint16(4, formatVersion, true);
  view.setUint32(6, text.length, true);
  bytes.set(text, prefixLength);
  arrays.forEach((array, at) => {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offsets[at]);
  });
  return bytes;
}

/** Throws a ModelFormatError for bytes that are cut off, or not a model of this version. */
export function decodeModel(bytes: Uint8Array): SelectionModel {
  const header = headerOf(bytes);
  const textLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(6, true);
  const offsets = offsetsOf(header, prefixLength + textLength);
  if (bytes.length !== offsets.at(-1))
    throw new ModelFormatError(`a model of ${offsets.at(-1)} bytes has ${bytes.length}`);
  const arrays = header.arrays.map(({ kind, length }, at) => {
    // Copied, since a typed array must start at a multiple of its size, and the bytes may be a part of a larger
    // buffer. Not by slice(), which does not copy when the bytes are a Buffer (as they are from Postgres).
    const { buffer } = new Uint8Array(bytes.subarray(offsets[at], offsets[at]! + length * sizes[kind]));
    return kind === 'int32'
      ? new Int32Array(buffer)
      : kind === 'float32'
        ? new Float32Array(buffer)
        : new Float64Array(buffer);
  });
  return assembled(header.about, arrays);
}

function headerOf(bytes: Uint8Array): Header {
  if (bytes.length < prefixLength || new TextDecoder().decode(bytes.subarray(0, 4)) !== mark) {
    throw new ModelFormatError('these bytes are not a selection model');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const version = view.getUint16(4, true);
  if (version !== formatVersion) {
    throw new ModelFormatError(`the model has format ${version}, this version of Everbox reads ${formatVersion}`);
  }
  try {
    return JSON.parse(
      new TextDecoder().decode(bytes.subarray(prefixLength, prefixLength + view.getUint32(6, true))),
    ) as Header;
  } catch {
    throw new ModelFormatError("the model's header is not JSON: bytes are missing or damaged");
  }
}

const sizes: Record<Kind, number> = { int32: 4, float32: 4, float64: 8 };
const kindOf = (array: Numbers): Kind =>
  array instanceof Int32Array ? 'int32' : array instanceof Float32Array ? 'float32' : 'float64';

/** Where each array starts, and at last where the bytes end. */
function offsetsOf({ arrays }: Header, start: number): number[] {
  const offsets: number[] = [];
  let at = start;
  for (const { kind, length } of arrays) {
    at = Math.ceil(at / 8) * 8;
    offsets.push(at);
    at += length * sizes[kind];
  }
  return [...offsets, at];
}
