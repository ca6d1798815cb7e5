import { Command } from 'commander';
import { register } from '#cli/commands/zone';
import { deliveriesOf } from '#domain/promise/capacity';
import { loadZones } from '#workers/zones';

test('a zone that is played without more has room for several orders in each quarter of an hour', () => {
  const everbox = new Command();
  register(everbox);
  const play = everbox.commands[0]?.commands.find((command) => command.name() === 'play');
  const couriers = play?.opts()['couriers'] as number;
  expect(couriers).toBe(12);
  for (const { promise } of loadZones()) expect(deliveriesOf([couriers], promise)).toBeGreaterThan(5);
});
