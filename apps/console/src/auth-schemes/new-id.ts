const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new ULID: 48 bits of time, then 80 random bits. */
export function newId(now = Date.now()): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const ofTime = Array.from({ length: 10 }, (_, index) => digits[Math.floor(now / 32 ** (9 - index)) % 32]);
  return [...ofTime, ...Array.from(random, (byte) => digits[byte % 32])].join('');
}
