import { z } from 'zod';
import { listPrograms } from '#db/catalog/programs';
import { roles } from '#domain/subject';
import { endpoint } from '#api/http/endpoint';
import { programResource } from '#api/resources/program';
import { program } from '#contract/program';

/** Not paged: programs are files of ours, a few dozen at most. */
export const listProgramsEndpoint = endpoint({
  method: 'get',
  path: '/v1/programs',
  tag: 'customer',
  summary: 'All programs',
  access: roles,
  responses: { 200: { description: 'Programs by ID', schema: z.strictObject({ items: z.array(program) }) } },
  handler: async ({ db }) => ({ status: 200, body: { items: (await listPrograms(db)).map(programResource) } }),
});
