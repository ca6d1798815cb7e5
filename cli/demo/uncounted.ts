import type { Partner } from '#facade/ports/index';

/** What a demo counts in the ledger of each partner; the others are counted nowhere. */
const countedOf: Partial<Record<Partner, string>> = {
  payment: 'charges',
  warehouse: 'handoffs',
  carrier: 'parcels',
};

/** Says what cannot be counted, since the simulator, whose ledger is counted in, does not play these partners; null: nothing. */
export function uncountedNote(notSimulated: readonly Partner[]): string | null {
  const concerned = notSimulated.flatMap((partner) => {
    const what = countedOf[partner];
    return what === undefined ? [] : [{ partner, what }];
  });
  if (concerned.length === 0) return null;
  const those = listed(concerned.map(({ partner }) => partner));
  const whats = listed(concerned.map(({ what }) => what));
  const does = concerned.length === 1 ? 'is' : 'are';
  return `${those} ${does} not played by the simulator here, in whose ledger a demo counts: ${whats} cannot be counted.`;
}

const listed = (words: string[]): string => new Intl.ListFormat('en-GB').format(words);
