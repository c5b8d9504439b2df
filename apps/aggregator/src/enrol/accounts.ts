import { type Account, encodeAccount, encodeOperator, encodeUser } from '@nats-io/jwt';
import type { KeyPair } from '@nats-io/nkeys';
import { controlSubjectOf, inboxPrefixOf, MESSAGE_KINDS, subjectOf } from '@weir/model';

/**
 * NATS' accounts. The stream is in one, the agents are in another, which knows of the first only what it exports: what an agent sends
 * passes through the server's own hands, so that the stream answers to where the server says, not to where the agent says. In one account
 * the agent's reply subject could be `$JS.API.STREAM.PURGE.WEIR`, or another host's traffic. (docs/adr/0039-nats-accounts.md)
 */
const ACCOUNT_LIMITS = {
  ...{ subs: -1, data: -1, payload: -1, conn: -1, leaf: 0 },
  ...{ imports: -1, exports: -1, wildcards: true },
};

/** None but those of the server: `max_file_store`. */
const STREAM_LIMITS = {
  ...{ mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1, max_ack_pending: -1 },
  ...{ mem_max_stream_bytes: -1, disk_max_stream_bytes: -1, max_bytes_required: false },
};

/** An agent has its inbox, its control, and some to spare. */
const MOST_SUBSCRIPTIONS = 10;

const SERVICES = MESSAGE_KINDS.map((kind) => ({ name: kind, subject: subjectOf(kind, '*'), type: 'service' as const }));
const CONTROL = { name: 'control', subject: controlSubjectOf('*'), type: 'stream' } as const;

/** The operator, in whose name accounts are made. */
export function operatorJwt(operator: KeyPair, system: KeyPair): Promise<string> {
  return encodeOperator('weir', operator, { system_account: system.getPublicKey() });
}

/** That of the server itself. */
export function systemAccountJwt(operator: KeyPair, system: KeyPair): Promise<string> {
  return encodeAccount('SYS', system, { limits: ACCOUNT_LIMITS }, { signer: operator });
}

/** That of the stream and the aggregators: takes what hosts send, and sends what they are asked. */
export function weirAccountJwt(operator: KeyPair, weir: KeyPair): Promise<string> {
  const account: Partial<Account> = {
    limits: { ...ACCOUNT_LIMITS, ...STREAM_LIMITS },
    exports: [...SERVICES.map((service) => ({ ...service, response_type: 'Singleton' as const })), CONTROL],
  };
  return encodeAccount('WEIR', weir, account, { signer: operator });
}

/** Keys that are never let in again, with the time (s since 1970) up to which what was signed for them does not count. */
export type Revocations = Readonly<Record<string, number>>;

/** That of the agents. `weir` = the public key of the stream's account. */
export function agentsAccountJwt(
  operator: KeyPair,
  agents: KeyPair,
  weir: string,
  revocations: Revocations,
): Promise<string> {
  const account: Partial<Account> = {
    limits: ACCOUNT_LIMITS,
    imports: [...SERVICES, CONTROL].map((each) => ({ ...each, account: weir, local_subject: each.subject })),
    revocations: { ...revocations },
  };
  return encodeAccount('AGENTS', agents, account, { signer: operator });
}

/** What lets the owner of a key send what a host sends, and hear what it is told, and nothing else. */
export function agentJwt(agents: KeyPair, hostId: string, publicKey: string, expiresAt: Date): Promise<string> {
  const rights = {
    pub: { allow: MESSAGE_KINDS.map((kind) => subjectOf(kind, hostId)) },
    sub: { allow: [`${inboxPrefixOf(hostId)}.>`, controlSubjectOf(hostId)] },
    subs: MOST_SUBSCRIPTIONS,
    allowed_connection_types: ['STANDARD' as const],
  };
  return encodeUser(`agent ${hostId}`, publicKey, agents, rights, { exp: Math.floor(expiresAt.getTime() / 1_000) });
}

/** What lets the owner of a key do all that its account may. */
export function memberJwt(name: string, user: KeyPair, account: KeyPair): Promise<string> {
  return encodeUser(name, user, account, { allowed_connection_types: ['STANDARD'] });
}
