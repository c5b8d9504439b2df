import { Inject } from '@nestjs/common';
import { Args, Float, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { InterfaceRepository, type InterfaceRow } from '../../../query/interfaces.js';
import { refusalOfNul } from '../../../query/nul.js';
import { DATABASE } from '../../../store/database.js';
import { refusalOfSpeed, setLinkSpeed } from '../../../store/hosts/link-speed.js';
import { badUserInput, refuseIf } from '../errors.js';
import { InterfaceType } from '../types/interface.type.js';

@Resolver()
export class LinkSettingsResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly interfaces: InterfaceRepository,
  ) {}

  @Mutation(() => InterfaceType, {
    description:
      'Says how fast a link is, where its system does not tell that or tells it wrong. It holds for its host and name, so also once the interface is made anew.',
  })
  async setLinkSpeed(
    @Args('interface', {
      type: () => ID,
      description: 'Id of an interface of a host itself: those of containers share its links.',
    })
    netId: string,
    @Args('bitsPerSecond', {
      type: () => Float,
      nullable: true,
      description: 'Bits per second: a whole number from 1 on; null leaves it to what the system tells.',
    })
    bitsPerSecond: number | null,
  ): Promise<InterfaceRow> {
    refuseIf(refusalOfSpeed(bitsPerSecond ?? null));
    const link = await this.known(netId);
    if (link.namespace !== null)
      throw badUserInput({
        field: 'interface',
        reason: 'is that of a container, which shares the links of its host: give one of these',
      });
    await setLinkSpeed(this.pool, link, bitsPerSecond ?? null);
    return this.known(netId);
  }

  private async known(netId: string): Promise<InterfaceRow> {
    refuseIf(refusalOfNul('interface', [netId]));
    const [link] = await this.interfaces.byNetIds([netId]);
    if (!link) throw badUserInput({ field: 'interface', reason: 'is the id of no interface' });
    return link;
  }
}
