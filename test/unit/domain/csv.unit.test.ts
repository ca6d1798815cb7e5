import { csvLine } from '#domain/csv';

describe('a line of CSV', () => {
  it.each([
    ['=HYPERLINK("https://x")', `"'=HYPERLINK(""https://x"")"`],
    ['+1+cmd|x', "'+1+cmd|x"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['＝1+1', "'＝1+1"],
  ])('shows %j as text, where a spreadsheet would run it', (text, cell) => {
    expect(csvLine([text])).toBe(cell);
  });

  it('leaves numbers, also negative ones, and what only holds such signs', () => {
    expect(csvLine([-0.5, '-12.50', '+44', 'a=b', null, '', 'TOY-1', true])).toBe('-0.5,-12.50,+44,a=b,,"",TOY-1,true');
  });
});
