import type { Request } from 'express';
import type { Caller } from './context';
import type { EndpointRequest } from './endpoint';

type Checked = Pick<EndpointRequest, 'params' | 'query' | 'body' | 'requestId' | 'rawBody'>;

/**
 * A request whose parts have been checked against its endpoint's schemas.
 *
 * A class for the sake of its accessor: in an object literal V8 would make a hidden class for every request, which keeps what
 * the accessor refers to alive until the next full collection (see `expressServer`).
 */
export class CheckedRequest implements EndpointRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly requestId: string;
  readonly rawBody: Buffer;
  updateId = '';

  constructor(
    private readonly path: string,
    private readonly req: Request,
    private readonly known: Caller | null,
    { params, query, body, requestId, rawBody }: Checked,
  ) {
    this.params = params;
    this.query = query;
    this.body = body;
    this.requestId = requestId;
    this.rawBody = rawBody;
  }

  get caller(): Caller {
    if (!this.known) throw new Error(`${this.path} has no caller`);
    return this.known;
  }

  header(name: string): string | undefined {
    return this.req.get(name);
  }
}
