/** `$$`, `${NAME}`, and `${NAME:-default}` or `${NAME:?message}` (with or without the colon). */
const reference = /\$(?:(\$)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?])([^}]*))?\})/g;

export interface Variable {
  name: string;
  /** `${NAME:?...}`: compose refuses to start without it. */
  isRequired: boolean;
}

/** The variables that a compose file takes from the person's environment. */
export function variablesOf(text: string): Variable[] {
  const found = new Map<string, Variable>();
  for (const [, , name, operator] of text.matchAll(reference)) {
    if (name) found.set(name, { name, isRequired: operator?.endsWith('?') ?? false });
  }
  return [...found.values()];
}

/** The text as compose reads it. A variable that is neither in `values` nor has a default becomes empty. */
export function interpolate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(reference, (_, dollar?: string, name?: string, operator?: string, word?: string) => {
    if (dollar) return '$';
    return values[name ?? ''] || (operator?.endsWith('-') ? (word ?? '') : '');
  });
}
