import type { z } from 'zod';
import type { LocatedAddress } from '#db/subscriptions/personalData';
import type { address } from '#contract/subscription';

/** An address of a request as it is stored: what was left out is null. */
export function locatedAddress({ line2 = null, location = null, ...rest }: z.output<typeof address>): LocatedAddress {
  return { ...rest, line2, location };
}
