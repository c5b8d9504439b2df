import { connect } from '@nats-io/transport-node';
import { type Finding, foundBroken, foundUnknown, foundWell } from '@weir/model';
import type { Config } from '../config/config.js';
import { knowsAgents } from '../enrol/claims.js';
import { connectionOptions } from '../nats/nats-link.js';

const WHAT = 'accounts';

/** Whether NATS has the accounts that our keys are for, so that hosts can join and be put out. Nothing in it is changed. */
export async function examineAccounts({ nats, natsKeys: keys }: Config, timeoutMs: number): Promise<Finding> {
  if (!keys) return foundUnknown(WHAT, 'NATS has none for us, so no host can join: set WEIR_NATS_KEYS_FILE');
  const options = connectionOptions(nats, 'weir-aggregator-doctor', { user: keys.system, ca: keys.ca });
  try {
    const connection = await connect({ ...options, reconnect: false, timeout: timeoutMs });
    try {
      if (await knowsAgents(connection, keys)) return foundWell(WHAT, 'agents and aggregators have one each');
      return foundBroken(WHAT, 'NATS knows none of ours for agents: include nats-accounts.conf of the keys in use');
    } finally {
      await connection.close();
    }
  } catch (error) {
    const { message, name } = error as Error;
    return foundBroken(WHAT, `NATS does not let our system user in: ${message || name}; include nats-accounts.conf`);
  }
}
