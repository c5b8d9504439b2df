import { type AggregatorSettingName, orRemedy, readOptional, type Setting } from '@weir/model';
import { ACCESS_SETTINGS } from './access-settings.js';
import { ALERT_SETTINGS } from './alert-settings.js';
import { LOG_LEVELS, ROLES } from './choices.js';
import { ENROL_SETTINGS } from './enrol-settings.js';
import { HTTP_SETTINGS } from './http-settings.js';
import { AGENT_ADDRESS_REMEDY, agentAddressOf, NATS_ADDRESS_REMEDY, natsAddressOf } from './nats-address.js';
import { type NatsKeys, readNatsKeys } from './nats-keys.js';
import { OIDC_SETTINGS } from './oidc-settings.js';
import { asCount, asFile, asSome, asUrl, oneOf } from './readers.js';

/** More processes than anybody starts. */
const MOST_PARTITIONS = 256;
/** An even number of copies outlives no more than the odd one below it; NATS keeps no more than five. */
const COPIES = [1, 3, 5] as const;

/** All that the aggregator can be told from outside. docs/configuration.md has this table: `npm run settings` writes it. */
export const SETTINGS = {
  WEIR_DATABASE_URL: {
    default: '',
    defaultTold: '(required)',
    takes: '`postgresql://user:password@host:5432/weir`',
    meaning: 'PostgreSQL ≥ 15, with or without TimescaleDB',
    isSecret: true,
    read: (text) =>
      orRemedy(
        asUrl(text, ['postgres:', 'postgresql:']),
        'must be the address of a PostgreSQL database, such as postgresql://user:password@host:5432/weir',
      ),
  },
  WEIR_NATS_URL: {
    default: 'nats://127.0.0.1:4222',
    takes: '`nats://` or `tls://`, with `user:password@` where needed; several separated by commas',
    meaning: 'NATS ≥ 2.9 with JetStream',
    isSecret: true,
    read: (text) => orRemedy(natsAddressOf(text), NATS_ADDRESS_REMEDY),
  },
  WEIR_NATS_REPLICAS: {
    default: '',
    defaultTold: '1 at first; an existing stream stays as it is',
    takes: COPIES.join(', '),
    meaning:
      'how many servers of a NATS cluster keep what is not stored yet, the same in all processes. With 3, one of them may be lost ([scale](scale.md#nats-in-a-cluster))',
    read: readOptional((text) =>
      orRemedy(COPIES.find((count) => String(count) === text) ?? null, `must be one of ${COPIES.join(', ')}`),
    ),
  },
  WEIR_NATS_KEYS_FILE: {
    default: '',
    defaultTold: 'none: NATS is open, or knows users by password',
    takes: 'absolute path of the `keys.json` that `weir-aggregator nats-keys` made',
    meaning:
      'who we are to a NATS with accounts, and what signs the credentials of agents: without it no host can enrol ([NATS with accounts](operations.md#nats-with-accounts))',
    read: readOptional((text) =>
      asFile(text) === null ? orRemedy<NatsKeys>(null, 'must be an absolute path') : readNatsKeys(text),
    ),
  },
  WEIR_AGENT_NATS_URL: {
    default: '',
    defaultTold: '`WEIR_NATS_URL`',
    takes: '`nats://` or `tls://`, several separated by commas',
    meaning: 'where NATS is for the agents that enrol, if they reach it by other names than the aggregator does',
    read: readOptional((text) => orRemedy(agentAddressOf(text), AGENT_ADDRESS_REMEDY)),
  },
  WEIR_ROLES: {
    default: ROLES.join(','),
    takes: 'roles, separated by commas; see below',
    meaning: 'what this process does; the same program scales each role alone',
    read: (text) => orRemedy(asSome(ROLES, text), `must be a comma-separated list of ${ROLES.join(', ')}`),
  },
  WEIR_ANALYSE_PARTITIONS: {
    default: '1',
    takes: `1 to ${MOST_PARTITIONS}`,
    meaning:
      "into how many parts the hosts are divided for the role `analyse`, the same in all processes. Each part is one process's at a time; the processes share them evenly, and the rest stand by. One is enough until a thousand hosts take half a core of it",
    read: (text) =>
      orRemedy(
        asCount(text, MOST_PARTITIONS),
        `must be a number from 1 to ${MOST_PARTITIONS}, the same in all processes`,
      ),
  },
  ...HTTP_SETTINGS,
  ...ACCESS_SETTINGS,
  ...OIDC_SETTINGS,
  ...ENROL_SETTINGS,
  ...ALERT_SETTINGS,
  WEIR_LOG_LEVEL: {
    default: 'info',
    takes: LOG_LEVELS.map((level) => `\`${level}\``).join(', '),
    meaning: 'how much is logged',
    read: (text) => orRemedy(oneOf(LOG_LEVELS, text), `must be one of ${LOG_LEVELS.join(', ')}`),
  },
} satisfies Record<AggregatorSettingName, Setting>;
