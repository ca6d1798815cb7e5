import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '#facade/files/makeDirectory';
import type { Instance } from './instance';
import type { Day, Told } from './simulate';
import { minuteMs } from '#domain/time';

/** Writes a played day as the three files of a solution, space-separated, times in minutes. Makes the folder. */
export function writeSolution(directory: string, instance: Instance, { assignments }: Day): void {
  makeDirectory(directory);
  const write = (file: string, lines: readonly string[]): void =>
    writeFileSync(join(directory, file), `${lines.join('\n')}\n`);
  write('solution_info_assignments.txt', [
    'assignment_time pickup_time courier orders',
    ...assignments.map(({ atMs, pickupAtMs, courierId, orderIds }) =>
      [minutes(atMs), minutes(pickupAtMs), courierId, ...orderIds].join(' '),
    ),
  ]);
  write('solution_info_orders.txt', [
    'order placement_time ready_time pickup_time dropoff_time courier',
    ...orderLines(instance, assignments),
  ]);
  write('solution_info_couriers.txt', [
    'courier departure_time origin destination',
    ...moveLines(instance, assignments),
  ]);
}

const minutes = (ms: number): number => ms / minuteMs;

function orderLines({ orders }: Instance, assignments: readonly Told[]): string[] {
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  return assignments.flatMap(({ orderIds, pickupAtMs, dropoffAtMs, courierId }) =>
    orderIds.map((id, i) => {
      const { placedMinute, readyMinute } = orderOf.get(id)!;
      return [id, placedMinute, readyMinute, minutes(pickupAtMs), minutes(dropoffAtMs[i]!), courierId].join(' ');
    }),
  );
}

/** Every ride of every courier, in order. `0` is where a courier starts. */
function moveLines(
  { couriers, orders, pickupMinutes, dropoffMinutes }: Instance,
  assignments: readonly Told[],
): string[] {
  const restaurantOf = new Map(orders.map(({ id, restaurantId }) => [id, restaurantId]));
  const lines: string[] = [];
  for (const { id: courierId } of couriers) {
    let here = '0';
    for (const { atMs, pickupAtMs, orderIds, dropoffAtMs } of assignments.filter(
      (each) => each.courierId === courierId,
    )) {
      const restaurant = restaurantOf.get(orderIds[0]!)!;
      lines.push([courierId, minutes(atMs), here, restaurant].join(' '));
      here = restaurant;
      let departure = minutes(pickupAtMs) + pickupMinutes / 2;
      orderIds.forEach((id, i) => {
        lines.push([courierId, departure, here, id].join(' '));
        here = id;
        departure = minutes(dropoffAtMs[i]!) + dropoffMinutes / 2;
      });
    }
  }
  return lines;
}
