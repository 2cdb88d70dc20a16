import type { BodyDraft } from './draft.ts';
import { AddButton, RemoveButton } from './item-buttons.tsx';
import { NotedText } from './noted.tsx';
import { removeAt, replaceAt } from './replace-at.ts';

/** Id of the suggestions of definitions, which the form has once. */
export const definitionNamesId = 'definition-names';

interface BodyListProps {
  /** Path of the list, as `responses/0/definitions`. */
  readonly path: string;
  readonly bodies: readonly BodyDraft[];
  readonly onChange: (bodies: readonly BodyDraft[]) => void;
}

/** The definitions of a body, by their names. */
export function BodyList({ path, bodies, onChange }: BodyListProps) {
  return (
    <div>
      {bodies.map(({ id, definition }, index) => (
        <div key={id ?? index} className="mb-2 flex items-end gap-1">
          <NotedText
            label={`Definition ${bodies.length === 1 ? '' : index + 1}`.trim()}
            path={`${path}/${index}`}
            isWhole
            isCode
            className="flex-1"
            list={definitionNamesId}
            value={definition.name}
            // Another name is another definition, and an id would count more than the name.
            onChange={(name) => onChange(replaceAt(bodies, index, { id, definition: { name } }))}
          />
          <RemoveButton
            label={`Remove the definition ${definition.name}`}
            onClick={() => onChange(removeAt(bodies, index))}
          />
        </div>
      ))}
      {bodies.length === 0 && <p className="text-sm text-quiet">No body</p>}
      <AddButton onClick={() => onChange([...bodies, { definition: { name: '' } }])}>Add a definition</AddButton>
    </div>
  );
}
