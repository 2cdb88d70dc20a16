import { type CursorForm, isStorableTime } from '../postgres/page.ts';

/** A column of a list of connectors, and its direction. */
export interface ConnectorSort {
  readonly column: 'id' | 'name' | 'createdAt' | 'updatedAt';
  readonly descending: boolean;
}

const columns: { readonly [Column in ConnectorSort['column']]: { readonly sql: string; readonly type: string } } = {
  id: { sql: 'c.id', type: 'bpchar' },
  name: { sql: 'c.name', type: 'text' },
  createdAt: { sql: 'c.created_at', type: 'timestamptz' },
  updatedAt: { sql: 'c.updated_at', type: 'timestamptz' },
};

interface Sortable {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An order of connectors for keyset pagination. */
export interface ConnectorOrder {
  readonly orderBy: (backwards: boolean) => string;
  /**
   * The condition for rows behind a cursor, or before it.
   * @param bind adds a value to the statement, and returns its placeholder.
   */
  readonly behind: (cursor: string, backwards: boolean, bind: (value: unknown) => string) => string;
  readonly cursorOf: (connector: Sortable) => string;
  readonly cursorForm: CursorForm;
}

/** Most recently updated first, unless a sort is given. The id is always the last column, so that each row has its own place. */
export function createConnectorOrder(sorts: readonly ConnectorSort[] = []): ConnectorOrder {
  const asked = sorts.length === 0 ? [{ column: 'updatedAt', descending: true } as const] : sorts;
  const first = asked.findIndex(({ column }) => column === 'id');
  const order = first < 0 ? [...asked, { column: 'id', descending: false } as const] : asked.slice(0, first + 1);
  const goesDown = (index: number, backwards: boolean): boolean => order[index]?.descending !== backwards;
  return {
    orderBy: (backwards) =>
      order.map(({ column }, index) => `${columns[column].sql}${goesDown(index, backwards) ? ' desc' : ''}`).join(', '),
    behind: (cursor, backwards, bind) => {
      const values = parseKey(cursor);
      const bound = order.map(({ column }, index) => `${bind(values[index])}::${columns[column].type}`);
      const sqlOf = (index: number): string => columns[order[index]?.column ?? 'id'].sql;
      // Equal in all columns before this one, and behind in this one.
      const steps = order.map((_, index) => {
        const before = order.slice(0, index).map((_sort, at) => `${sqlOf(at)} = ${bound[at]}`);
        return [...before, `${sqlOf(index)} ${goesDown(index, backwards) ? '<' : '>'} ${bound[index]}`].join(' and ');
      });
      // The range of the first column follows from the steps. The index of the order needs it to begin at the cursor.
      const range = `${sqlOf(0)} ${goesDown(0, backwards) ? '<=' : '>='} ${bound[0]}`;
      return `${range} and (${steps.map((step) => `(${step})`).join(' or ')})`;
    },
    cursorOf: (connector) => JSON.stringify(order.map(({ column }) => connector[column])),
    cursorForm: { test: (cursor) => hasValuesOf(order, cursor) },
  };
}

/** A cursor of another order has other values. */
function hasValuesOf(order: readonly ConnectorSort[], cursor: string): boolean {
  const values = parseKey(cursor);
  return values.length === order.length && order.every(({ column }, index) => isValueOf[column](values[index]));
}

const isTime = (value: unknown): boolean => typeof value === 'string' && isStorableTime(value);

const isValueOf: { readonly [Column in ConnectorSort['column']]: (value: unknown) => boolean } = {
  id: (value) => typeof value === 'string' && /^[0-9A-Z]{26}$/.test(value),
  name: (value) => typeof value === 'string' && !value.includes('\0'),
  createdAt: isTime,
  updatedAt: isTime,
};

function parseKey(cursor: string): readonly unknown[] {
  try {
    const values: unknown = JSON.parse(cursor);
    return Array.isArray(values) ? values : [];
  } catch {
    return [];
  }
}
