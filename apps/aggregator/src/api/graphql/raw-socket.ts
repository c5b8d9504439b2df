import { type Data, WebSocket } from 'ws';
import { completed } from './raw-json.js';

/**
 * A socket that sends JSON which was made already, once for all subscribers: between the text of a message, which
 * graphql-ws makes itself, and its sending nothing else runs.
 */
export class RawSocket extends WebSocket {
  override send(data: Data, ...more: unknown[]): void {
    const whole = typeof data === 'string' ? completed(data) : data;
    super.send(whole, ...(more as [((error?: Error) => void)?]));
  }
}
