import { createSocket, type Socket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';

/** Datagrams of all sizes to many addresses, until it is told to pause. What answers is the kernel on the other side. */
export interface Traffic {
  readonly addresses: Set<string>;
  pause(): Promise<void>;
  resume(): void;
  stop(): Promise<void>;
}

const EVERY_MS = 50;
const MAX_BYTES = 1_400;
const PORT = 9;

export function startTraffic(): Traffic {
  const addresses = new Set<string>();
  const socket = createSocket('udp4');
  // A link may be gone at the very moment, and the answer is that nobody listens.
  socket.on('error', () => undefined);
  let paused = false;
  let stopped = false;
  let busy = Promise.resolve();
  const run = async (): Promise<void> => {
    while (!stopped) {
      if (!paused) busy = sendAll(socket, addresses);
      await busy;
      await sleep(EVERY_MS);
    }
  };
  const running = run();
  return {
    addresses,
    pause: async () => {
      paused = true;
      await busy;
    },
    resume: () => {
      paused = false;
    },
    stop: async () => {
      stopped = true;
      await running;
      socket.close();
    },
  };
}

async function sendAll(socket: Socket, addresses: ReadonlySet<string>): Promise<void> {
  const sendings = [...addresses].map((address) => {
    const bytes = Buffer.alloc(Math.ceil(Math.random() * MAX_BYTES));
    return new Promise<void>((resolve) => socket.send(bytes, PORT, address, () => resolve()));
  });
  await Promise.all(sendings);
}
