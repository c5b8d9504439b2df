import { type Finding, foundUnknown } from '@weir/model';
import type { Config } from '../config/config.js';
import { keptHostId } from '../publish/state-folder.js';
import { examineDocker } from './docker.js';
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
    ...(await examineNats(config.nats, keptHostId(config.stateDir))),
    CLOCK,
  ];
}
