import { createServer, type Socket } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';

export interface HostileHost {
  readonly port: number;
  /** Number of connections accepted so far. */
  connections(): number;
  close(): Promise<void>;
}

type Behaviour = (socket: Socket, query: URLSearchParams) => void;

const html = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n';

/** Writes as fast as the client reads, until it disconnects. */
function flood(socket: Socket, piece: string): void {
  const write = (): void => {
    while (!socket.destroyed && socket.write(piece)) {
      // Writes until the buffer is full.
    }
  };
  socket.on('drain', write);
  write();
}

/** Writes a piece ten times a second, until the client disconnects. */
function drip(socket: Socket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 100);
  socket.once('close', () => clearInterval(timer));
}

/** Exceeds the limit of every test. */
const bombBytes = 32 * 1024 * 1024;

function brotli(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}

function bomb(encoding: string, compress: (bytes: Buffer) => Buffer): Behaviour {
  let compressed: Buffer | undefined;
  return (socket) => {
    const body = (compressed ??= compress(Buffer.alloc(bombBytes)));
    socket.write(`${html}Content-Encoding: ${encoding}\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.end(body);
  };
}

function respond(headers: string, body: string): Behaviour {
  return (socket) => socket.end(`${html}${headers}\r\n${body}`);
}

function redirect(status: number): Behaviour {
  return (socket, query) =>
    socket.end(`HTTP/1.1 ${status} Moved\r\nLocation: ${query.get('to') ?? ''}\r\nContent-Length: 0\r\n\r\n`);
}

const behaviours: { readonly [path: string]: Behaviour } = {
  '/302': redirect(302),
  '/307': redirect(307),
  '/loop': (socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n'),
  '/longer': (socket, query) => {
    const next = Number(query.get('n') ?? 0) + 1;
    socket.end(`HTTP/1.1 301 Moved\r\nLocation: /longer?n=${next}\r\nContent-Length: 0\r\n\r\n`);
  },
  '/silent': () => undefined,
  '/dripping-headers': (socket) => {
    socket.write(html);
    drip(socket, 'X-More: x\r\n');
  },
  '/informing': (socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'),
  '/stuck-body': (socket) => void socket.write(`${html}Content-Length: 1000\r\n\r\n{"openapi"`),
  '/dripping-body': (socket) => {
    socket.write(`${html}Content-Length: 1000000\r\n\r\n`);
    drip(socket, ' ');
  },
  '/endless': (socket) => {
    socket.write(`${html}Connection: close\r\n\r\n`);
    flood(socket, ' '.repeat(65_536));
  },
  '/endless-chunks': (socket) => {
    socket.write(`${html}Transfer-Encoding: chunked\r\n\r\n`);
    flood(socket, `1000\r\n${'x'.repeat(4_096)}\r\n`);
  },
  '/endless-chunk-extension': (socket) => {
    socket.write(`${html}Transfer-Encoding: chunked\r\n\r\n5;x=`);
    flood(socket, 'y'.repeat(65_536));
  },
  '/announcing': respond('Content-Length: 1000000000000\r\n', '{}'),
  '/one-long-header': respond(`X-Long: ${'x'.repeat(1_000_000)}\r\nContent-Length: 2\r\n`, '{}'),
  '/many-headers': respond(`${'X-Many: x\r\n'.repeat(50_000)}Content-Length: 2\r\n`, '{}'),
  '/endless-headers': (socket) => {
    socket.write(html);
    flood(socket, 'X-More: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n'.repeat(100));
  },
  '/gzip-bomb': bomb('gzip', gzipSync),
  '/deflate-bomb': bomb('deflate', deflateSync),
  '/brotli-bomb': bomb('br', brotli),
  '/double-gzip-bomb': bomb('gzip, gzip', (bytes) => gzipSync(gzipSync(bytes))),
  '/many-encodings': respond(`Content-Encoding: ${'gzip, '.repeat(50)}gzip\r\nContent-Length: 2\r\n`, '{}'),
  '/unknown-encoding': respond('Content-Encoding: constructor\r\nContent-Length: 2\r\n', '{}'),
  '/broken-gzip': respond('Content-Encoding: gzip\r\nContent-Length: 9\r\n', 'not gzip!'),
  '/no-http': (socket) => socket.end('220 mail.example ESMTP\r\n'),
  '/cut': (socket) => socket.end(`${html}Content-Length: 1000\r\n\r\n{"openapi": "3`),
  '/reset': (socket) => void socket.resetAndDestroy(),
};

/**
 * Starts a server whose request path selects a hostile behaviour.
 * @param address of this machine. Linux has all of 127.0.0.0/8; elsewhere an address other than 127.0.0.1 must be configured first.
 */
export async function startHostileHost(address: string): Promise<HostileHost> {
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    socket.once('data', (head) => {
      const [, target = '/'] = head.toString('latin1').split(' ', 2);
      const { pathname, searchParams } = new URL(target, 'http://hostile');
      (behaviours[pathname] ?? respond('Content-Length: 6\r\n', 'secret'))(socket, searchParams);
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve));
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : 0,
    connections: () => connections,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
