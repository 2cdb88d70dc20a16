import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv6 } from 'node:net';
import dnsPacket from 'dns-packet';

export interface NameServer {
  /** As a resolver takes it: address and port. */
  readonly address: string;
  /** How often an address of a name was asked for. */
  asked(name: string): number;
  close(): Promise<void>;
}

/** The addresses of a name, none for a name that does not exist, or `silence` to answer nothing; `times` counts the questions for it, from 1. */
export type AnswerName = (name: string, times: number) => readonly string[] | 'silence';

/** A name server on this machine, over UDP, whose answers must not be kept. */
export async function startNameServer(answerName: AnswerName): Promise<NameServer> {
  const socket = createSocket('udp4');
  const counts = new Map<string, number>();
  // Resolvers ask for IPv4 and IPv6 together: one question is counted.
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
    const fitting = found.filter((address) => isIPv6(address) === (question.type === 'AAAA'));
    const reply = dnsPacket.encode({
      type: 'response',
      id: query.id ?? 0,
      flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | (found.length === 0 ? nameError : 0),
      questions: [question],
      answers: fitting.map((data) => ({ type: isIPv6(data) ? 'AAAA' : 'A', name: question.name, ttl: 0, data })),
    });
    socket.send(reply, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked: (name) => counts.get(name) ?? 0,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** RCODE 3 of RFC 1035, section 4.1.1: the name does not exist. */
const nameError = 3;
