/** Codes that the CLDR names but ISO 3166-1 does not assign to a country: unions, test locales, exceptional reservations. */
const notCountries = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split(' '));

const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Is this an ISO 3166-1 alpha-2 country? `UK` is not (`GB` is). */
export function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || notCountries.has(code) || regionNames.of(code) === undefined) return false;
  // A withdrawn or alternative code (SU, UK) is an alias of another one.
  return new Intl.Locale(`und-${code}`).region === code;
}

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** Is this an ISO 4217 currency? */
export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/** Digits after the decimal point of a currency: 2 for GBP, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
