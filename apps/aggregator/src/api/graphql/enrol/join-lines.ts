import { Inject, Injectable } from '@nestjs/common';
import type { Refusal } from '@weir/model';
import { CONFIG, type Config } from '../../../config/config.js';
import { AGENT_CREDENTIALS, type AgentCredentials } from '../../../enrol/credentials.js';
import { isJoinable, type JoinCommand, joinCommands, pinOf } from '../../../enrol/join-commands.js';
import type { Reached } from '../../proxies.js';

const OFF =
  'is not on: NATS has no accounts. weir-aggregator nats-keys makes them; WEIR_NATS_KEYS_FILE names their keys (docs/operations.md)';

/** What to run on a host, which leads to us as whoever asks reached us, or as WEIR_PUBLIC_URL says. */
@Injectable()
export class JoinLines {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(AGENT_CREDENTIALS) private readonly credentials: AgentCredentials | null,
  ) {}

  /** Why nobody could join. */
  refusals(reached: Reached | null): readonly Refusal[] {
    if (!this.credentials) return [{ field: 'enrolment', reason: OFF }];
    if (isJoinable(this.url(reached))) return [];
    const reason =
      'is no HTTPS, and agents send a token over nothing else: set WEIR_TLS_FOLDER or WEIR_TLS_CERT_FILE, or WEIR_PUBLIC_URL';
    return [{ field: 'url', reason }];
  }

  of(reached: Reached | null, secret: string): readonly JoinCommand[] {
    const { tls } = this.config;
    return joinCommands({ url: this.url(reached), secret, pin: tls && pinOf(tls.pair.cert) });
  }

  private url(reached: Reached | null): string {
    const { isSecure = false, host = 'localhost' } = reached ?? {};
    return this.config.publicUrl ?? new URL(`${isSecure ? 'https' : 'http'}://${host}`).origin;
  }
}
