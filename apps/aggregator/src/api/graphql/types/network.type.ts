import { Field, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../scalars.js';

/** A network; its neighbours are resolved in network.resolver.ts. */
@ObjectType('Network', { description: 'A network of a host’s container runtime.' })
export class NetworkType {
  @Field(() => String, { description: 'Name, such as `shop_backend`.' })
  readonly name: string;

  @Field(() => String, { description: 'Driver: `bridge`, `overlay`, `macvlan` …' })
  readonly driver: string;

  @Field(() => Boolean, { description: 'Whether it has no way out of the host.' })
  readonly internal: boolean;

  @Field(() => [String], { description: 'Subnets in CIDR notation.' })
  readonly subnets: string[];

  @Field(() => DateTime, { nullable: true, description: 'Since when it is no longer there; null while it is.' })
  readonly goneAt: Date | null;
}
