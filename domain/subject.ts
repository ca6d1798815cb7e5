import { isReservedName } from './plainData';

/** Whom a token speaks for. */
export const roles = ['customer', 'courier', 'operator', 'service'] as const;
export type Role = (typeof roles)[number];

/** Opaque and safe in logs, keys and search attributes. */
export const subjectPattern = /^[A-Za-z0-9_-]{1,64}$/;
/** Couriers and customers are names of what is kept of them. */
export const isSubject = (text: string): boolean => subjectPattern.test(text) && !isReservedName(text);
