import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { TasteMoment } from '#serving/search/readTaste';
import type { SearchCursor } from '#domain/search/types';
import { fieldProblem } from '../http/problems';

/** Where the next page of one search begins. */
export interface PagePosition {
  after: SearchCursor;
  /** Items on the pages before. */
  shown: number;
  searchId: string;
  /** The taste of the first page; null: none, or the one of now. */
  tasteAsOf: TasteMoment | null;
}

/** A moment with hundreds of transactions under way takes more: pages after it are made with the taste of then. */
const longestSeenBy = 200;

const position = z.strictObject({
  after: z.strictObject({ band: z.number(), value: z.number(), key: z.string().max(300) }),
  shown: z.int().min(1),
  searchId: z.string().max(64),
  tasteAsOf: z.strictObject({ seenBy: z.string().max(longestSeenBy), size: z.string().max(100).nullable() }).nullable(),
});

/** Bytes of the signature: a forger has one try in 2^96. */
const signatureBytes = 12;

/**
 * Cursors of searches: signed, so that nobody can look into the order from places of their own making; and for one question
 * of one customer, so that a cursor of another search is told apart from a page of this one.
 */
export class Cursors {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = createHmac('sha256', secret).update('everbox search cursor').digest();
  }

  write(asked: string, { tasteAsOf, ...next }: PagePosition): string {
    const kept = (tasteAsOf?.seenBy.length ?? 0) <= longestSeenBy ? tasteAsOf : null;
    const payload = Buffer.from(JSON.stringify({ ...next, tasteAsOf: kept } satisfies PagePosition));
    return Buffer.concat([this.sign(asked, payload), payload]).toString('base64url');
  }

  /** @throws Problem 400 naming `cursor`. */
  read(asked: string, cursor: string | undefined): PagePosition | null {
    if (cursor === undefined) return null;
    const bytes = Buffer.from(cursor, 'base64url');
    const payload = bytes.subarray(signatureBytes);
    const signature = bytes.subarray(0, signatureBytes);
    // Another text of the same bytes would be another cursor for the same place: only ours is taken.
    const isOurs =
      bytes.toString('base64url') === cursor &&
      signature.length === signatureBytes &&
      timingSafeEqual(signature, this.sign(asked, payload));
    // One of an earlier release may have other fields, and is no cursor any more.
    const read = isOurs ? position.safeParse(JSON.parse(payload.toString('utf8'))) : null;
    if (read?.success) return read.data;
    throw fieldProblem({
      in: 'query',
      field: 'cursor',
      rule: 'cursor',
      message: 'is not a cursor that this search gave; begin again without one',
    });
  }

  private sign(asked: string, payload: Buffer): Buffer {
    return createHmac('sha256', this.key).update(`${asked}\n`).update(payload).digest().subarray(0, signatureBytes);
  }
}
