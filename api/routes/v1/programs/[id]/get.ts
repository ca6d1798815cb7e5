import { readProgram } from '../../../../../db/queries/programs';
import { roles } from '../../../../auth/tokens';
import { endpoint } from '../../../../endpoint';
import { noSuch } from '../../../../noSuch';
import { programResource } from '../../../../resources/program';
import { idParams } from '../../../../schemas/common';
import { program } from '../../../../schemas/program';

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
