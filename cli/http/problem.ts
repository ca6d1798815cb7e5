import { z } from 'zod';

/** A problem document (RFC 9457) as Everbox's API answers it; other servers on the way may answer less. */
const document = z.looseObject({
  type: z.string().default('about:blank'),
  title: z.string().default(''),
  status: z.number().optional(),
  detail: z.string().default(''),
  // Who answers a failure without it does not know.
  mayHaveBeenTaken: z.boolean().default(true),
  errors: z.array(z.looseObject({ field: z.string(), message: z.string() })).default([]),
});

/** The API refused a request, or could not take it. The message is one sentence for the person at the terminal. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    /** Last part of the problem's type: `CutoffPassed`. */
    readonly type: string,
    message: string,
    private readonly isOpen = true,
  ) {
    super(message);
  }

  /** Is it open whether the write was taken, now or when its key was first sent? */
  get mayHaveBeenTaken(): boolean {
    return this.status >= 500 && this.isOpen;
  }
}

/** No answer came: the server is down, or too slow. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable';
}

/** Reads an answer that is not a success. `text` is its body. */
export function problemOf(status: number, text: string): ApiProblem {
  const parsed = document.safeParse(parseJson(text));
  if (!parsed.success) return new ApiProblem(status, 'Unknown', `the API answered ${status}`);
  const { type, title, detail, errors, mayHaveBeenTaken } = parsed.data;
  return new ApiProblem(
    status,
    type.split(':').at(-1) ?? type,
    sentenceOf(title || `status ${status}`, detail, errors),
    mayHaveBeenTaken,
  );
}

/** Title, then every field with its rule; the detail only where no field says the same. */
function sentenceOf(title: string, detail: string, errors: { field: string; message: string }[]): string {
  const fields = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  const rest = fields || detail;
  return rest === '' ? title : `${title}: ${rest}`;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
