import { useState } from 'react';
import { Chips } from '../parts/chips.tsx';
import { Field } from '../parts/field.tsx';

interface TagFieldsProps {
  /** Tags of the document, as far as the browser can read it. */
  readonly known: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
}

/** Limits the import to operations with some tags. */
export function TagFields({ known, chosen, onChange }: TagFieldsProps) {
  return (
    <fieldset className="card p-4 sm:p-6">
      <legend className="sr-only">Operations</legend>
      <p className="text-lg font-semibold">Operations</p>
      <p className="mt-1 mb-4 text-quiet">All, or only those with one of these tags.</p>
      {known.length === 0 ? (
        <TagText onChange={onChange} />
      ) : (
        <div className="-mb-4 max-h-60 overflow-y-auto">
          <Chips label="Tags to include" choices={known} wordOf={(tag) => tag} chosen={chosen} onChange={onChange} />
        </div>
      )}
    </fieldset>
  );
}

/** The tags of a document that the browser does not read. */
function TagText({ onChange }: Pick<TagFieldsProps, 'onChange'>) {
  const [text, setText] = useState('');
  return (
    <Field
      label="Tags to include"
      value={text}
      placeholder="all operations"
      hint="Separated by commas"
      onChange={(next) => {
        setText(next);
        onChange(next.split(',').flatMap((tag) => tag.trim() || []));
      }}
    />
  );
}
