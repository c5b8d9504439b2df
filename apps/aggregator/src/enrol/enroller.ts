import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { EnrolmentAnswer, EnrolmentRequest, RenewalRequest } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { hashOf, isSecret, JOIN_TOKEN_PREFIX } from '../config/secret.js';
import { onTransaction } from '../store/connection.js';
import {
  type EnrolmentRow,
  lockEnrolling,
  lockEnrolment,
  lockEnrolmentOfKey,
  revokeEnrolment,
  writeEnrolment,
  writeRenewal,
} from '../store/enrol/enrolments.js';
import { lockJoinToken, useJoinToken } from '../store/enrol/join-tokens.js';
import { hastenKeys, isRevokedKey, revokeKey } from '../store/enrol/revoked-keys.js';
import { type Admission, admissionBy, admit, replayed, standingBy } from './admit.js';
import type { ClusterTokens } from './cluster-tokens.js';
import type { AgentCredentials } from './credentials.js';
import { type EnrolmentOutcome, RefusedEnrolment, refused } from './outcome.js';
import { proveEnrolment, proveRenewal } from './proof.js';
import { readEnrolmentRequest, readRenewalRequest } from './read-request.js';

/** Until a key is taken back that another replaced: its host is connected by the new one by then. */
const REPLACED_AFTER_MS = 60_000;

const OFF =
  'is not on here: NATS has no accounts (weir-aggregator nats-keys makes them, WEIR_NATS_KEYS_FILE names their keys)';

/** Lets hosts in, gives them new credentials, and puts them out. */
export class Enroller {
  /**
   * `credentials` = null: nobody can be let in. `cluster` = null: no service account stands for a join token; `standing` = null: there is
   * none that neither ends nor is used up.
   */
  constructor(
    private readonly pool: Pool,
    private readonly credentials: AgentCredentials | null,
    private readonly cluster: Pick<ClusterTokens, 'accountOf'> | null,
    private readonly standing: string | null = null,
  ) {}

  /** What came of the body of a request to join. */
  enrol(body: unknown): Promise<EnrolmentOutcome> {
    return this.outcome(async (credentials) => {
      const request = readEnrolmentRequest(body);
      proveEnrolment(request, Date.now());
      // The cluster is asked before anything is locked.
      const standing = await this.standingAdmission(request.token);
      return onTransaction(this.pool, (client) => this.join(client, credentials, request, standing));
    });
  }

  /** What came of the body of a request for new credentials. */
  renew(body: unknown): Promise<EnrolmentOutcome> {
    return this.outcome(async (credentials) => {
      const request = readRenewalRequest(body);
      proveRenewal(request, Date.now());
      return onTransaction(this.pool, (client) => this.giveAnew(client, credentials, request));
    });
  }

  /** Puts a host out for good; answers whether it was enrolled. Its credentials are taken back as soon as NATS hears of it. */
  revoke(hostId: string): Promise<boolean> {
    return onTransaction(this.pool, async (client) => {
      const publicKey = await revokeEnrolment(client, hostId);
      if (publicKey === null) return false;
      await revokeKey(client, publicKey, hostId, 0);
      await hastenKeys(client, hostId);
      return true;
    });
  }

  private async outcome(
    work: (credentials: AgentCredentials) => Promise<Extract<EnrolmentOutcome, { ok: true }>>,
  ): Promise<EnrolmentOutcome> {
    try {
      if (!this.credentials) throw refused('off', 'enrolment', OFF);
      return await work(this.credentials);
    } catch (error) {
      if (error instanceof RefusedEnrolment) return { ok: false, refusal: error.refusal };
      throw error;
    }
  }

  /** Null where it is a join token that somebody made. */
  private async standingAdmission(token: string): Promise<Admission | null> {
    if (!isSecret(token, JOIN_TOKEN_PREFIX)) return this.serviceAccountOf(token);
    const isStanding = this.standing !== null && timingSafeEqual(hashOf(token), hashOf(this.standing));
    return isStanding ? standingBy('standing join token') : null;
  }

  private async serviceAccountOf(token: string): Promise<Admission> {
    const account = await this.cluster?.accountOf(token);
    if (!account) return admissionBy(null, new Date());
    return standingBy(account);
  }

  private async join(
    client: ClientBase,
    credentials: AgentCredentials,
    request: EnrolmentRequest,
    standing: Admission | null,
  ): Promise<Extract<EnrolmentOutcome, { ok: true }>> {
    const now = new Date();
    await lockEnrolling(client);
    const { token, publicKey, hostName } = request;
    const admission = standing ?? admissionBy(await lockJoinToken(client, hashOf(token)), now);
    const ofHost = request.hostId === null ? null : await lockEnrolment(client, request.hostId);
    const ofKey = await lockEnrolmentOfKey(client, publicKey);
    const isKeyRevoked = await isRevokedKey(client, publicKey);
    const { isUse } = admit(request, admission, { ofHost, ofKey, isKeyRevoked });
    if (isUse) await useJoinToken(client, admission.id);
    const hostId = request.hostId ?? ofKey?.hostId ?? randomUUID();
    const { jwt, expiresAt } = await credentials.issue(hostId, publicKey);
    await writeEnrolment(client, {
      ...{ hostId, publicKey, hostName, labels: admission.labels, admittedBy: admission.id, enrolledBy: admission.by },
      ...{ enrolledAt: now, renewedAt: now, expiresAt, signedAt: new Date(request.at) },
    });
    return { ok: true, answer: answerOf(credentials, hostId, jwt), by: admission.by };
  }

  private async giveAnew(
    client: ClientBase,
    credentials: AgentCredentials,
    { hostId, publicKey, next, at }: RenewalRequest,
  ): Promise<Extract<EnrolmentOutcome, { ok: true }>> {
    const now = new Date();
    const row = await lockEnrolment(client, hostId);
    refuseRenewal(row, [publicKey, next?.publicKey ?? publicKey], at, now);
    const key = next?.publicKey ?? publicKey;
    if (key !== row.publicKey) await this.replaceKey(client, row, key);
    const { jwt, expiresAt } = await credentials.issue(hostId, key);
    const times = { renewedAt: now, expiresAt, signedAt: new Date(at) };
    await writeRenewal(client, { hostId, publicKey: key, ...times });
    return { ok: true, answer: answerOf(credentials, hostId, jwt), by: row.hostName };
  }

  private async replaceKey(client: ClientBase, row: EnrolmentRow, key: string): Promise<void> {
    if ((await isRevokedKey(client, key)) || (await lockEnrolmentOfKey(client, key)))
      throw refused('key-taken', 'next.publicKey', 'was used before: make a new key');
    await revokeKey(client, row.publicKey, row.hostId, REPLACED_AFTER_MS);
  }
}

/** Who lost the answer to a replacement of its key is known by the next one already. */
function refuseRenewal(
  row: EnrolmentRow | null,
  keys: readonly string[],
  at: number,
  now: Date,
): asserts row is EnrolmentRow {
  if (!row || !keys.includes(row.publicKey))
    throw refused(
      'not-enrolled',
      'publicKey',
      'is not the one that this host is enrolled with: join by a new join token',
    );
  if (row.revokedAt)
    throw refused('revoked', 'hostId', 'is that of a host that was revoked: a new join token lets it in again');
  if (row.expiresAt <= now)
    throw refused(
      'expired',
      'hostId',
      `had credentials until ${row.expiresAt.toISOString()}: join by a new join token`,
    );
  if (at <= row.signedAt.getTime()) throw replayed();
}

function answerOf({ natsUrls, ca }: AgentCredentials, hostId: string, jwt: string): EnrolmentAnswer {
  return { hostId, jwt, natsUrls, ca };
}
