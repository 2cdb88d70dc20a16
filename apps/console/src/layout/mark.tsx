/** The sign of the product. */
export function Mark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M21.5 10.5a7.5 7.5 0 1 0 0 11"
        fill="none"
        strokeWidth="3.2"
        strokeLinecap="round"
        className="stroke-on-accent"
      />
      <circle cx="22.5" cy="16" r="2.6" className="fill-on-accent" />
    </svg>
  );
}
