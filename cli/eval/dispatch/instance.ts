import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isReservedName, reservedNameMessage } from '#domain/plainData';
import { InstanceError, readTable } from './table';

/** A place of an instance: metres on a plane. */
export interface Point {
  x: number;
  y: number;
}

/** One day of a city, as the Meal Delivery Routing Problem has it. Times in minutes from the start of the day. */
export interface Instance {
  restaurants: { id: string; place: Point }[];
  couriers: { id: string; place: Point; onMinute: number; offMinute: number }[];
  orders: { id: string; place: Point; placedMinute: number; restaurantId: string; readyMinute: number }[];
  metersPerMinute: number;
  pickupMinutes: number;
  dropoffMinutes: number;
}

const id = z
  .string()
  .regex(/^[^\s]+$/, 'must be a name without spaces')
  .refine((name) => !isReservedName(name), reservedNameMessage);
const integer = z
  .string()
  .regex(/^-?\d{1,9}$/, 'must be a whole number')
  .transform(Number);
const minute = integer.refine((value) => value >= 0, 'must not be negative');
const positive = z
  .string()
  .regex(/^\d{1,9}(\.\d+)?$/, 'must be a number')
  .transform(Number)
  .refine((value) => value > 0, 'must be more than 0');
const duration = z
  .string()
  .regex(/^\d{1,9}(\.\d+)?$/, 'must be a number of minutes')
  .transform(Number);

const restaurant = z.object({ restaurant: id, x: integer, y: integer });
const courier = z
  .object({ courier: id, x: integer, y: integer, on_time: minute, off_time: minute })
  .refine(({ on_time, off_time }) => on_time <= off_time, {
    path: ['off_time'],
    message: 'must not be before on_time',
  });
const order = z.object({
  order: id,
  x: integer,
  y: integer,
  placement_time: minute,
  restaurant: id,
  ready_time: minute,
});
const parameters = z.object({
  meters_per_minute: positive,
  'pickup service minutes': duration,
  'dropoff service minutes': duration,
});

/** Reads `restaurants.txt`, `couriers.txt`, `orders.txt` and `instance_parameters.txt` of a folder. */
export function readInstance(directory: string): Instance {
  const read = <T>(file: string, schema: z.ZodType<T>): T[] => readTable(file, contents(directory, file), schema);
  const [settings, ...more] = read('instance_parameters.txt', parameters);
  if (!settings || more.length > 0)
    throw new InstanceError('instance_parameters.txt: must hold one line below its header');
  const instance: Instance = {
    restaurants: read('restaurants.txt', restaurant).map((row) => ({ id: row.restaurant, place: pointOf(row) })),
    couriers: read('couriers.txt', courier).map((row) => ({
      id: row.courier,
      place: pointOf(row),
      onMinute: row.on_time,
      offMinute: row.off_time,
    })),
    orders: read('orders.txt', order).map((row) => ({
      id: row.order,
      place: pointOf(row),
      placedMinute: row.placement_time,
      restaurantId: row.restaurant,
      readyMinute: row.ready_time,
    })),
    metersPerMinute: settings.meters_per_minute,
    pickupMinutes: settings['pickup service minutes'],
    dropoffMinutes: settings['dropoff service minutes'],
  };
  checkReferences(instance);
  return instance;
}

const pointOf = ({ x, y }: Point): Point => ({ x, y });

function contents(directory: string, file: string): string {
  try {
    return readFileSync(join(directory, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InstanceError(`${join(directory, file)} can't be read (${code ?? String(error)})`);
  }
}

function checkReferences({ restaurants, couriers, orders }: Instance): void {
  unique('restaurants.txt', restaurants);
  unique('couriers.txt', couriers);
  unique('orders.txt', orders);
  const known = new Set(restaurants.map((each) => each.id));
  const stray = orders.find(({ restaurantId }) => !known.has(restaurantId));
  if (stray)
    throw new InstanceError(`orders.txt: ${stray.id}: restaurant ${stray.restaurantId} is not in restaurants.txt`);
}

function unique(file: string, rows: readonly { id: string }[]): void {
  const seen = new Set<string>();
  for (const row of rows) {
    if (seen.has(row.id)) throw new InstanceError(`${file}: ${row.id} is there twice`);
    seen.add(row.id);
  }
}
