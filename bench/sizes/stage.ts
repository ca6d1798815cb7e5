import { trainFits } from '#activities/sizing/trainFits';
import { type Database, inTransaction } from '#db/pool';
import { recordEvents } from '#db/events/events';
import { replaceMeasurements } from '#db/sizing/measurements';
import { publishProgram } from '#db/catalog/programs';
import type { NewEvent } from '#domain/events/types';
import { settle } from '../withPostgres';
import { sizeLabels, skuOf, type Wearing, wearers, wearShop } from './shop';
import { dayMs } from '#domain/time';

export interface SizesStage {
  customers: string[];
  trainingSeconds: number;
}

/** A shop of that many styles in seven sizes, customers with fits and measurements, and the fit model that learned from them. */
export async function setTheStage(
  db: Database,
  { styles, fits, seed }: { styles: number; fits: number; seed: number },
): Promise<SizesStage> {
  await publishProgram(db, wearShop);
  await storeStyles(db, styles);
  const customers: string[] = [];
  for (const wearing of wearers(styles, fits, seed)) {
    customers.push(wearing.customerId);
    await inTransaction(db, (tx) => recordEvents(tx, eventsOf(wearing)));
    await replaceMeasurements(db, wearing.customerId, wearing.measurements);
  }
  await settle(db);
  const startedAtMs = performance.now();
  await trainFits(db, wearShop, 'bench');
  const trainingSeconds = (performance.now() - startedAtMs) / 1_000;
  await settle(db);
  return { customers, trainingSeconds };
}

async function storeStyles(db: Database, styles: number): Promise<void> {
  const rows = Array.from({ length: styles }, (_, style) =>
    sizeLabels.map((size, n) => ({
      sku: skuOf(style, n),
      style: `style-${style}`,
      size,
      brand: `Brand ${style % 40}`,
    })),
  ).flat();
  await db.query(
    `WITH added AS (
       INSERT INTO items (program_id, sku, title, category_path, brand, price_cents, rating, review_count, style_id, size)
       SELECT $1, sku, style, '{Wear,Tops}', brand, 2500, 4, 10, style, size
       FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS row (sku, style, size, brand)
       RETURNING program_id, sku)
     INSERT INTO stock (program_id, sku, on_hand) SELECT program_id, sku, 1000 FROM added`,
    [
      wearShop.id,
      rows.map(({ sku }) => sku),
      rows.map(({ style }) => style),
      rows.map(({ size }) => size),
      rows.map(({ brand }) => brand),
    ],
  );
}

function eventsOf({ customerId, worn }: Wearing): NewEvent[] {
  return worn.map(({ sku, fit }, n) => ({
    id: `${customerId}:${n}`,
    kind: 'fit',
    customerId,
    programId: wearShop.id,
    sku,
    subscriptionId: null,
    sessionId: null,
    occurredAtMs: Date.parse('2026-01-01') + n * dayMs,
    data: { fit },
  }));
}
