import { Client } from '@temporalio/client';
import type { Command } from 'commander';
import { namespaceIdOf } from '#api/http/readiness';
import { createCommandPool } from '#db/pool';
import { apartOf, readStorage, whyApart } from '#db/recovery/storageIdentity';
import { recover } from '#workers/recovery/recover';
import { expectedSchedules } from '#workers/recovery/schedules';
import type { RecoveryFinding } from '#workers/recovery/types';
import { requireDatabase } from '#dev/stack/databases';
import { connectTemporal } from '#dev/stack/prepare';
import { ensureSearchAttributes } from '#dev/stack/temporalNamespace';
import { findingLine, recoveryTotals } from '../recover/view';
import { requireServers } from '../servers';

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
    .action(runRecover);
}

async function runRecover({ apply = false, terminated = false, databaseRestored, json }: Flags): Promise<void> {
  const { databaseUrl, temporalAddress, namespace, taskQueue } = requireServers();
  await requireDatabase(databaseUrl);
  const connection = await connectTemporal(temporalAddress, namespace);
  const db = createCommandPool(databaseUrl);
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
    await db.end();
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
