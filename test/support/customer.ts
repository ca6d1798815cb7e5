import { randomBytes } from 'node:crypto';
import { subscriptionWorkflowId } from '#domain/ids';
import { type Answer, call } from './call';
import { patiently } from './patiently';
import { waitFor } from './waitFor';
import type { World } from './world';

export { type Answer, call } from './call';

export interface SignUp {
  programId?: string;
  planId?: string;
  testClockId?: string;
  paymentToken?: string;
  zone?: string;
  address?: Record<string, unknown>;
  preferences?: Record<string, unknown>;
}

/** A customer with one subscription, who does everything through the API. */
export class Customer {
  private constructor(
    readonly world: World,
    readonly id: string,
    readonly token: string,
    readonly subscriptionId: string,
  ) {}

  /**
   * On a quick clock the first cycle may be over before a busy machine opens it, and the second opens in its place: then the
   * next customer tries, so that who signed up here has a first cycle.
   */
  static async signUp(world: World, options: SignUp = {}): Promise<Customer> {
    for (;;) {
      const customer = await Customer.signUpOnce(world, options);
      if (options.testClockId === undefined || !world.hasWorker || (await customer.firstCycle()) === 1) return customer;
      await customer.post('/cancel');
    }
  }

  private static async signUpOnce(world: World, options: SignUp): Promise<Customer> {
    const id = `cus_${randomBytes(6).toString('hex')}`;
    const token = await world.token('customer', id);
    const { testClockId } = options;
    const wish = {
      programId: options.programId ?? 'test-toys',
      planId: options.planId ?? 'monthly',
      email: `${id}@example.com`,
      zone: options.zone ?? 'Europe/London',
      address: {
        name: 'A Person',
        line1: '1 High Street',
        city: 'Leeds',
        postalCode: 'LS1 1AA',
        country: 'GB',
        ...options.address,
      },
      paymentToken: options.paymentToken ?? 'tok_ok',
      preferences: options.preferences ?? { likes: [], dislikes: [] },
      ...(testClockId ? { testClockId } : {}),
    };
    const answer = await patiently(() => call(world, token, 'POST', '/v1/subscriptions', wish, id));
    if (answer.status !== 201) throw new Error(`sign-up: ${answer.status} ${JSON.stringify(answer.body)}`);
    return new Customer(world, id, token, answer.body.id);
  }

  /** A customer who swapped the first pick. */
  static async swapped(
    world: World,
    options: SignUp,
  ): Promise<{ customer: Customer; first: Answer['body']; sku: string }> {
    const { customer, taken } = await Customer.inTime(world, options, async (each) => {
      const first = await each.opened(1);
      const { sku } = first.alternatives[0];
      const { status } = await each.post('/cycles/1/swap', { sku });
      if (status !== 200 && status !== 409) throw new Error(`swap: ${status}`);
      return status === 200 ? { first, sku } : undefined;
    });
    return { customer, ...taken };
  }

  /** A customer who paused while the first cycle was open, so that it closes as paused. */
  static async paused(world: World, options: SignUp): Promise<Customer> {
    const { customer } = await Customer.inTime(world, options, async (each) => {
      await each.opened(1);
      await each.post('/pause');
      return (await each.closed(1)).status === 'paused' ? {} : undefined;
    });
    return customer;
  }

  /** The clock may be quick and the machine busy: who is late for the cutoff cancels, and the next customer tries. */
  static async inTime<T>(
    world: World,
    options: SignUp,
    attempt: (customer: Customer) => Promise<T | undefined>,
  ): Promise<{ customer: Customer; taken: T }> {
    for (;;) {
      const customer = await Customer.signUp(world, options);
      const taken = await attempt(customer);
      if (taken !== undefined) return { customer, taken };
      await customer.post('/cancel');
    }
  }

  get workflowId(): string {
    return subscriptionWorkflowId(this.subscriptionId);
  }

  shipmentId(cycle: number): string {
    return `${this.subscriptionId}-${cycle}`;
  }

  get(path = ''): Promise<Answer> {
    return call(this.world, this.token, 'GET', `/v1/subscriptions/${this.subscriptionId}${path}`);
  }

  post(path: string, body: unknown = {}, key?: string): Promise<Answer> {
    return call(this.world, this.token, 'POST', `/v1/subscriptions/${this.subscriptionId}${path}`, body, key);
  }

  put(path: string, body: unknown, key?: string): Promise<Answer> {
    return call(this.world, this.token, 'PUT', `/v1/subscriptions/${this.subscriptionId}${path}`, body, key);
  }

  patch(path: string, body: unknown, key?: string): Promise<Answer> {
    return call(this.world, this.token, 'PATCH', `/v1/subscriptions/${this.subscriptionId}${path}`, body, key);
  }

  /** The number of the first cycle that opened. */
  private firstCycle(): Promise<number> {
    return waitFor(`a cycle of ${this.subscriptionId}`, async () => {
      const { body } = await this.get('/cycles');
      return body.items.length > 0
        ? Math.min(...body.items.map(({ number }: { number: number }) => number))
        : undefined;
    });
  }

  /** The cycle once it is open (or further). */
  opened(number: number): Promise<Answer['body']> {
    return waitFor(`cycle ${number} of ${this.subscriptionId}`, async () => {
      const { status, body } = await this.get(`/cycles/${number}`);
      return status === 200 ? body : undefined;
    });
  }

  /** The cycle once it is no longer open. */
  closed(number: number): Promise<Answer['body']> {
    return waitFor(`the end of cycle ${number} of ${this.subscriptionId}`, async () => {
      const { body } = await this.get(`/cycles/${number}`);
      return body.status === undefined || body.status === 'open' || body.status === 404 ? undefined : body;
    });
  }

  shipment(cycle: number): Promise<Answer> {
    return call(this.world, this.token, 'GET', `/v1/shipments/${this.shipmentId(cycle)}`);
  }

  /** The shipment once it is in one of these phases. */
  shipmentIn(cycle: number, ...phases: string[]): Promise<Answer['body']> {
    return this.shipmentWithin(undefined, cycle, ...phases);
  }

  /** The same with more patience, where partners fail and calls wait for their next try. */
  shipmentWithin(timeoutMs: number | undefined, cycle: number, ...phases: string[]): Promise<Answer['body']> {
    const ask = async () => {
      const { status, body } = await this.shipment(cycle);
      return status === 200 && phases.includes(body.phase) ? body : undefined;
    };
    return waitFor(`${this.shipmentId(cycle)} to be ${phases.join(' or ')}`, ask, timeoutMs);
  }
}
