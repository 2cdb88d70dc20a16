import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv6 } from 'node:net';
import dnsPacket from 'dns-packet';

export interface NameServer {
  /** Address and port, as resolvers take them. */
  readonly address: string;
  /** Number of queries for a name. */
  countQueries(name: string): number;
  close(): Promise<void>;
}

/**
 * Resolves a name: its addresses, none for an unknown name, or `silence` to send no response.
 * @param times number of queries for the name so far, from 1
 */
export type AnswerName = (name: string, times: number) => readonly string[] | 'silence';

/** Starts a DNS server on this machine, over UDP. Its records have a TTL of 0, so that resolvers do not cache them. */
export async function startNameServer(answerName: AnswerName): Promise<NameServer> {
  const socket = createSocket('udp4');
  const counts = new Map<string, number>();
  // Resolvers query IPv4 and IPv6 together: the pair counts once.
  const addressesFor = (name: string, type: string): ReturnType<AnswerName> => {
    if (type === 'A') counts.set(name, (counts.get(name) ?? 0) + 1);
    return answerName(name, counts.get(name) ?? 1);
  };
  socket.on('message', (message: Buffer, from: RemoteInfo) => {
    const query = dnsPacket.decode(message);
    const [question] = query.questions ?? [];
    if (question === undefined) return;
    const name = question.name.toLowerCase();
    const found = addressesFor(name, question.type);
    if (found === 'silence') return;
    const matching = found.filter((address) => isIPv6(address) === (question.type === 'AAAA'));
    const reply = dnsPacket.encode({
      type: 'response',
      id: query.id ?? 0,
      flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | (found.length === 0 ? nameError : 0),
      questions: [question],
      answers: matching.map((data) => ({ type: isIPv6(data) ? 'AAAA' : 'A', name: question.name, ttl: 0, data })),
    });
    socket.send(reply, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    countQueries: (name) => counts.get(name) ?? 0,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** RCODE 3 (RFC 1035, section 4.1.1): the name does not exist. */
const nameError = 3;
