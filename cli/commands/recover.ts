import { Client, Connection } from '@temporalio/client';
import type { Command } from 'commander';
import { namespaceIdOf } from '../../api/readiness';
import { apartOf, readStorage, whyApart } from '../../db/queries/storageIdentity';
import { readEnvironment } from '../../workers/config';
import { recover } from '../../workers/recovery/recover';
import { expectedSchedules } from '../../workers/recovery/schedules';
import type { RecoveryFinding } from '../../workers/recovery/types';
import { launcherSettings } from '../../workers/stack/settings';
import { StartError } from '../../workers/stack/startError';
import { ensureSearchAttributes } from '../../workers/stack/temporalNamespace';
import { findingLine, recoveryTotals } from '../recover/view';
import { type Storage, withStorage } from '../storage';

interface Flags {
  apply?: boolean;
  terminated?: boolean;
  databaseRestored?: boolean;
  json?: boolean;
}

/** `everbox recover`: rows and workflows are brought together again, after one of the two was lost or set back. */
export function register(everbox: Command): void {
  everbox
    .command('recover')
    .description(
      'find rows whose workflow is missing and workflows whose rows are, and bring them together; only looks without --apply',
    )
    .option(
      '--apply',
      'do it: start workflows where their rows say they stood, and have workflows write their rows again',
    )
    .option('--terminated', 'also start workflows that were terminated, or failed')
    .option(
      '--database-restored',
      'Postgres was set back in a way that it cannot tell itself: a disk snapshot, a dump of data only',
    )
    .option('--json', 'print the result as one JSON object')
    .addHelpText('after', helpText)
    .action((flags: Flags) => withStorage((storage) => run(storage, flags)));
}

async function run({ db, stack }: Storage, { apply = false, terminated = false, databaseRestored, json }: Flags) {
  const { temporalAddress, namespace, taskQueue } = launcherSettings(readEnvironment());
  const address = temporalAddress ?? stack?.temporalAddress;
  if (address === undefined)
    throw new StartError('No Temporal: start Everbox first (npm start), or set TEMPORAL_ADDRESS.');
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace });
    const apart = apartOf(await readStorage(db), await namespaceIdOf(client));
    const say = (line: string): void => void (json ? undefined : process.stdout.write(`${line}\n`));
    const findings: RecoveryFinding[] = [];
    const why = whyApart(apart);
    if (why !== null) say(why.replace(/; run .*/, '.'));
    if (apply) await ensureSearchAttributes(connection, namespace);
    await recover({
      db,
      client,
      taskQueue,
      schedules: await expectedSchedules(db, taskQueue),
      databaseRestored: databaseRestored ?? apart.databaseIsNew,
      terminated,
      apply,
      found: (finding) => {
        findings.push(finding);
        say(findingLine(finding, apply));
      },
    });
    if (json) process.stdout.write(`${JSON.stringify({ applied: apply, ...apart, findings })}\n`);
    else say(recoveryTotals(findings, apply));
  } finally {
    await connection.close();
  }
}

const helpText = `
Safe to run again, and beside a running Everbox: a workflow starts once, and no effect takes place twice.
With --apply it also records that rows and workflows belong together, which /readyz looks at.

Environment:
  DATABASE_URL         the Postgres to look at (default: that of the running stack)
  TEMPORAL_ADDRESS     the Temporal (host:port) to look at (default: that of the running stack)
  TEMPORAL_NAMESPACE   default
  EVERBOX_TASK_QUEUE   everbox`;
