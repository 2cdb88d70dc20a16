/** The error of an action beside its button; nothing without one. */
export function FaultLine({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  return (
    <p role="alert" className="w-full text-sm text-bad">
      {error.message}
    </p>
  );
}
