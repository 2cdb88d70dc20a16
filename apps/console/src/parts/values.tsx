interface ValuesProps {
  /** Each with its label. */
  readonly values: readonly (readonly [string, unknown])[];
}

const columns: Readonly<Record<number, string>> = { 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-3' };

/** JSON values side by side; on narrow screens one below the other. */
export function Values({ values }: ValuesProps) {
  return (
    <div className={`grid gap-2 ${columns[values.length] ?? ''}`}>
      {values.map(([label, value]) => (
        <div key={label} className="min-w-0 rounded-md border border-line bg-surface px-3 py-2">
          <p className="text-xs text-quiet">{label}</p>
          {value === undefined ? (
            <p className="text-quiet">absent</p>
          ) : (
            <pre className="font-mono text-sm wrap-anywhere whitespace-pre-wrap">{JSON.stringify(value, null, 2)}</pre>
          )}
        </div>
      ))}
    </div>
  );
}
