import { type Command, InvalidArgumentError, Option } from 'commander';
import { issueToken } from '#api/http/auth/tokens';
import { type Role, roles } from '#domain/subject';
import { readEnvironment } from '#workers/config';
import { effectiveSecrets } from '#dev/stack/runningStack';
import { StartError } from '#dev/stack/startError';

interface TokenOptions {
  role: Role;
  subject: string;
  hours: number;
  json?: boolean;
}

/** `everbox token` */
export function register(everbox: Command): void {
  everbox
    .command('token')
    .description('print a bearer token for the API of the local stack')
    .addOption(new Option('--role <role>', 'whose rights it carries').choices(roles).makeOptionMandatory())
    .requiredOption('--subject <id>', 'the customer, courier, operator or service that it speaks for')
    .option('--hours <hours>', 'how long it is valid', parseHours, 24)
    .option('--json', 'print an object with the token and when it expires')
    .action(printToken);
}

async function printToken({ role, subject, hours, json }: TokenOptions): Promise<void> {
  const secret = effectiveSecrets(readEnvironment()).jwtSecret;
  if (secret === '') throw new StartError('EVERBOX_JWT_SECRET must be set in production.');
  const ttlSeconds = Math.round(hours * 3600);
  const token = await issueToken({ subject, role, secret, ttlSeconds });
  const expiresAt = new Date(Date.now() + ttlSeconds * 1000).toISOString();
  process.stdout.write(`${json ? JSON.stringify({ token, role, subject, expiresAt }) : token}\n`);
}

function parseHours(text: string): number {
  const hours = Number(text);
  if (!(hours > 0 && hours <= 8_760)) throw new InvalidArgumentError('must be a number above 0 and at most 8760.');
  return hours;
}
