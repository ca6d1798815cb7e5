/** The SQLSTATE of a failure of Postgres; empty when it is another failure. */
export function sqlStateOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
