import { childEnvironment } from '#dev/stack/childEnvironment';
import { notSimulated } from '#dev/stack/notSimulated';
import { plannedAddresses } from '#dev/stack/plannedAddresses';
import { launcherSettings } from '#dev/stack/settings';

const secret = 's'.repeat(32);

/** Of a stack that a person starts with this environment. */
function notSimulatedWith(environment: Record<string, string>): string[] {
  const settings = launcherSettings(environment);
  const addresses = plannedAddresses(settings, 'password');
  const secrets = { jwtSecret: secret, webhookSecret: secret, partnerApiKey: secret };
  return notSimulated(childEnvironment(environment, settings, addresses, secrets), addresses.simulatorUrl);
}

test.each([
  ['all partners', {}, []],
  [
    'none that is a dummy',
    { EVERBOX_PAYMENT_PROVIDER: 'dummy', EVERBOX_CARRIER_PROVIDER: 'dummy' },
    ['payment', 'carrier'],
  ],
  ['none that is elsewhere', { EVERBOX_WAREHOUSE_URL: 'http://127.0.0.1:7711/warehouse' }, ['warehouse']],
  ['all on a port of its own', { EVERBOX_SIMULATOR_PORT: '17910' }, []],
])('the simulator plays %s', (_who, environment, expected) => {
  expect(notSimulatedWith(environment)).toEqual(expected);
});
