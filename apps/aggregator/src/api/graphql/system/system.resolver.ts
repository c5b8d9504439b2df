import { Query, Resolver } from '@nestjs/graphql';
import { SystemService } from '../../../health/system/system.service.js';
import { asSystem } from '../../system/as-system.js';
import { SystemType } from '../../system/system.type.js';

@Resolver(() => SystemType)
export class SystemResolver {
  constructor(private readonly service: SystemService) {}

  @Query(() => SystemType, { description: 'How weir itself does: each part, and what to do where it is not well.' })
  async system(): Promise<SystemType> {
    return asSystem(await this.service.read());
  }
}
