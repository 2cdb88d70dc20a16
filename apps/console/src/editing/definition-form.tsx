import type { DefinitionDraft } from './draft.ts';
import { NotedText } from './noted.tsx';
import { type FormProps, orAbsent, Part } from './operation-form.tsx';

/** The fields of a definition, with the text of its schema. */
export function DefinitionForm({ draft, onChange }: FormProps<DefinitionDraft>) {
  const { name, description = '', accept, schema } = draft;
  const change = (part: Partial<DefinitionDraft>): void => onChange({ ...draft, ...part });
  return (
    <>
      <Part title="Texts and media types">
        <div className="grid gap-4 sm:grid-cols-2">
          <NotedText label="Name" path="name" isCode value={name} onChange={(next) => change({ name: next })} />
          <NotedText
            label="Description"
            path="description"
            rows={2}
            value={description}
            onChange={(next) => change({ description: orAbsent(next) })}
          />
          <NotedText
            label="Media types"
            path="accept"
            isWhole
            isCode
            rows={2}
            hint="One on each line."
            value={accept.join('\n')}
            onChange={(text) => change({ accept: text === '' ? [] : text.split('\n') })}
          />
        </div>
      </Part>
      <Part title="Schema">
        <NotedText
          label="JSON Schema"
          path="schema"
          isWhole
          isCode
          rows={24}
          hint="Dialect 2020-12. References lead to other definitions, as Tag.json."
          value={schema}
          onChange={(next) => change({ schema: next })}
        />
      </Part>
    </>
  );
}
