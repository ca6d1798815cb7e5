import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Express } from 'express';

/**
 * An HTTP server whose requests and responses are born as Express's own.
 *
 * Express gives each of them its prototype by `Object.setPrototypeOf`. V8 makes a hidden class for every object that is
 * changed so, and what such an object holds outlives the collections of young objects: they then copied some 4 MB each and
 * stopped the process for 4 to 10 ms, many times a second under load. Where the prototype is right already, Express
 * changes nothing, and they take half a millisecond.
 */
export function expressServer(app: Express, options: { keepAliveTimeout: number }): Server {
  const classes = {
    IncomingMessage: bornAs(IncomingMessage, app.request),
    ServerResponse: bornAs(ServerResponse<IncomingMessage>, app.response),
  };
  return createServer({ ...options, ...classes }, app);
}

/** A constructor like `base` whose objects have this prototype, which inherits from that of `base`. */
function bornAs<Base extends Function>(base: Base, prototype: object): Base {
  // Node's own constructors are functions that take any `this`. Constructing them with another `new.target` would be
  // the usual way, and brings the hidden classes back.
  function Born(this: object, ...parameters: unknown[]): void {
    Reflect.apply(base, this, parameters);
  }
  Born.prototype = prototype;
  return Born as unknown as Base;
}
