let isAsked = false;

/** Lets the next page of the sign-out end the session without a further question. */
export function requestSignOut(): void {
  isAsked = true;
}

export function takeSignOutRequest(): boolean {
  const wasAsked = isAsked;
  isAsked = false;
  return wasAsked;
}
