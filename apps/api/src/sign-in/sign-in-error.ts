/** Why a sign-in by an issuer failed. The page of the sign-in has words for each. */
export const signInFailures = ['begin', 'denied', 'refused', 'no_role', 'no_organisation', 'unavailable'] as const;

export type SignInFailure = (typeof signInFailures)[number];

/** A sign-in that failed. The message is for the log, and names no secret. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly failure: SignInFailure;

  constructor(failure: SignInFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}
