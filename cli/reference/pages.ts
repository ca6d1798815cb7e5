import { architecturePage } from './architecturePage';
import { filesPage } from './filesPage';
import { simulatorPage } from './simulatorPage';

/** Pages of `docs/` that are made from code, wholly or between marks, by their paths; `root` is the checkout. */
export const pages = (root: string): Record<string, string> => ({
  'docs/simulator.md': simulatorPage(),
  'docs/reference.md': filesPage(root),
  'docs/architecture.md': architecturePage(root),
});
