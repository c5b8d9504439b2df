import { fromPublic } from '@nats-io/nkeys';

/** Injection token of `AgentCredentials | null`; null where NATS has no accounts (WEIR_NATS_KEYS_FILE is not set): then nobody can enrol. */
export const AGENT_CREDENTIALS = Symbol('AGENT_CREDENTIALS');

/** What an agent is known by at NATS, besides the key that only it has. */
export interface AgentCredential {
  /** Lets who has its key publish what this host sends, and hear what it is told; nothing else. */
  readonly jwt: string;
  readonly expiresAt: Date;
}

/** What an agent may do at NATS: given, and taken back. */
export interface AgentCredentials {
  /**
   * For a host (its id, a UUID in small letters) and an agent's public key (an nkey of a user: `U` and 55 more, see `isUserKey`).
   * Whether the agent may have it is for who asks.
   */
  issue(hostId: string, publicKey: string): Promise<AgentCredential>;
  /**
   * Tells NATS, which ends the connections of who has the key within seconds and lets it in no more: it is never to be given
   * credentials again. Rejects while NATS cannot be told; may be asked again, also for a key that is revoked already.
   */
  revoke(publicKey: string): Promise<void>;
  /** What agents are told of where NATS is. */
  readonly natsUrls: readonly string[];
  /** PEM of the authority that NATS' certificate is signed by; null = one that the system knows. */
  readonly ca: string | null;
}

/** Whether a text is the public half of a user's nkey, which an agent may have. */
export function isUserKey(publicKey: string): boolean {
  try {
    fromPublic(publicKey);
    return publicKey.startsWith('U');
  } catch {
    return false;
  }
}
