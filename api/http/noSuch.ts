import { Problem } from './problems';

/** What an answer repeats of what was asked for; more than any ID of ours has. */
const mostCharacters = 120;

/** An ID as an answer repeats it: whole where it is plain, else quoted, shortened, and with nothing that a terminal obeys. */
export function named(id: string): string {
  if (/^[\w.:-]{1,120}$/.test(id)) return id;
  const escaped = JSON.stringify(id.slice(0, mostCharacters)).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, codeOf);
  return id.length > mostCharacters ? `${escaped}...` : escaped;
}

const codeOf = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** 404 for a shipment: whoever gave the ID of what it belongs to is told its own. */
export function noSuchShipment(id: string): Problem {
  const { type, detail } = noSuch('shipment', id);
  if (/^ord_[a-z0-9]+$/.test(id)) return new Problem(type, `${detail}; that of the order is ${id}-1`);
  if (/^sub_[a-z0-9]+$/.test(id)) return new Problem(type, `${detail}; that of its cycle 1 is ${id}-1`);
  return new Problem(type, detail);
}

/** 404 that says of what: `there is no shipment sub_x-1`. */
export const noSuch = (noun: string, id: string): Problem =>
  new Problem('NotFound', `there is no ${noun} ${named(id)}`);
