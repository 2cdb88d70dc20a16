import { useQuery } from '@tanstack/react-query';
import { ChevronRight, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { schemaQuery } from '../client/version-queries.ts';
import { useActiveItem } from './active-item.ts';
import { childrenOf, limitsOf, partAt, resolveReference, type Schema, typeOf } from './describe-schema.ts';

interface Around {
  /** Address of the schema, to which its references are relative. */
  readonly base: string;
  readonly level: number;
  /** The references on the way here. */
  readonly trail: readonly string[];
  readonly id: string;
}

interface SchemaNodeProps extends Around {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired?: boolean;
  readonly startsOpen?: boolean;
  /** The name of the schema stands above the tree. */
  readonly isRoot?: boolean;
}

/** A part of a schema with its type. It opens to its own parts. */
export function SchemaNode({
  name,
  schema,
  isRequired = false,
  startsOpen = false,
  isRoot = false,
  ...around
}: SchemaNodeProps) {
  const { base, id, level, trail } = around;
  const [isOpen, open] = useState(startsOpen);
  const isActive = useActiveItem() === id;
  const reference = referenceOf(schema);
  const canOpen = reference !== undefined || childrenOf(schema).length > 0;
  const repeats = reference !== undefined && trail.includes(targetOf(base, reference));
  const type = typeOf(schema);
  return (
    <li role="none">
      <div
        role="treeitem"
        data-item={id}
        aria-level={level}
        aria-expanded={canOpen ? isOpen : undefined}
        aria-selected={false}
        // One item of the tree is in the order of the Tab key; the arrow keys go to the others.
        tabIndex={isActive ? 0 : -1}
        onClick={() => canOpen && open(!isOpen)}
        className={`flex items-start gap-1.5 px-3 py-1 text-sm -outline-offset-2 ${canOpen ? 'cursor-pointer hover:bg-sunken' : ''}`}
        style={{ paddingLeft: `${0.5 + Math.min(level - 1, 12) * 0.9}rem` }}
      >
        <ChevronRight
          size={14}
          aria-hidden
          className={`mt-0.75 shrink-0 text-quiet transition-transform ${canOpen ? '' : 'invisible'} ${isOpen ? 'rotate-90' : ''}`}
        />
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className={isRoot ? '' : 'font-mono wrap-anywhere'}>{name}</span>
            {!isRoot && <span className="wrap-anywhere text-quiet">{type}</span>}
            {isRequired && <span className="text-xs font-medium text-quiet">required</span>}
            {repeats && (
              <span className="inline-flex items-center gap-1 text-xs text-quiet">
                <RotateCw size={11} aria-hidden />
                repeats
              </span>
            )}
          </span>
          <Facts schema={schema} />
        </span>
      </div>
      {isOpen && (
        <ul role="group">
          <Parts schema={schema} {...around} />
        </ul>
      )}
    </li>
  );
}

function Facts({ schema }: { readonly schema: Schema }) {
  const description = typeof schema === 'object' ? schema['description'] : undefined;
  const limits = limitsOf(schema);
  return (
    <>
      {typeof description === 'string' && <span className="line-clamp-2 wrap-anywhere text-quiet">{description}</span>}
      {limits.length > 0 && (
        <span className="line-clamp-3 font-mono text-xs wrap-anywhere text-quiet">{limits.join(' · ')}</span>
      )}
    </>
  );
}

/** The parts of a schema. Those behind a reference are read first. */
function Parts({ schema, ...around }: Around & { readonly schema: Schema }) {
  const { base, id, level, trail } = around;
  const reference = referenceOf(schema);
  return (
    <>
      {reference !== undefined && <Referenced {...around} reference={reference} />}
      {childrenOf(schema).map(({ name, schema: child, isRequired }) => (
        <SchemaNode
          key={name}
          id={`${id}/${name}`}
          name={name}
          schema={child}
          isRequired={isRequired}
          base={base}
          level={level + 1}
          trail={trail}
        />
      ))}
    </>
  );
}

/** References that lead to a reference, at most: more are a cycle without content. */
const maxHops = 100;

function Referenced({ reference, ...around }: Around & { readonly reference: string }) {
  const { file, fragment } = resolveReference(around.base, reference);
  const { data, error } = useQuery(schemaQuery(file));
  const indent = { paddingLeft: `${1.75 + Math.min(around.level, 12) * 0.9}rem` };
  if (error !== null) return <Note text={error.message} style={indent} />;
  if (data === undefined) return <Note text="Loading…" style={indent} />;
  const part = partAt(data, fragment);
  if (part === undefined || around.trail.length > maxHops)
    return <Note text="There is no such schema." style={indent} />;
  const isEmpty = referenceOf(part) === undefined && childrenOf(part).length === 0;
  return isEmpty ? (
    <Note text={[typeOf(part), ...limitsOf(part)].join(' · ')} style={indent} />
  ) : (
    <Parts {...around} schema={part} base={file} trail={[...around.trail, `${file}#${fragment}`]} />
  );
}

function Note({ text, style }: { readonly text: string; readonly style: object }) {
  return (
    <li role="none" className="py-1 pr-3 text-sm wrap-anywhere text-quiet" style={style}>
      {text}
    </li>
  );
}

function referenceOf(schema: Schema): string | undefined {
  const reference = typeof schema === 'object' ? schema['$ref'] : undefined;
  return typeof reference === 'string' ? reference : undefined;
}

function targetOf(base: string, reference: string): string {
  const { file, fragment } = resolveReference(base, reference);
  return `${file}#${fragment}`;
}
