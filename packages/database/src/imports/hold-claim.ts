import type { Claim, ImportStage } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { holdsClaim } from './fence.ts';
import { importChannel } from './import-channel.ts';

// Heartbeats and progress commit asynchronously: waiting for the disk would cost some milliseconds each. If PostgreSQL crashes, the lost
// ones do no harm: the fence stops the attempt, and the sweeper adds a job.

/** A heartbeat younger than this is not renewed: checking the claim then needs no write. */
const freshMs = 500;

/**
 * Renews the heartbeat of an attempt. A row that is locked is skipped: while an attempt writes its version, its transaction holds the row,
 * and waiting would occupy a connection.
 * @returns false when the claim is lost (cancelled, or released by the sweeper): the attempt must stop.
 */
export async function heartbeat(database: Database, claim: Claim): Promise<boolean> {
  const [held] = await database.sql.$queryRaw<{ due: boolean }[]>`
    select heartbeat_at is null or heartbeat_at < now() - make_interval(secs => ${freshMs / 1000}::float8) as due
      from imports where ${holdsClaim(claim)}`;
  if (held?.due === true) {
    await database.sql.$queryRaw`
      with free as (
        select id from imports where ${holdsClaim(claim)} for update skip locked
      ), beaten as (
        update imports set heartbeat_at = now() from free where imports.id = free.id
        returning imports.id
      )
      select set_config('synchronous_commit', 'off', true) from beaten`;
  }
  return held !== undefined;
}

/** Records stage and progress. @returns false when the claim is lost, or the row is locked because the version is being written. */
export async function reportProgress(
  database: Database,
  claim: Claim,
  progress: { stage: ImportStage; done: number; total: number },
): Promise<boolean> {
  const rows = await database.sql.$queryRaw<unknown[]>`
    with free as (
      select id from imports where ${holdsClaim(claim)} for update skip locked
    ), changed as (
      update imports
         set stage = ${progress.stage}::import_stage, progress_done = ${progress.done}::int,
             progress_total = ${progress.total}::int, heartbeat_at = now(), revision = revision + 1
        from free where imports.id = free.id
      returning imports.id, imports.status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text, set_config('synchronous_commit', 'off', true) from changed`;
  return rows.length === 1;
}
