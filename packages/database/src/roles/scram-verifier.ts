import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** Iterations of PostgreSQL's own verifiers (`scram_iterations`). */
const iterations = 4_096;

/** Passwords for which SASLprep (RFC 4013) changes nothing. */
const plainAscii = /^[ -~]+$/;

/**
 * The verifier that PostgreSQL stores for a password (RFC 5803), so that neither the statement nor the server's log holds the password.
 * @returns the password itself when it is not ASCII, because the verifier needs its normal form then.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  if (!plainAscii.test(password)) return password;
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyOf = (name: string): Buffer => createHmac('sha256', salted).update(name).digest();
  const storedKey = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  const serverKey = keyOf('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
