import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { JoinSettings } from './join-settings.js';

/** The aggregator showed another certificate than the one that was pinned. */
export class WrongPinError extends Error {}

/**
 * A connection to the aggregator. With a pin exactly that certificate is taken, and it is looked at before anything is sent: who shows it
 * has its key, whatever name or end it bears.
 */
export async function connectTo({ url, pin }: Pick<JoinSettings, 'url' | 'pin'>, signal: AbortSignal): Promise<Socket> {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'http:') {
    const socket = connectPlain({ host, port: Number(port || 80) });
    return opened(socket, 'connect', signal);
  }
  const socket = connectSecure({
    ...{ host, port: Number(port || 443), minVersion: 'TLSv1.2', rejectUnauthorized: pin === null },
    ...(isIP(host) === 0 && { servername: host }),
  });
  await opened(socket, 'secureConnect', signal);
  if (pin === null) return socket;
  const shown = pinOf(socket.getPeerX509Certificate()?.raw);
  if (shown === pin) return socket;
  socket.destroy();
  throw new WrongPinError(`shows a certificate that is not pinned (${shown})`);
}

async function opened<T extends Socket>(socket: T, event: string, signal: AbortSignal): Promise<T> {
  try {
    await once(socket, event, { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function pinOf(certificate: Buffer | undefined): string {
  return `sha256:${createHash('sha256')
    .update(certificate ?? '')
    .digest('hex')}`;
}
