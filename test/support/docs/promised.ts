/** What a page says that a command prints; the command is told by a part of its line. */
type Promised = Record<string, RegExp[]>;

export const promised: Record<string, Promised> = {
  'README.md': {
    'npm start  ': [/Everbox is up/, /API +http/, /Temporal UI +http/, /Partner simulator +http/, /Postgres +postgres/],
    'call sign-up-1': [/^\{"id":"sub_/m],
    'call unskip-1': [/"alternatives":\[\{"sku"/, /"reason":/, /"cutoffAt":/, /"chosenBy":"customer","skipped":false/],
    'ops attention': [/^PROGRAM /m, /^stem-toys +1 active/m, /^subscription +sub_/m],
    'demo --customers 20 --cycles 3 --json': [/^\{"[^\n]*\}$/m],
    'zone play leeds --end': [/open round the clock/, /hours of zones\/ hold again, and nobody is on shift/],
    'catalog import': [/stem-toys/],
    EVERBOX_PAYMENT_PROVIDER: [/Everbox is up/],
  },
  'docs/api.md': { 'token --role customer': [/^eyJ/] },
  'docs/metrics.md': { '--group-by arm:more-novelty': [/^stem-toys,control,/m, /^stem-toys,varied,/m] },
  'docs/runbook.md': {
    'ops retry': [/^shipment +sub_/m, /^address +for this box only/m],
    'ops abandon': [/^shipment +sub_/m, /^abandoned +lost by the carrier/m],
    '--name abandon': [/lost by the carrier/],
    'workflow reset': [/Resetting workflow shipment:sub_/],
    'schedule describe': [/cycles:stem-toys:0/],
    'psql -c': [/id .*not_before/],
    'zone stock import': [/leeds/],
  },
  'docs/warehouse.md': {
    'warehouse export': [/events in \d+ files/, /^kind +n$/m, /\{ kind: '\w+', n: \d+ \}/],
    'Swap rate per program': [/^program_id +week +swaps_per_pick$/m, /^query +n$/m, /^nth +stars +n$/m],
  },
};
