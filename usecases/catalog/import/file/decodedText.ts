import { basename } from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';
import { TextDecoder } from 'node:util';
import { CatalogFileError } from './catalogFileError';

/** Bytes in, text out; ends with a CatalogFileError where the bytes are not UTF-8 (a leading byte-order mark is dropped). */
export function decodedText(path: string): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const name = basename(path);
  const decode = (bytes: Buffer | undefined, done: TransformCallback): void => {
    try {
      const text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
      if (text.includes('\0')) throw new CatalogFileError(`${name}: is not a text file (it holds zero bytes)`);
      done(null, text);
    } catch (error) {
      const isText = error instanceof CatalogFileError;
      done(
        isText ? error : new CatalogFileError(`${name}: is not encoded in UTF-8; save it as "CSV UTF-8" and try again`),
      );
    }
  };
  return new Transform({
    readableObjectMode: false,
    // Strings leave this stream as they are; encoding them again only to decode them would cost time.
    decodeStrings: true,
    transform: (bytes: Buffer, _encoding, done) => decode(bytes, done),
    flush: (done) => decode(undefined, done),
  });
}
