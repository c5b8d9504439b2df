import { type Environment, type Finding, foundBroken, foundUnknown, foundWell, unknownSettings } from '@weir/model';
import { readConfig } from '../config/config.js';
import { examineDatabase } from './database.js';
import { examineFiles } from './files.js';
import { examineNats } from './nats.js';

/** Looks at all that a process with this environment reads and reaches, and changes nothing. */
export async function examine(environment: Environment): Promise<readonly Finding[]> {
  const unheard = unknownSettings(environment).map((text) => foundUnknown('settings', text));
  const read = readConfig(environment);
  if (!read.ok) return [...unheard, ...read.faults.map((text) => foundBroken('settings', text))];
  const [database, nats] = await Promise.all([examineDatabase(read.config), examineNats(read.config)]);
  return [foundWell('settings', 'all can be used'), ...unheard, ...database, ...nats, ...examineFiles(read.config)];
}
