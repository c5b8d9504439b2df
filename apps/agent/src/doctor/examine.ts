import { type Finding, foundUnknown } from '@weir/model';
import type { Config } from '../config/config.js';
import type { JoinSettings } from '../enrol/join-settings.js';
import { keptHostId } from '../publish/state-folder.js';
import { examineDocker } from './docker.js';
import { examineEnrolment, keptIn } from './enrolment.js';
import { examineKernel } from './kernel.js';
import { examineKubernetes } from './kubernetes.js';
import { CLOCK, examineNats } from './nats.js';
import { examineStateFolder } from './state-folder.js';

/** Looks at all that the agent reads and reaches. `isByDocker` = counters come from Docker, as where there is no `/proc`. */
export async function examine(config: Config, isByDocker: boolean): Promise<readonly Finding[]> {
  return [
    ...(isByDocker ? [foundUnknown('host /proc', 'is not used: counters come from Docker')] : examineKernel(config)),
    ...examineStateFolder(config.stateDir, config.spoolBytes),
    ...(await examineDocker(config.docker, isByDocker)),
    await examineKubernetes(config),
    ...(config.join ? await examineJoined(config.join, config.stateDir) : await natsOf(config)),
    CLOCK,
  ];
}

function natsOf({ nats, stateDir }: Config): Promise<readonly Finding[]> {
  return examineNats(nats, keptHostId(stateDir));
}

/** Where NATS is, and as whom it takes this host, is known as soon as it joined. */
async function examineJoined(join: JoinSettings, folder: string): Promise<readonly Finding[]> {
  const found = await examineEnrolment(join, folder);
  const { given = null, seed = '' } = keptIn(folder) ?? {};
  if (!given) return [...found, foundUnknown('NATS', 'is told to a host that joined')];
  const { hostId, natsUrls, ca, jwt } = given;
  const access = { hostId, ca, credentials: () => ({ jwt, seed: Buffer.from(seed) }), refused: () => undefined };
  return [...found, ...(await examineNats({ servers: natsUrls, user: null, password: null }, hostId, access))];
}
