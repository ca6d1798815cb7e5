import type { z } from 'zod';
import { faultKindTable, faultRule } from '#simulator/faults/rules';
import { doorCodes, fleetSetting } from '#simulator/phones/setting';
import { stationStockSettings, zoneCapacitySettings } from '#simulator/places';
import { settingsChange } from '#simulator/settings';
import { testData } from '#facade/testData/table';
import { keyRows } from './keys';
import { keyTable, madeFrom, markdownTable } from './markdown';

/** What can be told to a running simulator, by the path that takes it. */
const controls: [path: string, what: string, schema: z.ZodType][] = [
  ['PUT /control/settings', 'Changes what is given and answers all settings; a restart keeps them.', settingsChange],
  ['PUT /control/faults', 'A list of rules, in the place of all others; `DELETE` takes all away.', faultRule],
  ['PUT /control/stations', 'A list; what is not named follows a curve of the day.', stationStockSettings],
  ['PUT /control/zones', 'A list; zones that are not named follow a curve of the day.', zoneCapacitySettings],
  ['PUT /control/couriers', 'Switches couriers’ phones on, in the place of all others.', fleetSetting],
  ['PUT /control/door-codes', 'A list; couriers prove these drop-offs with the code and not with a photo.', doorCodes],
];

/** The text of `docs/simulator.md`. */
export function simulatorPage(): string {
  return `${madeFrom('`facade/testData/table.ts` and the schemas of `simulator`')}

# The partner simulator

In the local stack one process plays every partner: payment, warehouse, carrier, notifications, inventory and
transportation. It keeps a ledger of what it was asked and of what took place, and it does what the values below say.

## Cards, addresses and cities

In a sign-up, an order, or a changed payment method or address:

${dataTable()}

The same with \`EVERBOX_PAYMENT_PROVIDER=dummy\` and its siblings, where the table does not say otherwise.

## Faults and settings

The key is the one that Everbox shows its partners:

\`\`\`sh
SIMULATOR=http://127.0.0.1:\${EVERBOX_SIMULATOR_PORT:-7710}
KEY=$(node -p "require('./.everbox/secrets.json').partnerApiKey")
simulator() { curl -sS --fail-with-body -X "$1" -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' "$SIMULATOR$2" "\${@:3}"; echo; }

simulator PUT /control/settings -d '{ "transitMs": 5000 }'
simulator PUT /control/faults -d '[{ "partner": "payment", "kind": "timeoutAfterEffect", "times": 1 }]'
simulator DELETE /control/faults
\`\`\`

${controls.map(([path, what, schema]) => `### ${path}\n\n${what}\n\n${keyTable(keyRows(schema))}`).join('\n\n')}

### Kinds of fault

${markdownTable(
  ['kind', 'what happens', 'decided', 'operations'],
  Object.entries(faultKindTable).map(([kind, { does, stage, operations }]) => [
    `\`${kind}\``,
    does,
    stages[stage],
    operations === null ? 'all' : operations.map((name) => `\`${name}\``).join(', '),
  ]),
)}

A rule has at most one of \`probability\`, \`nth\` and \`times\`; without them it always fires.

## The ledger

\`\`\`sh
simulator GET '/ledger/effects?limit=5'
simulator GET '/ledger/calls?partner=payment&limit=5'
simulator GET '/ledger/summary'
\`\`\`

*Effects* are what took place, *calls* every request, the *summary* counts what was charged or sent twice. All take
\`referencePrefix\`: the reference of an effect is the ID of its shipment. \`everbox ops effects SHIPMENT\` shows one
shipment's beside what Everbox has recorded.

For tests only, \`POST /control/clear\` makes the partners forget everything.
`;
}

const stages = {
  connection: 'for every call',
  outcome: 'once per key',
  tracking: 'once per parcel or station’s order',
} as const;

const dataTable = (): string =>
  markdownTable(
    ['field', 'value', 'partner', 'what it does'],
    Object.values(testData).map(({ field, rule, text, partner, does }) => {
      return [`\`${field}\``, rule === 'is' ? text : `${rule} \`${text}\``, partner, does];
    }),
  );
