import type { SqlSession } from '../postgres/sql-session.ts';
import { renewIdsInPieces } from './renew-ids.ts';

export type EntityTable = 'actions' | 'triggers' | 'definitions';

interface LargeEntity {
  readonly table: EntityTable;
  readonly id: string;
  /** Of the copy. */
  readonly newId: string;
  readonly toVersionId: string;
}

const pieceBytes = 256 * 1024;

/** Copies an entity whose body is too large to be read as a whole. The server cuts it, and joins the pieces again. */
export async function copyLargeEntity(
  tx: SqlSession,
  ids: ReadonlyMap<string, string>,
  entity: LargeEntity,
): Promise<void> {
  await tx.$executeRaw`
    create temporary table if not exists body_pieces (n integer primary key, piece bytea not null) on commit drop`;
  await tx.$executeRaw`delete from body_pieces`;
  const count = await cutBody(tx, entity);
  const renew = renewIdsInPieces(ids);
  for (let n = 1; n <= count; n += 1) {
    const [row] = await tx.$queryRaw<{ piece: Buffer }[]>`select piece from body_pieces where n = ${n}`;
    // Ids are ASCII, and this encoding leaves all other bytes as they are.
    const renewed = renew(row?.piece.toString('latin1') ?? '', n === count);
    await tx.$executeRaw`update body_pieces set piece = ${Buffer.from(renewed, 'latin1')} where n = ${n}`;
  }
  await joinBody(tx, entity);
}

/** @returns the number of pieces. */
async function cutBody(tx: SqlSession, { table, id }: LargeEntity): Promise<number> {
  switch (table) {
    case 'actions':
      return tx.$executeRaw`
        with whole as materialized (select convert_to(body, 'UTF8') as bytes from actions where id = ${id})
        insert into body_pieces select n, substring(bytes from (n - 1) * ${pieceBytes}::int + 1 for ${pieceBytes}::int)
          from whole, generate_series(1, (octet_length(bytes) - 1) / ${pieceBytes}::int + 1) as n`;
    case 'triggers':
      return tx.$executeRaw`
        with whole as materialized (select convert_to(body, 'UTF8') as bytes from triggers where id = ${id})
        insert into body_pieces select n, substring(bytes from (n - 1) * ${pieceBytes}::int + 1 for ${pieceBytes}::int)
          from whole, generate_series(1, (octet_length(bytes) - 1) / ${pieceBytes}::int + 1) as n`;
    case 'definitions':
      return tx.$executeRaw`
        with whole as materialized (select convert_to(body, 'UTF8') as bytes from definitions where id = ${id})
        insert into body_pieces select n, substring(bytes from (n - 1) * ${pieceBytes}::int + 1 for ${pieceBytes}::int)
          from whole, generate_series(1, (octet_length(bytes) - 1) / ${pieceBytes}::int + 1) as n`;
  }
}

/** Inserts the copy, with all columns of the original but its ids and its body. */
async function joinBody(tx: SqlSession, { table, id, newId, toVersionId }: LargeEntity): Promise<void> {
  switch (table) {
    case 'actions':
      await tx.$executeRaw`
        insert into actions select copy.* from actions e, json_populate_record(e, json_build_object(
          'id', ${newId}::text, 'version_id', ${toVersionId}::text,
          'body', (select convert_from(string_agg(piece, ''::bytea order by n), 'UTF8') from body_pieces))) copy
         where e.id = ${id}`;
      return;
    case 'triggers':
      await tx.$executeRaw`
        insert into triggers select copy.* from triggers e, json_populate_record(e, json_build_object(
          'id', ${newId}::text, 'version_id', ${toVersionId}::text,
          'body', (select convert_from(string_agg(piece, ''::bytea order by n), 'UTF8') from body_pieces))) copy
         where e.id = ${id}`;
      return;
    case 'definitions':
      await tx.$executeRaw`
        insert into definitions select copy.* from definitions e, json_populate_record(e, json_build_object(
          'id', ${newId}::text, 'version_id', ${toVersionId}::text,
          'body', (select convert_from(string_agg(piece, ''::bytea order by n), 'UTF8') from body_pieces))) copy
         where e.id = ${id}`;
  }
}
