import { type Data, WebSocket } from 'ws';
import { completed } from './raw-json.js';

/** Emitted in the place of `error` where a client sent what is no message: too large, or against the protocol. */
export const BAD_MESSAGE = 'bad-message';

/**
 * A socket that sends JSON which was made already, once for all subscribers: between the text of a message, which
 * graphql-ws makes itself, and its sending nothing else runs.
 */
export class RawSocket extends WebSocket {
  /** How what comes is worked on: as that of whose socket it is, once that is known. */
  within: (work: () => boolean) => boolean = (work) => work();

  override send(data: Data, ...more: unknown[]): void {
    const whole = typeof data === 'string' ? completed(data) : data;
    super.send(whole, ...(more as [((error?: Error) => void)?]));
  }

  /**
   * What a client does wrong is no error of ours: its socket is closed for it already, and graphql-ws would write a stack into
   * the log for each.
   */
  override emit(event: string | symbol, ...details: unknown[]): boolean {
    const told = event === 'error' && isOfClient(details[0]) ? BAD_MESSAGE : event;
    return this.within(() => super.emit(told, ...details));
  }
}

function isOfClient(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('WS_ERR_');
}
