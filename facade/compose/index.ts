import type { Facade } from '../ports';
import { compose } from './compose';
import type { FacadeObserver } from './observer';
import { policies } from './policies';
import { createProviders, type ProviderOptions } from './providers';

/** The facade that a process works with: made once, since breakers, bulkheads and caches are per process. */
export function createFacade(options: ProviderOptions, observer?: FacadeObserver): Facade {
  return compose(createProviders(options), policies(options.timeoutMs), { observer });
}
