/** Begins a sign-in by an issuer. The issuer sends the browser back to `callback` below it. */
export const signInPath = '/console/sign-in/oidc';
