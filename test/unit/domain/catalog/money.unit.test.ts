import fc from 'fast-check';
import { parseMoney } from '#domain/catalog/money';

const amount = (text: string, currency = 'GBP'): number | string => {
  const cell = parseMoney(text, currency);
  return cell.ok ? cell.value : cell.reason;
};

describe('parseMoney', () => {
  it.each<[string, string, number]>([
    ['9.6', 'GBP', 960],
    ['9', 'GBP', 900],
    ['0.01', 'GBP', 1],
    ['1,234.50', 'GBP', 123450],
    ['1,234,567', 'GBP', 123456700],
    ['£3.42', 'GBP', 342],
    ['£ 3.42', 'GBP', 342],
    ['3.42 GBP', 'GBP', 342],
    ['  3.42\u00a0', 'GBP', 342],
    ['€12.90', 'EUR', 1290],
    ['12.90 €', 'EUR', 1290],
    ['$5', 'USD', 500],
    ['1,500', 'JPY', 1500],
    ['1.234', 'KWD', 1234],
    ['4.35', 'GBP', 435], // 4.35 * 100 is 434.99999999999994
    ['1.005', 'KWD', 1005],
    ['21474836.47', 'GBP', 2_147_483_647],
  ])('reads %s %s as %i minor units', (text, currency, units) => {
    expect(amount(text, currency)).toBe(units);
  });

  it.each<[string, string]>([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['0', 'is zero'],
    ['0.00', 'is zero'],
    ['-1.00', 'is negative'],
    ['£-1.00', 'is negative'],
    ['-£1.00', 'is negative'],
    ['(1.00)', 'is negative'],
    ['12.99 - 24.99', 'is a range of prices'],
    ['£12.99 - £24.99', 'is a range of prices'],
    ['12.99-24.99', 'is a range of prices'],
    ['12.99 to 24.99', 'is a range of prices'],
    ['12.99 – 24.99', 'is a range of prices'],
    ['9.999', 'has more than the 2 decimals of GBP'],
    ['9.990', 'has more than the 2 decimals of GBP'],
    ['NaN', 'is not an amount of GBP'],
    ['Infinity', 'is not an amount of GBP'],
    ['1e3', 'is not an amount of GBP'],
    ['0x10', 'is not an amount of GBP'],
    ['12,50', 'is not an amount of GBP'],
    ['1.234,50', 'is not an amount of GBP'],
    ['1,23,456', 'is not an amount of GBP'],
    ['.99', 'is not an amount of GBP'],
    ['9.', 'is not an amount of GBP'],
    ['$9.99', 'is not an amount of GBP'],
    ['9.99 EUR', 'is not an amount of GBP'],
    ['9.99 each', 'is not an amount of GBP'],
    ['٣.٥٠', 'is not an amount of GBP'],
    ['21474836.48', 'is too large'],
    ['9'.repeat(400), 'is too large'],
  ])('refuses %j: it %s', (text, reason) => {
    expect(amount(text)).toBe(reason);
  });

  it('refuses decimals of a currency that has none', () => {
    expect(amount('1500.00', 'JPY')).toBe('has more than the 0 decimals of JPY');
  });

  it('is exact for every amount of pence, however it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), (pence) => {
        const pounds = String(Math.floor(pence / 100));
        const grouped = pounds.replaceAll(/\B(?=(\d{3})+$)/g, ',');
        const decimals = String(pence % 100).padStart(2, '0');
        expect(amount(`${pounds}.${decimals}`)).toBe(pence);
        expect(amount(`£${grouped}.${decimals}`)).toBe(pence);
        if (decimals.endsWith('0')) expect(amount(`${pounds}.${decimals[0]}`)).toBe(pence);
      }),
    );
  });
});
