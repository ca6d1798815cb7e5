import type { LatLng } from '#domain/zone/types';
import type { Queryable } from '../pool';

/** The postal address of a row of `addresses`. */
export interface StoredAddress {
  name: string;
  line1: string;
  line2: string | null;
  city: string;
  postalCode: string;
  country: string;
}

/** What a row of `addresses` holds: to whom it goes, and where that is if the customer said so. */
export interface LocatedAddress extends StoredAddress {
  location: LatLng | null;
}

export interface AddressRow extends StoredAddress {
  lat: number | null;
  lng: number | null;
}

/** Columns of `addresses a`, as an `AddressRow`. */
export const addressColumns =
  'a.name, a.line1, a.line2, a.city, a.postal_code AS "postalCode", a.country, a.lat, a.lng';

export function addressOf({ lat, lng, ...address }: AddressRow): LocatedAddress {
  return { ...address, location: lat === null || lng === null ? null : { lat, lng } };
}

/** Where a row of `addresses` is; null when the customer did not say. */
export async function readLocation(db: Queryable, addressId: string): Promise<LatLng | null> {
  const { rows } = await db.query<{ lat: number | null; lng: number | null }>(
    'SELECT lat, lng FROM addresses WHERE id = $1',
    [addressId],
  );
  const { lat = null, lng = null } = rows[0] ?? {};
  return lat === null || lng === null ? null : { lat, lng };
}

/**
 * A row that an ID names is gone. It was there when a workflow was given the ID, so somebody took it out, or Postgres was
 * set back: no retry brings it back, a person has to.
 */
export class MissingRow extends Error {}

/** @throws MissingRow when there is none */
export async function readAddress(db: Queryable, addressId: string): Promise<StoredAddress> {
  const { rows } = await db.query<StoredAddress>(
    `SELECT name, line1, line2, city, postal_code AS "postalCode", country FROM addresses WHERE id = $1`,
    [addressId],
  );
  if (!rows[0]) throw new MissingRow(`address ${addressId} does not exist`);
  return rows[0];
}

/** @throws MissingRow when there is none */
export async function readPaymentToken(db: Queryable, paymentMethodId: string): Promise<string> {
  const { rows } = await db.query<{ token: string }>('SELECT token FROM payment_methods WHERE id = $1', [
    paymentMethodId,
  ]);
  if (!rows[0]) throw new MissingRow(`payment method ${paymentMethodId} does not exist`);
  return rows[0].token;
}
