/** Rows in the place of content that is being loaded. */
export function Skeleton({ rows = 5, label }: { readonly rows?: number; readonly label: string }) {
  return (
    <div role="status" className="card p-4">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} aria-hidden className="flex gap-4 py-2.5">
          <div className="skeleton h-4 w-24" />
          <div className="skeleton h-4 flex-1" />
          <div className="skeleton hidden h-4 w-20 sm:block" />
        </div>
      ))}
    </div>
  );
}
