import { type Environment, type Finding, foundSettings } from '@weir/model';
import { readConfig } from '../config/config.js';
import { examineDatabase } from './database.js';
import { examineFiles } from './files.js';
import { examineNats } from './nats.js';
import { examineOidc } from './oidc.js';

/** Looks at all that a process with this environment reads and reaches, and changes nothing. */
export async function examine(environment: Environment): Promise<readonly Finding[]> {
  const read = readConfig(environment);
  const settings = foundSettings(environment, read.ok ? [] : read.faults);
  if (!read.ok) return settings;
  const { config } = read;
  const [database, nats, oidc] = await Promise.all([examineDatabase(config), examineNats(config), examineOidc(config)]);
  return [...settings, ...database, ...nats, oidc, ...examineFiles(config)];
}
