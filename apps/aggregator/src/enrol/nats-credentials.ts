import { Logger } from '@nestjs/common';
import { isUuid } from '@weir/model';
import type { Pool } from 'pg';
import { Background } from '../background/background.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { keyPairOf, type NatsKeys } from '../config/nats-keys.js';
import type { NatsLink } from '../nats/nats-link.js';
import { withRevokedKeys } from '../store/enrol/kept-out.js';
import type { StoreSetup } from '../store/store-setup.js';
import { agentJwt } from './accounts.js';
import { tellRevoked } from './claims.js';
import { type AgentCredential, type AgentCredentials, isUserKey } from './credentials.js';

const DAY_MS = 86_400_000;
/** Agents renew them when two thirds have passed. */
const LIFE_MS = 30 * DAY_MS;
/** Clocks of servers differ; after that, what was signed for a key has ended by itself. */
const REMEMBERED_MS = LIFE_MS + DAY_MS;
const LOOK_EVERY_MS = 500;

/**
 * Gives agents their credentials, and takes them back: which keys NATS has to keep out is told at each connection to it,
 * for one that lost its disk begins with what its configuration says.
 */
export class NatsCredentials extends Background implements AgentCredentials {
  readonly natsUrls: readonly string[];
  readonly ca: string | null;
  private readonly telling = new Outage('telling NATS which keys are revoked', new Logger('enrolment'));

  /** `link` = a connection to NATS' system account. */
  constructor(
    private readonly keys: NatsKeys,
    agentNatsUrls: readonly string[],
    private readonly link: NatsLink,
    private readonly pool: Pool,
    private readonly setup: Pick<StoreSetup, 'fault'>,
  ) {
    super([link]);
    this.natsUrls = agentNatsUrls;
    this.ca = keys.ca;
  }

  async issue(hostId: string, publicKey: string): Promise<AgentCredential> {
    // Either becomes part of what NATS takes for subjects and names.
    if (!isUuid(hostId) || !isUserKey(publicKey)) throw new Error('credentials are for a host and a key');
    const expiresAt = new Date(Date.now() + LIFE_MS);
    return { jwt: await agentJwt(keyPairOf(this.keys.agentsSeed), hostId, publicKey, expiresAt), expiresAt };
  }

  revoke(publicKey: string): Promise<void> {
    return this.tell([publicKey]);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    await this.link.connected();
    let told: AbortSignal | null = null;
    while (!stopped.aborted) {
      const session = this.link.disconnected;
      if (told !== session && this.link.isUp && this.setup.fault === null) {
        if (await this.telling.trying(() => this.tell([]).then(() => true))) told = session;
      }
      await pause(LOOK_EVERY_MS, stopped);
    }
    await this.link.close();
  }

  /** One process at a time, so that none tells of fewer keys than the one before. */
  private async tell(besides: readonly string[]): Promise<void> {
    const connection = this.link.isUp ? await this.link.connected() : null;
    if (!connection) throw new Error('NATS is not reachable');
    await withRevokedKeys(this.pool, REMEMBERED_MS, (revoked) =>
      tellRevoked(connection, this.keys, [...new Set([...revoked, ...besides])]),
    );
  }
}
