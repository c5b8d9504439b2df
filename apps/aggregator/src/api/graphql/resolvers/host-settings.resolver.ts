import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { LiveFeed } from '../../../live/live.feed.js';
import { HostRepository, type HostRow } from '../../../query/hosts.js';
import { hostState, newestOfHost } from '../../../query/host-state.js';
import { refusalOfNul } from '../../../query/nul.js';
import { DATABASE } from '../../../store/database.js';
import { forgetHost } from '../../../store/hosts/forget-host.js';
import { refusalOfLabels, setHostLabels } from '../../../store/hosts/labels.js';
import { badUserInput, refuseIf } from '../errors.js';
import { HostLabelInput } from '../types/host-label.type.js';
import { HostType } from '../types/host.type.js';

const ID_OF_HOST = { type: () => ID, description: 'Id of the host.' };

@Resolver()
export class HostSettingsResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly hosts: HostRepository,
    private readonly live: LiveFeed,
  ) {}

  @Mutation(() => HostType, { description: 'Replaces all labels of a host: what people note about it, to filter by.' })
  async setHostLabels(
    @Args('id', ID_OF_HOST) id: string,
    @Args('labels', { type: () => [HostLabelInput], description: '32 at most; an empty list takes all away.' })
    labels: HostLabelInput[],
  ): Promise<HostRow> {
    refuseIf(refusalOfLabels(labels));
    const host = await this.known(id);
    await setHostLabels(this.pool, id, labels);
    return (await this.hosts.byUuid(id)) ?? host;
  }

  @Mutation(() => ID, {
    description:
      'Deletes a host that is silent, with everything that was stored of it, for good; answers its id. One that comes back is stored as a new one.',
  })
  async forgetHost(@Args('id', ID_OF_HOST) id: string): Promise<string> {
    const { lastSeen, agent } = await this.known(id);
    const newestMs = newestOfHost(lastSeen.getTime(), this.live.newestMs(id));
    if (hostState(newestMs, agent?.intervalMs, Date.now()) === 'alive')
      throw badUserInput({ field: 'id', reason: 'is that of a host that still sends: stop its agent first' });
    await forgetHost(this.pool, id);
    return id;
  }

  private async known(id: string): Promise<HostRow> {
    refuseIf(refusalOfNul('id', [id]));
    const host = await this.hosts.byUuid(id);
    if (!host) throw badUserInput({ field: 'id', reason: 'is that of no host' });
    return host;
  }
}
