import { simulatorPage } from './simulatorPage';

/** Pages of `docs/` that are made from code, by their paths. */
export const pages = (): Record<string, string> => ({ 'docs/simulator.md': simulatorPage() });
