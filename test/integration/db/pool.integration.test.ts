import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { PoolClient } from 'pg';
import { createCommandPool, createPool, inTransaction } from '#db/pool';
import { createTestDatabase, type TestDatabase } from '#test/support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const programs = async (): Promise<string[]> =>
  (await database.pool.query<{ id: string }>('SELECT id FROM programs ORDER BY id')).rows.map(({ id }) => id);

describe('a transaction', () => {
  it('commits all or nothing', async () => {
    await inTransaction(database.pool, (tx) => tx.query(`INSERT INTO programs (id, config) VALUES ('kept', '{}')`));
    const failing = inTransaction(database.pool, async (tx) => {
      await tx.query(`INSERT INTO programs (id, config) VALUES ('gone', '{}')`);
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect(await programs()).toEqual(['kept']);
  });

  it('whose connection is cut between two statements fails, and neither the process nor the pool ends', async () => {
    const cut = inTransaction(database.pool, async (tx) => {
      await tx.query(`INSERT INTO programs (id, config) VALUES ('cut', '{}')`);
      const { rows } = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      // Not events.once(), which would listen to the connection's errors too.
      const ended = new Promise((resolve) => (tx as PoolClient).once('end', () => resolve(undefined)));
      await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await ended;
      await tx.query('SELECT 1');
    });
    await expect(cut).rejects.toThrow(/connection|terminat|queryable/i);
    expect(await programs()).toEqual(['kept']);
  });
});

test('a command waits for a Postgres that is slow to take connections, and a request does not', async () => {
  const { hostname, port } = new URL(database.url);
  const held: Socket[] = [];
  const handOn = (socket: Socket) => {
    const server = connect(Number(port), hostname);
    socket.pipe(server).pipe(socket);
    for (const each of [socket, server]) each.on('error', () => undefined);
  };
  let take = (socket: Socket): void => {
    held.push(socket);
  };
  const slow = createServer((socket) => take(socket));
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const url = new URL(database.url);
  url.host = `127.0.0.1:${(slow.address() as AddressInfo).port}`;
  const request = createPool(url.href);
  const command = createCommandPool(url.href);
  const answered = command.query<{ one: number }>('SELECT 1 AS one');
  await expect(request.query('SELECT 1')).rejects.toThrow(/timeout|timed out|terminated/i);
  take = handOn;
  for (const socket of held.filter(({ destroyed }) => !destroyed)) handOn(socket);
  expect((await answered).rows).toEqual([{ one: 1 }]);
  await Promise.all([request.end(), command.end()]);
  await new Promise((resolve) => slow.close(resolve));
});
