import type { Writable } from 'node:stream';
import type { Envelope, PublishOutcome, Transport } from './transport.js';

/** Prints messages instead of sending them: a line of JSON each. */
export class StdoutTransport implements Transport {
  connected = false;

  constructor(private readonly output: Writable) {}

  start(connected: () => void): void {
    this.connected = true;
    connected();
  }

  publish({ subject, id, payload }: Envelope): Promise<PublishOutcome> {
    const message = Buffer.from(payload).toString('utf8');
    const line = `{"subject":${JSON.stringify(subject)},"id":${JSON.stringify(id)},"message":${message}}\n`;
    return new Promise((resolve) => {
      this.output.write(line, (error) =>
        resolve(error ? { ok: false, kind: 'other', text: error.message } : { ok: true }),
      );
    });
  }

  /** Nobody speaks to an agent that only prints. */
  listen(): void {
    return;
  }

  roundTripMs(): Promise<number | null> {
    return Promise.resolve(null);
  }

  close(): Promise<void> {
    this.connected = false;
    return Promise.resolve();
  }
}
