import { Field, ID, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../scalars.js';

/** A container; its neighbours are resolved in container.resolver.ts. */
@ObjectType('Container', { description: 'A container on a host, of any runtime.' })
export class ContainerType {
  @Field(() => ID, { description: 'The runtime’s id: 64 hexadecimal digits.' })
  readonly id: string;

  @Field(() => String, { description: 'Name; the first digits of the id where no runtime tells one.' })
  readonly name: string;

  @Field(() => String, { nullable: true, description: 'Image it was made from.' })
  readonly image: string | null;

  @Field(() => String, { nullable: true, description: 'Compose project or Swarm stack.' })
  readonly stack: string | null;

  @Field(() => String, { nullable: true, description: 'Compose or Swarm service.' })
  readonly service: string | null;

  @Field(() => String, { nullable: true, description: 'Kubernetes pod it is of.' })
  readonly pod: string | null;

  @Field(() => String, { nullable: true, description: 'Namespace of that pod.' })
  readonly podNamespace: string | null;

  @Field(() => String, { nullable: true, description: 'What controls that pod, as Deployment/web.' })
  readonly workload: string | null;

  @Field(() => Boolean, { description: 'Shares its host’s network: its traffic cannot be told apart.' })
  readonly hostNetwork: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When it was started.' })
  readonly startedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is no longer there; null while it is.' })
  readonly goneAt: Date | null;
}
