import { Logger } from '@nestjs/common';
import type { WebSocket } from 'ws';
import type { Caller } from '../../../access/caller.js';
import type { Credentials } from '../../../access/credentials.js';

/** What graphql-ws calls unauthorised. */
export const UNAUTHORIZED = 4401;
const EVERY_MS = 2_000;

/** Looks again and again whether those who hold a WebSocket may still do what they could when they opened it: one question for all. */
export class SocketWatch {
  private readonly logger = new Logger('access');
  private readonly callers = new Map<WebSocket, Caller>();
  private readonly timer = setInterval(() => void this.look(), EVERY_MS).unref();
  private isLooking = false;
  private isAway = false;

  constructor(private readonly credentials: Pick<Credentials, 'changed'>) {}

  /** From now on this socket is somebody's, until it is closed; answers false where its client left while it was looked up whose it is. */
  hold(socket: WebSocket, caller: Caller): boolean {
    if (socket.readyState !== socket.OPEN) return false;
    this.callers.set(socket, caller);
    socket.once('close', () => this.callers.delete(socket));
    return true;
  }

  callerOf(socket: WebSocket): Caller | undefined {
    return this.callers.get(socket);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    this.closeWhere(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs <= Date.now());
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      const changed = await this.credentials.changed([...this.callers.values()]);
      this.closeWhere((caller) => changed.has(caller));
      this.isAway = false;
    } catch (error) {
      // Live traffic goes on while the database is away, until what it rests on expires: it is looked at again once it is back.
      if (!this.isAway) this.logger.warn(`cannot look who is still signed in: ${(error as Error).message}`);
      this.isAway = true;
    } finally {
      this.isLooking = false;
    }
  }

  private closeWhere(isOver: (caller: Caller) => boolean): void {
    for (const [socket, caller] of this.callers) {
      if (isOver(caller)) socket.close(UNAUTHORIZED, 'No longer signed in as before');
    }
  }
}
