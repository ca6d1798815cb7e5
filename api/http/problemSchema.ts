import { type ProblemType, problemKinds, problemUri } from './problems';

/** The problem document, for OpenAPI. */
export const problemSchema: Record<string, unknown> = {
  type: 'object',
  description: 'RFC 9457. Some types have further members, such as `cutoffAt`.',
  required: ['type', 'title', 'status', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', enum: (Object.keys(problemKinds) as ProblemType[]).map(problemUri) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    mayHaveBeenTaken: {
      type: 'boolean',
      description: 'Of a write that was answered with 500 or more. False: nothing was changed.',
    },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'field', 'rule', 'message'],
        properties: {
          in: { type: 'string', enum: ['body', 'query', 'path', 'header'] },
          field: { type: 'string' },
          rule: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
};
