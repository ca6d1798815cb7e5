import { writeFileSync } from 'node:fs';
import { pages } from './pages';

/** `npm run docs:reference`, from the checkout's root: writes the pages that are made from schemas and tables. */
for (const [file, text] of Object.entries(pages('.'))) writeFileSync(file, text);
