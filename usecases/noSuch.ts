import { Refusal } from './refusal';

/** What an answer repeats of what was asked for; more than any ID of ours has. */
const mostCharacters = 120;

/** An ID as an answer repeats it: whole where it is plain, else quoted, shortened, and with nothing that a terminal obeys. */
export function named(id: string): string {
  if (/^[\w.:-]{1,120}$/.test(id)) return id;
  const escaped = JSON.stringify(id.slice(0, mostCharacters)).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, codeOf);
  return id.length > mostCharacters ? `${escaped}...` : escaped;
}

const codeOf = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** There is no such shipment: whoever gave the ID of what it belongs to is told its own. */
export function noSuchShipment(id: string): Refusal {
  const { type, detail } = noSuch('shipment', id);
  if (/^ord_[a-z0-9]+$/.test(id)) return new Refusal(type, `${detail}; that of the order is ${id}-1`);
  if (/^sub_[a-z0-9]+$/.test(id)) return new Refusal(type, `${detail}; that of its cycle 1 is ${id}-1`);
  return new Refusal(type, detail);
}

/** There is no such thing, with its name: `there is no shipment sub_x-1`. */
export const noSuch = (noun: string, id: string): Refusal =>
  new Refusal('NotFound', `there is no ${noun} ${named(id)}`);
