/**
 * The cookie of a session. The prefix binds it to HTTPS, this host and the path `/` (RFC 6265bis, section 4.1.3.2).
 * @param isHttps whether browsers reach the service by HTTPS.
 */
export function sessionCookieName(isHttps: boolean): string {
  return isHttps ? '__Host-connectory_session' : 'connectory_session';
}
