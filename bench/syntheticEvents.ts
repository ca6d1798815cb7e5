/** Views as a shop sends them: of ten thousand customers and items, some 250 bytes each. */
export function syntheticEvents(name: string, count: number) {
  const occurredAt = new Date().toISOString();
  return Array.from({ length: count }, (_, n) => ({
    id: `${name.replaceAll(' ', '_')}-${n}`,
    kind: 'view',
    occurredAt,
    customerId: `cus_${Math.floor(Math.random() * 10_000)}`,
    programId: 'stem-toys',
    sku: `toy-${Math.floor(Math.random() * 10_000)}`,
    sessionId: `session_${name.length}_${n}`,
    data: { page: 'catalog', position: n },
  }));
}

export const batchBody = (name: string, count: number): string =>
  JSON.stringify({ events: syntheticEvents(name, count) });
