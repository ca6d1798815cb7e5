import { createHash } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the warehouse is. */
export type WarehouseLocation =
  | { kind: 'directory'; path: string }
  | { kind: 's3'; bucket: string; /** Empty, or ends with a slash. */ prefix: string };

export interface WarehouseSettings {
  location: WarehouseLocation;
  /** Of an S3-compatible store; absent: Amazon's own. */
  s3Endpoint?: string | undefined;
  /** Absent: what the AWS SDK finds in its environment. */
  s3Region?: string | undefined;
}

/** Tells one warehouse from others, where it needs a folder of its own. */
export const nameOf = (settings: WarehouseSettings): string =>
  createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);

export const locationRule = 'must be an absolute path, a file: URL, or s3://bucket/prefix';

/** Undefined when the text is none of what `locationRule` says. */
export function parseLocation(text: string): WarehouseLocation | undefined {
  if (isAbsolute(text)) return { kind: 'directory', path: resolve(text) };
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol === 'file:') return fileLocation(url);
  if (url.protocol !== 's3:' || !url.hostname || url.search || url.username) return undefined;
  const prefix = decodeURIComponent(url.pathname).replaceAll(/^\/+|\/+$/g, '');
  return { kind: 's3', bucket: url.hostname, prefix: prefix && `${prefix}/` };
}

function fileLocation(url: URL): WarehouseLocation | undefined {
  try {
    return { kind: 'directory', path: resolve(fileURLToPath(url)) };
  } catch {
    return undefined; // it names another host
  }
}
