import { minorDigits } from '../program/codes';
import { type Cell, invalid, valid } from './cell';

/** Postgres keeps prices in 4-byte integers. */
const mostMinorUnits = 2_147_483_647;

/**
 * `9.6` GBP is 960: a decimal text in minor units of its currency, exactly (digits are moved, never multiplied as
 * floats). Takes thousands separators (`1,234.50`) and the currency's own sign or code; refuses what it can't read
 * without guessing, ranges, zero and less, and more decimals than the currency has.
 */
export function parseMoney(text: string, currency: string): Cell<number> {
  const trimmed = text.trim();
  if (trimmed === '') return invalid('is empty');
  const amount = withoutSign(trimmed, currency);
  if (/\d\s*(-|–|—|to)\s*\D?\s*\d/.test(amount)) return invalid('is a range of prices');
  if (/^-|^\(/.test(amount)) return invalid('is negative');
  const [, whole, decimals = ''] = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === undefined) return invalid(`is not an amount of ${currency}`);
  const digits = minorDigits(currency);
  if (decimals.length > digits) return invalid(`has more than the ${digits} decimals of ${currency}`);

  const units = BigInt(whole.replaceAll(',', '') + decimals.padEnd(digits, '0'));
  if (units === 0n) return invalid('is zero');
  if (units > mostMinorUnits) return invalid('is too large');
  return valid(Number(units));
}

/** Takes one sign or code of this currency off, before or after the number; another currency's stays and is refused. */
function withoutSign(text: string, currency: string): string {
  for (const sign of signsOf(currency)) {
    if (text.startsWith(sign)) return text.slice(sign.length).trim();
    if (text.startsWith(`-${sign}`)) return `-${text.slice(sign.length + 1).trim()}`;
    if (text.endsWith(sign)) return text.slice(0, -sign.length).trim();
  }
  return text;
}

const knownSigns = new Map<string, string[]>();

function signsOf(currency: string): string[] {
  let signs = knownSigns.get(currency);
  if (!signs) {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
    const symbol = format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency;
    signs = [currency, symbol];
    knownSigns.set(currency, signs);
  }
  return signs;
}
