import type { Database } from '../postgres/database.ts';
import { countRows, type Page, type PageRequest, readPage } from '../postgres/page.ts';
import { parseStored } from '@connectory/lifecycle';
import type { BaseIdentity, EditedKind, EditState } from './edit-record.ts';

/** An edit as clients see it. */
export interface ListedEdit {
  readonly id: string;
  readonly kind: EditedKind;
  readonly entityId: string;
  readonly state: EditState;
  /** The present name; for a deleted entity the one that it had. */
  readonly name: string;
  /** The name as imported; null for an entity that a user made. */
  readonly baseName: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface EditRow extends Omit<ListedEdit, 'name' | 'baseName'> {
  readonly name: string | null;
  readonly baseIdentity: string | null;
}

/** PostgreSQL would refuse the JSON of an identity with U+0000, which the path of a callback may have. */
function toListed({ baseIdentity, name, ...edit }: EditRow): ListedEdit {
  const baseName = baseIdentity === null ? null : parseStored<BaseIdentity>(baseIdentity).name;
  return { ...edit, name: name ?? baseName ?? '', baseName };
}

/** Reads one page of the edits of a version, in the order in which they were first made. @throws InvalidCursorError */
export async function listEdits(
  database: Database,
  versionId: string,
  request: PageRequest,
): Promise<Page<ListedEdit>> {
  return readPage(request, {
    count: () => countRows(database.pool, 'entity_edits where version_id = $1', [versionId]),
    read: async ({ cursor, backwards, limit }) => {
      const [after, order] = backwards ? ['<', 'desc'] : ['>', 'asc'];
      const { rows } = await database.pool.query<EditRow>(
        `select e.id, e.kind, e.entity_id as "entityId", e.state, e.created_at as "createdAt", e.updated_at as "updatedAt",
                e.base_identity as "baseIdentity", coalesce(a.name, t.name, d.name) as name
           from entity_edits e
           left join actions a on e.kind = 'action' and a.id = e.entity_id
           left join triggers t on e.kind = 'trigger' and t.id = e.entity_id
           left join definitions d on e.kind = 'definition' and d.id = e.entity_id
          where e.version_id = $1 and ($2::bpchar is null or e.id ${after} $2) order by e.id ${order} limit $3`,
        [versionId, cursor ?? null, limit],
      );
      return rows.map(toListed);
    },
    cursorOf: ({ id }) => id,
    cursorForm: /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/,
  });
}
