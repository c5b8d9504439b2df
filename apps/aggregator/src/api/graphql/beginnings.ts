import { MAX_SUBSCRIPTIONS_PER_SOCKET } from './limits.js';

/** What graphql-ws knows of a socket: its subscriptions by id, null while they begin. Those that the client ends are gone. */
export interface SocketContext {
  readonly subscriptions: Readonly<Record<string, unknown>>;
}

/**
 * The subscriptions that begin, of each socket. One that is ended meanwhile is forgotten by graphql-ws, and goes on asking
 * the database: a client that begins and ends them in a loop must not have more at once than any other.
 */
export class Beginnings {
  private readonly begun = new WeakMap<SocketContext, Set<string>>();

  /** Notes that one begins, which is among the socket's already; or tells why it must not. */
  begin(context: SocketContext, id: string): string | null {
    const begun = this.begun.get(context) ?? new Set<string>();
    // Under one id, graphql-ws would take the first for the second, and never end one of them.
    if (begun.has(id)) return 'The subscription that had this id before has not ended yet: take another id';
    const left = [...begun].filter((each) => !(each in context.subscriptions)).length;
    if (Object.keys(context.subscriptions).length + left > MAX_SUBSCRIPTIONS_PER_SOCKET) {
      return `More than ${MAX_SUBSCRIPTIONS_PER_SOCKET} subscriptions on one connection: open another`;
    }
    this.begun.set(context, begun.add(id));
    return null;
  }

  /** It began, or failed to. */
  settle(context: SocketContext, id: string): void {
    this.begun.get(context)?.delete(id);
  }
}
