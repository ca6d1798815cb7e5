import { ConfigError, type Environment } from '#domain/environment/environment';
import { parseConfig } from '#workers/config';
import { loadSimulatorConfig } from '#simulator/config';
import { launcherSettings } from '#dev/stack/settings';

const secret = 's'.repeat(32);
const complete: Environment = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://user:password@db.example/everbox',
  TEMPORAL_ADDRESS: 'temporal.example:7233',
  EVERBOX_JWT_SECRET: secret,
  EVERBOX_PAYMENT_URL: 'https://payment.example',
  EVERBOX_WAREHOUSE_URL: 'https://warehouse.example',
  EVERBOX_CARRIER_URL: 'https://carrier.example',
  EVERBOX_NOTIFICATIONS_URL: 'https://notifications.example',
  EVERBOX_INVENTORY_URL: 'https://inventory.example',
  EVERBOX_TRANSPORTATION_URL: 'https://transportation.example',
  EVERBOX_PARTNER_API_KEY: secret,
  EVERBOX_WEBHOOK_SECRET: secret,
};

describe('the configuration', () => {
  it('takes a complete environment and fills in what has a default', () => {
    expect(parseConfig(complete)).toEqual({
      environment: 'production',
      logLevel: 'info',
      databaseUrl: 'postgres://user:password@db.example/everbox',
      temporal: { address: 'temporal.example:7233', namespace: 'default', taskQueue: 'everbox' },
      api: { host: '127.0.0.1', port: 7700, jwtSecret: secret, testClocks: false },
      partners: {
        providers: {
          payment: { provider: 'http', url: 'https://payment.example' },
          warehouse: { provider: 'http', url: 'https://warehouse.example' },
          carrier: { provider: 'http', url: 'https://carrier.example' },
          notifications: { provider: 'http', url: 'https://notifications.example' },
          inventory: { provider: 'http', url: 'https://inventory.example' },
          transportation: { provider: 'http', url: 'https://transportation.example' },
        },
        apiKey: secret,
        webhookSecret: secret,
        timeoutMs: 5_000,
      },
    });
  });

  describe('of the partners', () => {
    const providersOf = (environment: Environment) => parseConfig({ ...complete, ...environment }).partners.providers;

    it('lets each port be served by dummy data, which needs no address', () => {
      const development = {
        NODE_ENV: 'development',
        EVERBOX_PAYMENT_PROVIDER: 'dummy',
        EVERBOX_PAYMENT_URL: undefined,
      };
      expect(providersOf({ ...development, EVERBOX_INVENTORY_PROVIDER: 'dummy' })).toMatchObject({
        payment: { provider: 'dummy' },
        warehouse: { provider: 'http', url: 'https://warehouse.example' },
        inventory: { provider: 'dummy' },
      });
    });

    it.each([
      ['EVERBOX_PAYMENT_PROVIDER', 'simulator', 'must be http or dummy'],
      ['EVERBOX_CARRIER_PROVIDER', 'dummy', 'must not be dummy in production'],
      ['EVERBOX_TRANSPORTATION_URL', undefined, 'must be an http:// or https:// URL'],
      ['EVERBOX_INVENTORY_URL', '', 'must be an http:// or https:// URL'],
    ])('refuses %s=%s and says %s', (name, value, rule) => {
      expect(() => providersOf({ [name]: value })).toThrow(new ConfigError(`${name} ${rule}`));
    });

    it('names its faults together with all others', () => {
      const environment = {
        ...complete,
        EVERBOX_API_PORT: '0',
        EVERBOX_PAYMENT_URL: 'x',
        EVERBOX_CARRIER_PROVIDER: 'y',
      };
      expect(() => parseConfig(environment)).toThrow(
        'EVERBOX_API_PORT must be 1 or more; EVERBOX_PAYMENT_URL must be an http:// or https:// URL; ' +
          'EVERBOX_CARRIER_PROVIDER must be http or dummy',
      );
    });
  });

  it.each(['EVERBOX_JWT_SECRET', 'EVERBOX_PARTNER_API_KEY', 'EVERBOX_WEBHOOK_SECRET'])(
    'refuses to start without %s',
    (name) => {
      expect(() => parseConfig({ ...complete, [name]: undefined })).toThrow(`${name} must be set`);
      expect(() => parseConfig({ ...complete, [name]: '' })).toThrow(`${name} must be set`);
      expect(() => parseConfig({ ...complete, [name]: 's'.repeat(31) })).toThrow(
        `${name} must have at least 32 characters`,
      );
    },
  );

  it.each([
    ['NODE_ENV', 'staging', 'must be development, production or test'],
    ['EVERBOX_LOG_LEVEL', 'loud', 'must be trace, debug, info, warn, error, fatal or silent'],
    ['DATABASE_URL', 'mysql://db.example/everbox', 'must be a postgres:// URL'],
    ['TEMPORAL_ADDRESS', 'temporal.example', 'must be host:port'],
    ['EVERBOX_API_PORT', '70000', 'must be 65535 or less'],
    ['EVERBOX_API_PORT', '77.5', 'must be a whole number'],
    ['EVERBOX_API_PORT', 'http', 'must be a number'],
    ['EVERBOX_PAYMENT_URL', 'payment.example', 'must be an http:// or https:// URL'],
    ['EVERBOX_PARTNER_TIMEOUT_MS', '5', 'must be 100 or more'],
    ['EVERBOX_TEST_CLOCKS', 'yes', 'must be true or false'],
  ])('refuses %s=%s and says %s', (name, value, rule) => {
    expect(() => parseConfig({ ...complete, [name]: value })).toThrow(new ConfigError(`${name} ${rule}`));
  });

  it('takes the address of a shared cache, and refuses what is none', () => {
    expect(parseConfig({ ...complete, REDIS_URL: 'rediss://cache.example:6380' })).toMatchObject({
      sharedCacheUrl: 'rediss://cache.example:6380',
    });
    expect(() => parseConfig({ ...complete, REDIS_URL: 'http://cache.example' })).toThrow(
      'REDIS_URL must be a redis:// or rediss:// URL',
    );
  });

  it('never runs test clocks in production', () => {
    expect(() => parseConfig({ ...complete, EVERBOX_TEST_CLOCKS: 'true' })).toThrow(
      'EVERBOX_TEST_CLOCKS must not be true in production',
    );
    expect(parseConfig({ ...complete, NODE_ENV: 'development', EVERBOX_TEST_CLOCKS: 'true' }).api.testClocks).toBe(
      true,
    );
  });

  it('names every fault at once, and no value', () => {
    const attempt = () => parseConfig({ ...complete, EVERBOX_JWT_SECRET: 'hunter2', EVERBOX_API_PORT: 'secret-port' });
    expect(attempt).toThrow(/EVERBOX_API_PORT .*; EVERBOX_JWT_SECRET /);
    expect(attempt).not.toThrow(/hunter2|secret-port/);
  });
});

describe('the simulator', () => {
  const simulator = {
    EVERBOX_PARTNER_API_KEY: secret,
    EVERBOX_WEBHOOK_SECRET: secret,
    EVERBOX_WEBHOOK_URL: 'http://api',
  };

  it('uses a database of its own when it has one', () => {
    const DATABASE_URL = 'postgres://db/everbox';
    expect(loadSimulatorConfig({ ...simulator, DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
    const own = { EVERBOX_SIMULATOR_DATABASE_URL: 'postgres://db/simulator', DATABASE_URL };
    expect(loadSimulatorConfig({ ...simulator, ...own }).databaseUrl).toBe('postgres://db/simulator');
    expect(() => loadSimulatorConfig(simulator)).toThrow('EVERBOX_SIMULATOR_DATABASE_URL must be set, or DATABASE_URL');
  });
});

describe("the worker's metrics", () => {
  it('are served where a port is set, on loopback unless told otherwise', () => {
    expect(parseConfig(complete).workerMetrics).toBeUndefined();
    const there = { ...complete, EVERBOX_WORKER_METRICS_PORT: '7711' };
    expect(parseConfig(there).workerMetrics).toEqual({ host: '127.0.0.1', port: 7711 });
    expect(() => parseConfig({ ...there, EVERBOX_WORKER_METRICS_PORT: 'x' })).toThrow('EVERBOX_WORKER_METRICS_PORT');
  });
});

describe("the launcher's settings", () => {
  it('have defaults for everything', () => {
    expect(launcherSettings({}).ports).toEqual({
      api: 7700,
      simulator: 7710,
      workerMetrics: 7711,
      postgres: 7732,
      temporal: 7733,
      temporalUi: 7780,
    });
    expect(launcherSettings({ XDG_CACHE_HOME: '/cache' }).cacheDirectory).toBe('/cache/everbox');
    expect(launcherSettings({ EVERBOX_DATA_DIR: '/data' }).dataDirectory).toBe('/data');
  });

  it('name the variable that is wrong', () => {
    expect(() => launcherSettings({ EVERBOX_TEMPORAL_UI_PORT: '0' })).toThrow(
      'EVERBOX_TEMPORAL_UI_PORT must be 1 or more',
    );
  });
});

describe('the warehouse of events', () => {
  it('is nowhere, in a directory or in a bucket', () => {
    expect(parseConfig(complete).warehouse).toBeUndefined();
    expect(parseConfig({ ...complete, WAREHOUSE_URL: '' }).warehouse).toBeUndefined();
    expect(parseConfig({ ...complete, WAREHOUSE_URL: '/srv/events' }).warehouse).toMatchObject({
      location: { kind: 'directory', path: '/srv/events' },
    });
    const bucket = { ...complete, WAREHOUSE_URL: 's3://research/events', S3_ENDPOINT: 'https://store.example' };
    expect(parseConfig(bucket).warehouse).toMatchObject({
      location: { kind: 's3', bucket: 'research', prefix: 'events/' },
      s3Endpoint: 'https://store.example',
    });
  });

  it('may be what models learn from, when there is one', () => {
    const learning = { ...complete, EVERBOX_LEARNING_SOURCE: 'warehouse' };
    expect(parseConfig({ ...learning, WAREHOUSE_URL: '/srv/events' }).learningSource).toBe('warehouse');
    expect(parseConfig({ ...complete, EVERBOX_LEARNING_SOURCE: 'postgres' }).learningSource).toBeUndefined();
    expect(() => parseConfig(learning)).toThrow('EVERBOX_LEARNING_SOURCE must not be warehouse without WAREHOUSE_URL');
    expect(() => parseConfig({ ...complete, EVERBOX_LEARNING_SOURCE: 'files' })).toThrow(
      'EVERBOX_LEARNING_SOURCE must be postgres or warehouse',
    );
  });

  it('is refused when it is the address of a partner', () => {
    expect(() => parseConfig({ ...complete, WAREHOUSE_URL: 'http://partner/warehouse' })).toThrow(
      'WAREHOUSE_URL must be an absolute path, a file: URL, or s3://bucket/prefix',
    );
  });
});
