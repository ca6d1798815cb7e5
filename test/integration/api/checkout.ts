import { townHall } from '#test/support/testZone';
import { address, type Answer, type ApiRig } from './rig';

/** Requests of one customer on the way to an order, as the tests vary them. */
export class Checkout {
  constructor(
    private readonly rig: ApiRig,
    readonly customer = 'cus_1',
  ) {}

  options(query: Record<string, string | number> = {}): Promise<Answer> {
    const asked = Object.entries({ programId: 'test-toys', sku: 'toy-01', ...townHall, ...query });
    const text = asked.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
    return this.rig.call('GET', `/v1/delivery-options?${text}`, { role: 'customer', subject: this.customer });
  }

  promise(change: object = {}, key?: string): Promise<Answer> {
    const body = { programId: 'test-toys', sku: 'toy-01', location: townHall, kind: 'oneHour', ...change };
    return this.write('/v1/promises', body, key);
  }

  order(promiseId: string, change: Record<string, unknown> = {}, key?: string): Promise<Answer> {
    const body = {
      programId: 'test-toys',
      sku: 'toy-01',
      promiseId,
      email: 'person@example.com',
      address: { ...address, location: townHall },
      paymentToken: 'tok_ok',
      ...change,
    };
    return this.write('/v1/orders', body, key);
  }

  /** A promise that must be given. */
  async held(change: Record<string, unknown> = {}): Promise<Answer['body']> {
    const { status, body } = await this.promise(change);
    if (status !== 201) throw new Error(`promise: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  private write(path: string, body: unknown, key?: string): Promise<Answer> {
    return this.rig.call('POST', path, { role: 'customer', subject: this.customer, body, ...(key ? { key } : {}) });
  }
}
