import { readProgram } from '#db/catalog/programs';
import { roles } from '#domain/subject';
import { endpoint } from '#api/http/endpoint';
import { noSuch } from '#usecases/noSuch';
import { programResource } from '#api/resources/program';
import { idParams } from '#contract/common';
import { program } from '#contract/program';

export const getProgram = endpoint({
  method: 'get',
  path: '/v1/programs/{id}',
  tag: 'customer',
  summary: 'One program: its plans, countries and interests',
  access: roles,
  params: idParams,
  responses: { 200: { description: 'The program', schema: program } },
  problems: ['NotFound'],
  handler: async ({ db }, { params }) => {
    const config = await readProgram(db, params.id);
    if (!config) throw noSuch('program', params.id);
    return { status: 200, body: programResource(config) };
  },
});
